// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.edge.json.FieldProblem;
import io.truename.migrate.http.Corpus;
import io.truename.migrate.http.NotSetUpException;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.RunObstacles;
import java.util.List;
import java.util.Optional;

/** Reads the mapping of the settings and looks at the database's catalog. */
final class PostgresCorpus implements Corpus {
    private final Database database;
    private final Optional<String> yaml;

    PostgresCorpus(Database database, Optional<String> yaml) {
        this.database = database;
        this.yaml = yaml;
    }

    @Override
    public Looked look() {
        try {
            Inspection inspection = inspect(mapping());
            return new Looked.Found(text(), inspection.findings(), inspection.fingerprint());
        } catch (MappingException unreadable) {
            return new Looked.Unreadable(problems(unreadable));
        }
    }

    @Override
    public List<String> obstacles(RunView run) {
        return database.with(session -> RunObstacles.of(session, run));
    }

    /**
     * The mapping.
     *
     * @throws MappingException if it cannot be read
     */
    Mapping mapping() {
        return MappingReader.read(text());
    }

    /** What the catalog says about it. */
    Inspection inspect(Mapping mapping) {
        return database.with(session -> CorpusInspector.inspect(session, mapping));
    }

    /** What is wrong with a mapping, with places in it. */
    static List<FieldProblem> problems(MappingException unreadable) {
        return unreadable.issues().stream()
                .map(issue -> new FieldProblem(issue.pointer(), issue.rule(), issue.got()))
                .toList();
    }

    private String text() {
        return yaml.orElseThrow(
                () -> new NotSetUpException("There is no mapping: set TRUENAME_MAPPING to the YAML that names"
                        + " your tables and columns, and start the function again."));
    }
}
