// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.Finding;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.testkit.database.TestDatabase;
import java.util.List;

/** A small corpus that tests spoil in one way, and its inspection. */
final class Corpora {
    static final String MAPPING = """
            documents: {table: app.documents, id: id, user: user_id, contentHash: sha256}
            chunks: {table: app.chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord}
            """;

    private static final String TABLES = """
            CREATE SCHEMA app;
            CREATE TABLE app.documents (id uuid PRIMARY KEY, user_id text, sha256 text, created_at timestamptz, json_ref json,
                                        label varchar(20));
            CREATE TABLE app.chunks (id uuid PRIMARY KEY, document_id uuid REFERENCES app.documents, chunker text,
                                     version text, ord integer);
            CREATE INDEX ON app.chunks (document_id);
            """;

    private Corpora() {}

    static void create(TestDatabase test) {
        test.execute(TABLES);
    }

    static Inspection inspect(TestDatabase test, String mapping) {
        return inspect(test.url(), mapping);
    }

    static Inspection inspect(String url, String mapping) {
        try (Database database = Database.of(DatabaseUrl.parse(url), "test", 1)) {
            return database.with(session -> CorpusInspector.inspect(session, MappingReader.read(mapping)));
        }
    }

    /** As {@code SEVERITY code subject}. */
    static List<String> found(Inspection inspection) {
        return inspection.findings().stream().map(Corpora::line).toList();
    }

    private static String line(Finding finding) {
        return finding.severity() + " " + finding.code() + " " + finding.subject();
    }
}
