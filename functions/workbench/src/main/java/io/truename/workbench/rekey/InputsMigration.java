// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.postgres.Database;
import io.truename.testkit.database.TestDatabase;

/**
 * Truename's engine with a mapping of inputs that are more than columns: a row of another table that is reached by an id which moves, JSON,
 * the first of several, constants, imported hashes by moving ids, ids within text, and an outbox. Every id is the same as with the plain
 * mapping.
 */
public final class InputsMigration extends TruenameMigration {
    private static final String MAPPING = """
            namespace: 6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42
            documents:
              table: upload_pipeline.documents
              id: document_id
              user: {firstOf: [{from: upload_pipeline.upload_jobs, where: {document_id: document_id}, take: {column: payload, path: $.owner}}, user_id]}
              contentHash: {firstOf: [{imported: content-hashes, key: document_id}, file_sha256]}
            chunks:
              table: upload_pipeline.document_chunks
              id: chunk_id
              document: document_id
              chunker: {firstOf: [chunker_name, {value: markdown-simple}]}
              chunkerVersion: {value: '1'}
              ordinal: chunk_ord
            softReferences:
              - {table: upload_pipeline.objects, column: name, pattern: 'raw/{id}.pdf', to: documents}
              - {table: upload_pipeline.objects, column: note, pattern: '*{id32}*', to: documents}
            external:
              - {store: objects, of: documents, pattern: 'raw/{id}.pdf'}
            """;

    public InputsMigration() {
        super(1, MAPPING);
    }

    @Override
    public String name() {
        return "Truename, all inputs";
    }

    @Override
    void prepare(Database database) {
        database.with(session -> {
            session.execute("""
                    CREATE TABLE upload_pipeline.objects AS
                    SELECT row_number() OVER (ORDER BY document_id) AS number, 'raw/' || document_id || '.pdf' AS name,
                           'see file' || replace(document_id::text, '-', '') || ' of ' || gen_random_uuid() AS note
                      FROM upload_pipeline.documents;
                    CREATE INDEX ON upload_pipeline.objects (name);
                    CREATE INDEX ON upload_pipeline.objects USING gin (truename.ids_within(note::text, 'id32'::text));
                    INSERT INTO truename.content_hash (key, sha256)
                    SELECT document_id::text, decode(file_sha256, 'hex') FROM upload_pipeline.documents WHERE bytes_len % 2 = 0;
                    ANALYZE upload_pipeline.objects""");
            return true;
        });
    }

    @Override
    public long stray(TestDatabase database) {
        return Long.parseLong(database.value(
                "SELECT (SELECT count(*) FROM upload_pipeline.objects o WHERE NOT EXISTS (SELECT FROM upload_pipeline.documents d"
                        + " WHERE o.name = 'raw/' || d.document_id || '.pdf'"
                        + " AND o.note LIKE 'see file' || replace(d.document_id::text, '-', '') || ' of %'))"
                        + " + (SELECT count(*) FROM truename.content_hash h WHERE NOT EXISTS (SELECT FROM upload_pipeline.documents d"
                        + " WHERE h.key = d.document_id::text AND h.sha256 = decode(d.file_sha256, 'hex')))"));
    }
}
