// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.scan;

import io.truename.testkit.database.TestDatabase;
import io.truename.workbench.rekey.SampleCorpus;

/**
 * The tables of the sample pipeline, with documents and chunks only.
 *
 * @param documents how many, of ten chunks each
 * @param trueIds whether ids are the recipe's; otherwise they are drawn at random
 * @param together whether the chunks of a document lie together in their table, as a pipeline writes them; otherwise each of them
 *     lies in another block, the worst case
 */
record ScannedCorpus(int documents, boolean trueIds, boolean together) {
    static final int CHUNKS = 10;

    long rows() {
        return documents * (1L + CHUNKS);
    }

    void fill(TestDatabase database) {
        database.execute(SampleCorpus.resource("/corpus/schema.sql"));
        String documentId = trueIds
                ? "extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', owner || ':' || hash)"
                : "pg_catalog.gen_random_uuid()";
        String chunkId = trueIds
                ? "extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', document_id || ':markdown-simple:1:' || k)"
                : "pg_catalog.gen_random_uuid()";
        database.executeAsSuperuser(
                """
                SET session_replication_role = replica;
                INSERT INTO upload_pipeline.documents
                SELECT %2$s, owner, 'file ' || i || '.md', 'text/markdown', 1000 + i, hash, 'processed',
                       timestamptz '2026-01-01' + i * interval '1 minute', timestamptz '2026-01-02' + i * interval '1 minute'
                  FROM generate_series(1, %1$d) i, LATERAL (SELECT 'user-' || i %% 1000 AS owner,
                       encode(sha256(convert_to('file' || i, 'UTF8')), 'hex') AS hash) x ORDER BY i;
                INSERT INTO upload_pipeline.document_chunks
                SELECT %3$s, document_id, 'markdown-simple', '1', k,
                       encode(sha256(convert_to(document_id || '.' || k, 'UTF8')), 'hex'), k * 100, 100,
                       array_prepend(k::real, array_fill(1::real, ARRAY[15]))
                  FROM upload_pipeline.documents, generate_series(0, %4$d - 1) k ORDER BY %5$s;
                """.formatted(documents, documentId, chunkId, CHUNKS, together ? "created_at, k" : "k, created_at"));
        database.execute("VACUUM ANALYZE upload_pipeline.documents");
        database.execute("VACUUM ANALYZE upload_pipeline.document_chunks");
    }

    @Override
    public String toString() {
        return (trueIds ? "true" : "random") + " ids, chunks " + (together ? "together" : "spread");
    }
}
