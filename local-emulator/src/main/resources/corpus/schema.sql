-- SPDX-License-Identifier: Apache-2.0
--
-- Sample corpus: the tables of a typical upload pipeline. Executed at each start, as the tables' owner; idempotent.
-- Every foreign key is plain: NO ACTION, checked at the end of the statement. document_vector_buffer deliberately has no
-- index on chunk_id: real pipelines forget it, and an assessment must report it.

CREATE SCHEMA IF NOT EXISTS upload_pipeline;

CREATE TABLE IF NOT EXISTS upload_pipeline.documents (
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

CREATE TABLE IF NOT EXISTS upload_pipeline.upload_jobs (
    job_id      uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES upload_pipeline.documents,
    stage       text NOT NULL,
    state       text NOT NULL,
    payload     jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS upload_jobs_document_id ON upload_pipeline.upload_jobs (document_id);

CREATE TABLE IF NOT EXISTS upload_pipeline.document_chunks (
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

CREATE TABLE IF NOT EXISTS upload_pipeline.document_vector_buffer (
    buffer_id  uuid PRIMARY KEY,
    chunk_id   uuid NOT NULL REFERENCES upload_pipeline.document_chunks,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS upload_pipeline.events (
    event_id    uuid PRIMARY KEY,
    job_id      uuid NOT NULL REFERENCES upload_pipeline.upload_jobs,
    document_id uuid NOT NULL REFERENCES upload_pipeline.documents,
    type        text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS events_job_id ON upload_pipeline.events (job_id);
CREATE INDEX IF NOT EXISTS events_document_id ON upload_pipeline.events (document_id);
