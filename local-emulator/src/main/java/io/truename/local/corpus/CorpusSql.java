// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

/** SQL statements of {@link CorpusStore}. A batch is sent as arrays, so it costs one round trip per table. */
final class CorpusSql {
    static final String DOCUMENTS = """
            INSERT INTO upload_pipeline.documents (document_id, user_id, filename, mime, bytes_len, file_sha256)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
            ON CONFLICT DO NOTHING""";

    /**
     * Finds documents that are stored under another id, and documents that are not stored because another one has their id.
     * Here and below, LATERAL with LIMIT makes each row one index lookup: with fresh tables' statistics, the planner turns a
     * join into a scan per row.
     */
    static final String DOCUMENT_CONFLICTS = """
            SELECT given.id AS given, stored.document_id AS stored
            FROM unnest($1::uuid[], $2::text[], $3::text[]) AS given (id, user_id, sha256)
            LEFT JOIN LATERAL (
              SELECT d.document_id FROM upload_pipeline.documents d
              WHERE d.user_id = given.user_id AND d.file_sha256 = given.sha256 LIMIT 1) AS stored ON true
            WHERE stored.document_id IS DISTINCT FROM given.id
            LIMIT 1""";

    static final String JOBS = """
            INSERT INTO upload_pipeline.upload_jobs (job_id, document_id, stage, state, payload)
            SELECT given.job_id, given.document_id, 'uploaded',
                   CASE WHEN given.again OR EXISTS (
                          SELECT FROM upload_pipeline.upload_jobs earlier
                          WHERE earlier.document_id = given.document_id AND earlier.payload ->> 'run' = $4)
                        THEN 'duplicate' ELSE 'stored' END,
                   jsonb_build_object('document_id', given.document_id, 'run', $4::text)
            FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS given (job_id, document_id, again)
            ON CONFLICT DO NOTHING""";

    static final String JOB_STATES = """
            SELECT job_id, document_id, state = 'duplicate' AS duplicate
            FROM upload_pipeline.upload_jobs WHERE job_id = ANY ($1::uuid[])""";

    static final String CHUNKS = """
            INSERT INTO upload_pipeline.document_chunks
              (chunk_id, document_id, chunker_name, chunker_version, chunk_ord, chunk_sha256, byte_from, bytes_len)
            SELECT given.id, given.document_id, $7::text, $8::text, given.ord, given.sha256, given.start, given.length
            FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::bigint[], $6::bigint[])
              AS given (id, document_id, ord, sha256, start, length)
            ON CONFLICT DO NOTHING""";

    static final String CHUNK_CONFLICTS = """
            SELECT given.id AS given, stored.chunk_id AS stored
            FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS given (id, document_id, ord)
            LEFT JOIN LATERAL (
              SELECT c.chunk_id FROM upload_pipeline.document_chunks c
              WHERE c.document_id = given.document_id AND c.chunk_ord = given.ord
                AND c.chunker_name = $4 AND c.chunker_version = $5 LIMIT 1) AS stored ON true
            WHERE stored.chunk_id IS DISTINCT FROM given.id
            LIMIT 1""";

    static final String EVENTS = """
            INSERT INTO upload_pipeline.events (event_id, job_id, document_id, type)
            SELECT extensions.uuid_generate_v5(given.job_id, 'uploaded'), given.job_id, given.document_id, 'uploaded'
            FROM unnest($1::uuid[], $2::uuid[]) AS given (job_id, document_id)
            ON CONFLICT DO NOTHING""";

    private static final String OF_RUN = """
             IN (SELECT j.document_id FROM upload_pipeline.upload_jobs j WHERE j.payload ->> 'run' = $1)
            """;

    static final String RUN_DOCUMENTS =
            "SELECT d.document_id, d.user_id, d.file_sha256 FROM upload_pipeline.documents d WHERE d.document_id"
                    + OF_RUN + "ORDER BY d.file_sha256 DESC";

    static final String RUN_CHUNKS = "SELECT c.chunk_id, c.document_id, c.chunker_name, c.chunker_version, c.chunk_ord"
            + " FROM upload_pipeline.document_chunks c WHERE c.document_id" + OF_RUN + "ORDER BY c.chunk_id";

    static final String TOTALS = """
            WITH sent AS (
              SELECT document_id, count(*) AS uploads FROM upload_pipeline.upload_jobs
              WHERE payload ->> 'run' = $1 GROUP BY document_id)
            SELECT coalesce(sum(sent.uploads), 0)::bigint AS uploads,
                   count(*) AS documents,
                   count(*) FILTER (WHERE d.created_at < $2) AS stored_before,
                   coalesce(sum(sent.uploads - 1), 0)::bigint AS duplicates,
                   coalesce(sum((sent.uploads - 1) * d.bytes_len), 0)::bigint AS duplicate_bytes,
                   (SELECT count(*) FROM upload_pipeline.document_chunks c
                    WHERE c.document_id IN (SELECT document_id FROM sent)) AS chunks
            FROM sent JOIN upload_pipeline.documents d USING (document_id)""";

    /** Relation of (id, expected). SQL computes the expected id, independently of {@code generate}. */
    private static final String EXPECTED_DOCUMENTS =
            "SELECT d.document_id AS id, %s AS expected FROM upload_pipeline.documents d WHERE d.document_id" + OF_RUN;

    private static final String EXPECTED_CHUNKS =
            "SELECT c.chunk_id AS id, %s AS expected FROM upload_pipeline.document_chunks c WHERE c.document_id"
                    + OF_RUN;

    private static final String DOCUMENT_NAME = "d.user_id || ':' || d.file_sha256";
    private static final String CHUNK_NAME =
            "c.document_id::text || ':' || c.chunker_name || ':' || c.chunker_version || ':' || c.chunk_ord::text";

    /** RFC 9562 section 5.8: the first 128 bits of SHA-256 over namespace and name, with version and variant set. */
    private static final String VERSION_8 = """
            (SELECT encode(set_byte(set_byte(hash, 6, (get_byte(hash, 6) & 15) | 128), 8, (get_byte(hash, 8) & 63) | 128),
                           'hex')::uuid
             FROM (SELECT substring(sha256(uuid_send($2::uuid) || convert_to(%s, 'UTF8')) FROM 1 FOR 16) AS hash) AS hashed)
            """;

    private static final String VERSION_5 = "extensions.uuid_generate_v5($2::uuid, %s)";

    static final String UNARRIVED = """
            SELECT j.document_id AS id FROM upload_pipeline.upload_jobs j
            WHERE j.payload ->> 'run' = $1 AND j.state = 'stored'
              AND NOT EXISTS (SELECT FROM upload_pipeline.events e WHERE e.job_id = j.job_id AND e.type = 'uploaded')
            LIMIT 5""";

    private CorpusSql() {}

    static String expectedDocuments(int version) {
        return EXPECTED_DOCUMENTS.formatted(expected(version, DOCUMENT_NAME));
    }

    static String expectedChunks(int version) {
        return EXPECTED_CHUNKS.formatted(expected(version, CHUNK_NAME));
    }

    static String count(String relation) {
        return "SELECT count(*) AS checked, count(*) FILTER (WHERE id <> expected) AS wrong FROM (" + relation
                + ") AS ids";
    }

    static String examples(String relation) {
        return "SELECT id, expected FROM (" + relation + ") AS ids WHERE id <> expected LIMIT 5";
    }

    private static String expected(int version, String name) {
        return (version == 8 ? VERSION_8 : VERSION_5).formatted(name);
    }
}
