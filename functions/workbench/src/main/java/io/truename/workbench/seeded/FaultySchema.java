// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.schema.SchemaVariant;
import java.util.List;

/**
 * Schemas that differ much, each with a corpus in which a scan finds nothing. Constraints that would refuse a fault are absent, as
 * they are in the pipelines in which the fault was seen.
 */
enum FaultySchema {
    /** The tables of the sample pipeline, with a reference in JSON and foreign keys that were never validated. */
    SAMPLE_PIPELINE("sample pipeline", SchemaVariant.SAMPLE_PIPELINE, SchemaVariant.SAMPLE_PIPELINE.mapping()) {
        @Override
        void relax(TestDatabase database) {
            database.execute("""
                ALTER TABLE upload_pipeline.documents DROP CONSTRAINT documents_user_id_file_sha256_key,
                    DROP CONSTRAINT documents_file_sha256_check,
                    ALTER user_id DROP NOT NULL, ALTER file_sha256 DROP NOT NULL;
                CREATE INDEX ON upload_pipeline.documents (user_id, file_sha256);
                ALTER TABLE upload_pipeline.document_chunks
                    DROP CONSTRAINT document_chunks_document_id_chunker_name_chunker_version_ch_key,
                    DROP CONSTRAINT document_chunks_chunk_ord_check,
                    ALTER chunker_name DROP NOT NULL, ALTER chunker_version DROP NOT NULL, ALTER chunk_ord DROP NOT NULL;
                CREATE INDEX ON upload_pipeline.document_chunks (document_id, chunk_ord);
                ALTER TABLE upload_pipeline.document_vector_buffer DROP CONSTRAINT document_vector_buffer_chunk_id_fkey;
                ALTER TABLE upload_pipeline.document_vector_buffer
                    ADD FOREIGN KEY (chunk_id) REFERENCES upload_pipeline.document_chunks NOT VALID;
                ALTER TABLE upload_pipeline.events DROP CONSTRAINT events_document_id_fkey;
                ALTER TABLE upload_pipeline.events
                    ADD FOREIGN KEY (document_id) REFERENCES upload_pipeline.documents NOT VALID;
                """);
        }

        @Override
        void fill(TestDatabase database, int documents, boolean trueIds) {
            database.execute(filled(documents, trueIds, """
                INSERT INTO upload_pipeline.documents
                SELECT id, owner, 'file ' || n || '.md', 'text/markdown', n * 1000, hash, state, created, created FROM fixture.clean;
                INSERT INTO upload_pipeline.upload_jobs
                SELECT fixture.v4('job ' || n), id, 'parse', 'done', CASE WHEN n % 3 = 0 THEN '{}'
                       ELSE jsonb_build_object('document_id', id) END, created FROM fixture.clean;
                INSERT INTO upload_pipeline.document_chunks
                SELECT fixture.clean_chunk(c, 'markdown-simple', '1.0', o), id, 'markdown-simple', '1.0', o,
                       fixture.hash('chunk ' || n || '-' || o), o * 512, 512, ARRAY[n, o, 1, 0.5]::real[]
                  FROM fixture.clean c, generate_series(0, chunks - 1) o;
                INSERT INTO upload_pipeline.document_vector_buffer
                SELECT fixture.v4('buffer ' || chunk_sha256), chunk_id, now() FROM upload_pipeline.document_chunks;
                INSERT INTO upload_pipeline.events
                SELECT fixture.v4('event ' || job_id || e), job_id, document_id, 'uploaded', created_at
                  FROM upload_pipeline.upload_jobs, generate_series(1, 2) e;
                """));
        }
    },
    /** Ids as text of upper-case digits, and hashes as bytes. */
    TEXT_IDS("text ids, bytes", SchemaVariant.TEXT_IDS_UPPER, """
        documents: {table: app.documents, id: id, user: user_id, contentHash: sha256, bytes: size,
                    createdAt: created_at, status: state}
        bookkeeping: [{table: app.documents, columns: [number]}]
        chunks: {table: app.chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord,
                 embedding: embedding}
        softReferences:
          - {table: app.links, column: origin, to: documents}
          - {table: app.chunk_vectors, column: chunk_id, to: chunks}
        """) {
        @Override
        void relax(TestDatabase database) {
            database.execute("""
                ALTER TABLE app.documents ALTER sha256 TYPE bytea USING decode(sha256, 'hex'),
                    ALTER user_id DROP NOT NULL, ALTER sha256 DROP NOT NULL, ADD filename text;
                ALTER TABLE app.chunks DROP CONSTRAINT chunks_document_id_chunker_version_ord_key,
                    DROP CONSTRAINT chunks_document_id_fkey,
                    ALTER chunker DROP NOT NULL, ALTER version DROP NOT NULL, ALTER ord DROP NOT NULL;
                ALTER TABLE app.chunks ADD FOREIGN KEY (document_id) REFERENCES app.documents NOT VALID;
                CREATE INDEX ON app.chunks (document_id, ord);
                CREATE TABLE app.chunk_vectors (chunk_id varchar(40) NOT NULL, model text);
                CREATE INDEX ON app.chunk_vectors (chunk_id);
                """);
        }

        @Override
        void fill(TestDatabase database, int documents, boolean trueIds) {
            database.execute(filled(documents, trueIds, """
                INSERT INTO app.documents (id, number, user_id, sha256, size, created_at, state, note, filename)
                SELECT upper(id::text), n, owner, decode(hash, 'hex'), n * 1000, created, state, 'note ' || n,
                       'file ' || n || '.md' FROM fixture.clean;
                INSERT INTO app.chunks (id, document_id, chunker, version, ord, content, embedding)
                SELECT upper(fixture.clean_chunk(c, 'fixed', '1.0', o)::text), upper(id::text), 'fixed', '1.0', o,
                       'text ' || n || '-' || o, ARRAY[n, o, 1, 0.5]::real[]
                  FROM fixture.clean c, generate_series(0, chunks - 1) o;
                INSERT INTO app.links (document_id, chunk_id, origin)
                SELECT d.id, c.id, CASE WHEN d.number % 2 = 0 THEN d.id::uuid END
                  FROM app.documents d LEFT JOIN app.chunks c ON c.document_id = d.id ORDER BY d.number, c.ord;
                INSERT INTO app.chunk_vectors SELECT id, 'large' FROM app.chunks;
                """));
        }
    },
    /** Keys of several columns, ids of a domain, two tables of chunks, partitions, and references that nobody declared. */
    COMPOSITE_KEYS("composite keys, soft references", SchemaVariant.COMPOSITE_KEYS, """
        documents: {table: app.documents, id: id, user: user_id, contentHash: sha256, bytes: size,
                    createdAt: created_at, status: state}
        bookkeeping: [{table: app.documents, columns: [number]}]
        chunks:
          - {table: app.chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord,
             embedding: embedding}
          - {table: app.image_chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version,
             ordinal: ord, embedding: embedding}
        softReferences:
          - {table: app.notes, column: document_ref, to: documents}
          - {table: app.notes, column: chunk_ref, to: 'chunks[0]'}
          - {table: app.image_vectors, column: chunk_id, to: 'chunks[1]'}
        """) {
        @Override
        void relax(TestDatabase database) {
            database.execute("""
                ALTER TABLE app.documents
                    ALTER user_id DROP NOT NULL, ALTER sha256 DROP NOT NULL, ADD filename text;
                ALTER TABLE app.chunks DROP CONSTRAINT chunks_document_id_chunker_version_ord_key,
                    ALTER chunker DROP NOT NULL, ALTER version DROP NOT NULL, ALTER ord DROP NOT NULL;
                CREATE INDEX ON app.chunks (document_id, ord);
                CREATE TABLE app.image_chunks (
                    id          uuid PRIMARY KEY,
                    document_id uuid,
                    chunker     text,
                    version     text,
                    ord         bigint,
                    content     text,
                    embedding   real[]
                );
                CREATE INDEX ON app.image_chunks (document_id, ord);
                CREATE TABLE app.reads (
                    happened    date NOT NULL,
                    chunk_id    uuid NOT NULL REFERENCES app.chunks
                ) PARTITION BY RANGE (happened);
                CREATE TABLE app.reads_old PARTITION OF app.reads FOR VALUES FROM (MINVALUE) TO ('2026-02-01');
                CREATE TABLE app.reads_new PARTITION OF app.reads FOR VALUES FROM ('2026-02-01') TO (MAXVALUE);
                CREATE INDEX ON app.reads (chunk_id);
                CREATE TABLE app.notes (number bigint PRIMARY KEY, document_ref text, chunk_ref varchar(60));
                CREATE INDEX ON app.notes (document_ref);
                CREATE INDEX ON app.notes (chunk_ref);
                CREATE TABLE app.image_vectors (chunk_id uuid, vector real[]);
                CREATE INDEX ON app.image_vectors (chunk_id);
                """);
        }

        @Override
        void fill(TestDatabase database, int documents, boolean trueIds) {
            database.execute(filled(documents, trueIds, """
                INSERT INTO app.documents (id, number, user_id, sha256, size, created_at, state, note, filename)
                SELECT id, n, owner, hash, n * 1000, created, state, 'note ' || n, 'file ' || n || '.md' FROM fixture.clean;
                INSERT INTO app.chunks (id, document_id, chunker, version, ord, content, embedding)
                SELECT fixture.clean_chunk(c, 'fixed', '1.0', o), id, 'fixed', '1.0', o, 'text ' || n || '-' || o,
                       ARRAY[n, o, 1, 0.5]::real[] FROM fixture.clean c, generate_series(0, chunks - 1) o;
                INSERT INTO app.image_chunks
                SELECT fixture.clean_chunk(c, 'image_tiles', '2.0', o), id, 'image_tiles', '2.0', o, 'image ' || n || '-' || o,
                       ARRAY[n, o, 2, 0.25, 7]::real[] FROM fixture.clean c, generate_series(0, chunks - 1) o;
                INSERT INTO app.pages SELECT id, p, 7, 'words ' || n || '-' || p FROM fixture.clean, generate_series(1, 2) p;
                INSERT INTO app.remarks SELECT page, words, document_id FROM app.pages WHERE page = 2;
                INSERT INTO app.placements SELECT document_id, id, 'shelf ' || ord FROM app.chunks;
                INSERT INTO app.reads SELECT date '2026-01-20' + ord * 10, id FROM app.chunks;
                INSERT INTO app.notes SELECT number, id::text, (SELECT upper(c.id::text) FROM app.chunks c
                     WHERE c.document_id = d.id AND c.ord = 0) FROM app.documents d;
                INSERT INTO app.image_vectors SELECT id, ARRAY[ord, 1]::real[] FROM app.image_chunks;
                """));
        }
    };

    private final String words;
    private final SchemaVariant variant;
    private final String mapping;

    FaultySchema(String words, SchemaVariant variant, String mapping) {
        this.words = words;
        this.variant = variant;
        this.mapping = mapping;
    }

    /** Changes the tables so that faults can be stored. */
    abstract void relax(TestDatabase database);

    abstract void fill(TestDatabase database, int documents, boolean trueIds);

    /** Creates the corpus. Without true ids, a third of the documents has them nevertheless. */
    void create(TestDatabase database, int documents, boolean trueIds) {
        variant.create(database);
        relax(database);
        fill(database, documents, trueIds);
        database.execute("ANALYZE");
    }

    String mapping() {
        return mapping;
    }

    /** Schemas by the ordinals' order. */
    static List<FaultySchema> all() {
        return List.of(values());
    }

    private static String filled(int documents, boolean trueIds, String rest) {
        return """
            CREATE TABLE fixture.clean AS
            SELECT n, owner, hash, truly, CASE WHEN truly THEN fixture.true_document(owner, hash)
                       ELSE fixture.v4('document ' || n) END AS id,
                   CASE WHEN n %% 6 = 0 THEN 'uploaded' ELSE 'done' END AS state,
                   CASE WHEN n %% 6 = 0 THEN 0 ELSE 3 + n %% 3 END AS chunks,
                   timestamptz '2026-01-01 00:00:00+00' + n * interval '7 hours' AS created
              FROM generate_series(1, %d) n,
                   LATERAL (SELECT 'auth0|user-' || n %% 7 AS owner, fixture.hash('file ' || n) AS hash,
                                   %s OR n %% 3 = 0 AS truly) x;
            CREATE FUNCTION fixture.clean_chunk(c fixture.clean, chunker text, version text, ordinal bigint) RETURNS uuid
                LANGUAGE sql AS $$
                SELECT CASE WHEN c.truly THEN fixture.true_chunk(c.id, chunker, version, ordinal)
                            ELSE fixture.v4(chunker || c.n || '-' || ordinal) END
            $$;
            """.formatted(documents, trueIds) + rest;
    }

    @Override
    public String toString() {
        return words;
    }
}
