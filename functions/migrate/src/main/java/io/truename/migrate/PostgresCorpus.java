// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.json.FieldProblem;
import io.truename.migrate.http.Corpus;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.schema.BackfillInspection;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.corpus.schema.Inspection;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.RunObstacles;
import java.util.List;

/** Reads the mapping from the settings and the schema from the database catalog. */
final class PostgresCorpus implements Corpus {
    private final Database database;
    private final CorpusSettings settings;

    PostgresCorpus(Database database, CorpusSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    @Override
    public Looked look() {
        try {
            String yaml = settings.requireMapping();
            Mapping mapping = MappingReader.read(yaml);
            if (mapping.beside()) {
                BackfillInspection inspection = inspectBeside(mapping);
                return new Looked.Found(yaml, inspection.findings(), inspection.fingerprint());
            }
            Inspection inspection = inspect(mapping);
            return new Looked.Found(yaml, inspection.findings(), inspection.fingerprint());
        } catch (MappingException unreadable) {
            return new Looked.Unreadable(problems(unreadable));
        }
    }

    @Override
    public List<String> obstacles(RunView run) {
        return database.with(session -> RunObstacles.of(session, run));
    }

    /** YAML of the current mapping. */
    String yaml() {
        return settings.requireMapping();
    }

    /**
     * Reads the current mapping.
     *
     * @throws MappingException if it cannot be read
     */
    Mapping mapping() {
        return MappingReader.read(yaml());
    }

    /** Inspects the database catalog for the mapping. */
    Inspection inspect(Mapping mapping) {
        return database.with(session -> CorpusInspector.inspect(session, mapping));
    }

    /** Inspects the database catalog for a mapping with true ids beside the keys. */
    BackfillInspection inspectBeside(Mapping mapping) {
        return database.with(session -> BackfillInspector.inspect(session, mapping));
    }

    /** Problems of a mapping, with their places in it. */
    static List<FieldProblem> problems(MappingException unreadable) {
        return unreadable.issues().stream()
                .map(issue -> new FieldProblem(issue.pointer(), issue.rule(), issue.got()))
                .toList();
    }
}
