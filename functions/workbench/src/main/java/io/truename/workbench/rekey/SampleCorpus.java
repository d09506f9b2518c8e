// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.rekey;

import io.truename.testkit.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The tables of the sample pipeline, filled by statements of the database itself: random ids, two users' worth of everything,
 * one job, two events and some chunks a document, one vector row a chunk. The same input gives the same rows.
 *
 * @param documents how many
 * @param chunksPerDocument how many of each
 * @param embedding numbers in each chunk's embedding
 */
public record SampleCorpus(int documents, int chunksPerDocument, int embedding) {
    /** Mapping of the corpus, in YAML. */
    public static final String MAPPING = """
            namespace: 6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42
            documents: {table: upload_pipeline.documents, id: document_id, user: user_id, contentHash: file_sha256,
                        bytes: bytes_len, createdAt: created_at, status: processing_status}
            chunks:    {table: upload_pipeline.document_chunks, id: chunk_id, document: document_id, chunker: chunker_name,
                        chunkerVersion: chunker_version, ordinal: chunk_ord, embedding: embedding}
            """;

    /** The id that the recipe gives to a document's row {@code d}, by PostgreSQL's own means. */
    public static final String DOCUMENT_ID =
            "extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', d.user_id || ':' || d.file_sha256)";

    /** The same for a chunk's row {@code c}, given SQL for its document's id. */
    public static String chunkId(String documentId) {
        return "extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', " + documentId
                + " || ':' || c.chunker_name || ':' || c.chunker_version || ':' || c.chunk_ord)";
    }

    private static final String[] CONTENT = {
        "SELECT md5(ROW(d.user_id, d.filename, d.mime, d.bytes_len, d.file_sha256, d.processing_status, d.created_at,"
                + " d.updated_at)::text) AS h FROM upload_pipeline.documents d",
        "SELECT md5(ROW(j.job_id, d.user_id, d.file_sha256, j.stage, j.state, j.payload, j.created_at)::text) AS h"
                + " FROM upload_pipeline.upload_jobs j JOIN upload_pipeline.documents d USING (document_id)",
        "SELECT md5(ROW(d.user_id, d.file_sha256, c.chunker_name, c.chunker_version, c.chunk_ord, c.chunk_sha256,"
                + " c.byte_from, c.bytes_len, c.embedding)::text) AS h"
                + " FROM upload_pipeline.document_chunks c JOIN upload_pipeline.documents d USING (document_id)",
        "SELECT md5(ROW(v.buffer_id, d.user_id, d.file_sha256, c.chunker_name, c.chunker_version, c.chunk_ord,"
                + " v.created_at)::text) AS h FROM upload_pipeline.document_vector_buffer v"
                + " JOIN upload_pipeline.document_chunks c USING (chunk_id)"
                + " JOIN upload_pipeline.documents d USING (document_id)",
        "SELECT md5(ROW(e.event_id, e.job_id, d.user_id, d.file_sha256, e.type, e.created_at)::text) AS h"
                + " FROM upload_pipeline.events e JOIN upload_pipeline.documents d USING (document_id)"
    };
    private static final String[] TABLES = {
        "documents", "upload_jobs", "document_chunks", "document_vector_buffer", "events"
    };

    /** Creates and fills it, and counts its rows for the planner. */
    public void create(TestDatabase database) {
        fill(database);
        database.execute("ANALYZE");
    }

    /** Creates and fills it. Foreign keys are not checked on the way, which takes a server's superuser. */
    public void fill(TestDatabase database) {
        database.execute(resource("/corpus/schema.sql"));
        database.execute("CREATE INDEX vector_buffer_chunk_id ON upload_pipeline.document_vector_buffer (chunk_id)");
        database.executeAsSuperuser("""
                SET session_replication_role = replica;
                CREATE FUNCTION pg_temp.id(text) RETURNS uuid LANGUAGE sql IMMUTABLE AS
                  $$SELECT overlay(overlay(md5($1) placing '4' from 13) placing '8' from 17)::uuid$$;
                CREATE FUNCTION pg_temp.sha(text) RETURNS text LANGUAGE sql IMMUTABLE AS
                  $$SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')$$;
                INSERT INTO upload_pipeline.documents
                SELECT pg_temp.id('document' || i), pg_temp.id('user' || i %% 100)::text, 'file ' || i || '.md', 'text/markdown',
                       1000 + i, pg_temp.sha('file' || i), 'processed', timestamptz '2026-01-01' + i * interval '1 minute',
                       timestamptz '2026-01-02' + i * interval '1 minute'
                  FROM generate_series(1, %1$d) i;
                INSERT INTO upload_pipeline.upload_jobs
                SELECT pg_temp.id('job' || i), pg_temp.id('document' || i), 'done', 'finished', '{"tries": 1}',
                       timestamptz '2026-01-01' + i * interval '1 minute'
                  FROM generate_series(1, %1$d) i;
                INSERT INTO upload_pipeline.document_chunks
                SELECT pg_temp.id('chunk' || i || '.' || k), pg_temp.id('document' || i), 'markdown-simple', '1', k,
                       pg_temp.sha('chunk' || i || '.' || k), k * 100, 100, array_prepend(i::real, array_fill(k::real, ARRAY[%3$d]))
                  FROM generate_series(1, %1$d) i, generate_series(0, %2$d - 1) k;
                INSERT INTO upload_pipeline.document_vector_buffer
                SELECT pg_temp.id('vector' || i || '.' || k), pg_temp.id('chunk' || i || '.' || k), timestamptz '2026-01-03'
                  FROM generate_series(1, %1$d) i, generate_series(0, %2$d - 1) k;
                INSERT INTO upload_pipeline.events
                SELECT pg_temp.id('event' || i || '.' || k), pg_temp.id('job' || i), pg_temp.id('document' || i),
                       CASE k WHEN 0 THEN 'uploaded' ELSE 'processed' END, timestamptz '2026-01-01' + i * interval '1 minute'
                  FROM generate_series(1, %1$d) i, generate_series(0, 1) k;
                """.formatted(documents, chunksPerDocument, embedding - 1));
    }

    /** Rows over all tables. */
    public long rows() {
        return documents * (4L + 2L * chunksPerDocument);
    }

    /** Number of chunks. */
    public long chunks() {
        return (long) documents * chunksPerDocument;
    }

    /** Number of documents and chunks whose id does not match the recipe. */
    public static long untrue(TestDatabase database) {
        return Long.parseLong(
                database.value("SELECT (SELECT count(*) FROM upload_pipeline.documents d WHERE document_id <> "
                        + DOCUMENT_ID + ") + (SELECT count(*) FROM upload_pipeline.document_chunks c WHERE chunk_id <> "
                        + chunkId("c.document_id") + ")"));
    }

    /** Stored content without the ids of documents and chunks: the number of rows and the sum of their hashes, by table. */
    public static String content(TestDatabase database) {
        StringBuilder result = new StringBuilder();
        for (String hashes : CONTENT) {
            result.append(sum(database, hashes)).append('\n');
        }
        return result.toString();
    }

    /** Every byte of every column of every table: rows and the sum of their hashes, a table each. */
    public static String bytes(TestDatabase database) {
        StringBuilder result = new StringBuilder();
        for (String table : TABLES) {
            result.append(table)
                    .append(' ')
                    .append(sum(database, "SELECT md5(t::text) AS h FROM upload_pipeline." + table + " t"))
                    .append('\n');
        }
        return result.toString();
    }

    private static String sum(TestDatabase database, String hashes) {
        return database.value(
                "SELECT count(*) || ' rows ' || coalesce(sum(('x' || left(h, 15))::bit(60)::bigint), 0) FROM (" + hashes
                        + ") t");
    }

    /** A file of the class path. */
    public static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(SampleCorpus.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
