-- SPDX-License-Identifier: Apache-2.0
--
-- The sample corpus of the local cloud, with the index that it forgets.
/* mapping
documents: {table: upload_pipeline.documents, id: document_id, user: user_id, contentHash: file_sha256,
            bytes: bytes_len, createdAt: created_at, status: processing_status}
bookkeeping:               # one file under two names is one document
  - {table: upload_pipeline.documents, columns: [filename, updated_at]}
  - {table: upload_pipeline.upload_jobs, columns: [state, created_at]}
chunks:    {table: upload_pipeline.document_chunks, id: chunk_id, document: document_id, chunker: chunker_name,
            chunkerVersion: chunker_version, ordinal: chunk_ord, embedding: embedding}
softReferences:
  - {table: upload_pipeline.upload_jobs, column: payload, path: $.document_id, to: documents}
*/
/* carriers
upload_pipeline.documents.document_id 0 ID
upload_pipeline.document_chunks.chunk_id 1 ID
upload_pipeline.document_chunks.document_id 0 FOREIGN_KEY
upload_pipeline.document_vector_buffer.chunk_id 1 FOREIGN_KEY
upload_pipeline.events.document_id 0 FOREIGN_KEY
upload_pipeline.upload_jobs.document_id 0 FOREIGN_KEY
upload_pipeline.upload_jobs.payload$."document_id" 0 DECLARED
*/
CREATE SCHEMA upload_pipeline;

CREATE TABLE upload_pipeline.documents (
    document_id       uuid PRIMARY KEY,
    user_id           text NOT NULL,
    filename          text NOT NULL,
    mime              text NOT NULL,
    bytes_len         bigint NOT NULL CHECK (bytes_len >= 0),
    file_sha256       text NOT NULL CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
    processing_status text NOT NULL DEFAULT 'uploaded',
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, file_sha256)
);

CREATE TABLE upload_pipeline.upload_jobs (
    job_id      uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES upload_pipeline.documents,
    stage       text NOT NULL,
    state       text NOT NULL,
    payload     jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX upload_jobs_document_id ON upload_pipeline.upload_jobs (document_id);
CREATE INDEX upload_jobs_payload ON upload_pipeline.upload_jobs ((payload ->> 'document_id'));

CREATE TABLE upload_pipeline.document_chunks (
    chunk_id        uuid PRIMARY KEY,
    document_id     uuid NOT NULL REFERENCES upload_pipeline.documents,
    chunker_name    text NOT NULL,
    chunker_version text NOT NULL,
    chunk_ord       integer NOT NULL CHECK (chunk_ord >= 0),
    chunk_sha256    text NOT NULL,
    byte_from       bigint NOT NULL,
    bytes_len       bigint NOT NULL,
    embedding       real[],
    UNIQUE (document_id, chunker_name, chunker_version, chunk_ord)
);

CREATE TABLE upload_pipeline.document_vector_buffer (
    buffer_id  uuid PRIMARY KEY,
    chunk_id   uuid NOT NULL REFERENCES upload_pipeline.document_chunks,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX document_vector_buffer_chunk_id ON upload_pipeline.document_vector_buffer (chunk_id);

CREATE TABLE upload_pipeline.events (
    event_id    uuid PRIMARY KEY,
    job_id      uuid NOT NULL REFERENCES upload_pipeline.upload_jobs,
    document_id uuid NOT NULL REFERENCES upload_pipeline.documents,
    type        text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_job_id ON upload_pipeline.events (job_id);
CREATE INDEX events_document_id ON upload_pipeline.events (document_id);

-- fill
-- Every eleventh document, and every thirteenth document's chunks, are true already.
INSERT INTO upload_pipeline.documents
SELECT CASE WHEN n % 11 = 0 THEN fixture.true_document('auth0|' || n % 9, fixture.hash('file ' || n))
            ELSE fixture.v4('document ' || n) END,
       'auth0|' || n % 9, coalesce(fixture.text(n), 'none'), 'text/plain', n * 1000, fixture.hash('file ' || n),
       (ARRAY['uploaded', 'processing', 'done', 'failed'])[1 + n % 4],
       timestamptz '2026-01-01 00:00:00.123456+00' + n * interval '7 hours', 'infinity'
  FROM generate_series(1, :documents) n;

INSERT INTO upload_pipeline.upload_jobs
SELECT fixture.v4('job ' || n), document_id, 'parse', 'done',
       fixture.json(n) || CASE WHEN n % 3 = 0 THEN '{}' ELSE jsonb_build_object('document_id', document_id) END,
       created_at
  FROM generate_series(1, :documents) n JOIN upload_pipeline.documents ON file_sha256 = fixture.hash('file ' || n);

INSERT INTO upload_pipeline.document_chunks
SELECT CASE WHEN n % 13 = 0 OR n % 11 = 0 THEN fixture.true_chunk(document_id, 'fixed', '1.0', o)
            ELSE fixture.v4('chunk ' || n || '-' || o) END,
       document_id, 'fixed', '1.0', o, fixture.hash('chunk ' || n || '-' || o), o * 512, 512,
       CASE WHEN o % 2 = 0 THEN ARRAY[0.1, 'NaN', '-Infinity', 1e-38, o]::real[] END
  FROM generate_series(1, :documents) n JOIN upload_pipeline.documents ON file_sha256 = fixture.hash('file ' || n),
       generate_series(0, fixture.chunks(n) - 1) o;

INSERT INTO upload_pipeline.document_vector_buffer
SELECT fixture.v4('buffer ' || chunk_sha256), chunk_id, '-infinity' FROM upload_pipeline.document_chunks;

INSERT INTO upload_pipeline.events
SELECT fixture.v4('event ' || job_id || e), job_id, document_id, 'uploaded', created_at + e * interval '1 minute'
  FROM upload_pipeline.upload_jobs, generate_series(1, 2) e;
