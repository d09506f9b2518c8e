-- SPDX-License-Identifier: Apache-2.0
--
-- The content's hash, a SHA3-256, is in a table of files; the id of the file is in JSON within text. Chunks have no foreign key, and their
-- chunker is the application itself. A document belongs to a person, or else to a tenant.
/* mapping
documents:
  table: app.documents
  id: id
  user: {firstOf: [created_by, tenant_id]}
  contentHash:
    from: app.upload_files
    where: {id: {column: source_info, path: $.upload_file_id}}
    take: hash
    algorithm: SHA3-256
  createdAt: created_at
  status: state
bookkeeping: [{table: app.documents, columns: [number, state, created_at]}]
chunks: {table: app.segments, id: id, document: document_id, chunker: {value: segments}, chunkerVersion: {value: '1'}, ordinal: position}
softReferences:
  - {table: app.child_chunks, column: document_id, to: documents}
  - {table: app.child_chunks, column: segment_id, to: chunks}
*/
/* carriers
app.documents.id 0 ID
app.segments.id 1 ID
app.segments.document_id 0 DECLARED
app.child_chunks.document_id 0 DECLARED
app.child_chunks.segment_id 1 DECLARED
*/
CREATE SCHEMA app;

CREATE TABLE app.upload_files (
    id   uuid PRIMARY KEY,
    hash char(64)
);
CREATE TABLE app.documents (
    id          uuid PRIMARY KEY,
    number      bigint NOT NULL,
    created_by  uuid,
    tenant_id   uuid NOT NULL,
    source_info text,
    state       text,
    created_at  timestamp NOT NULL
);
CREATE TABLE app.segments (
    id            uuid PRIMARY KEY,
    document_id   uuid NOT NULL,
    position      integer NOT NULL,
    content       text NOT NULL,
    index_node_id text
);
CREATE INDEX ON app.segments (document_id);
CREATE TABLE app.child_chunks (
    id          uuid PRIMARY KEY,
    document_id uuid NOT NULL,
    segment_id  uuid NOT NULL,
    content     text
);
CREATE INDEX ON app.child_chunks (document_id);
CREATE INDEX ON app.child_chunks (segment_id);

-- fill
-- The seventh of each ten is the one before it, stored again: only its number, its state and its time are its own.
INSERT INTO app.upload_files
SELECT fixture.v4('upload ' || n), CASE WHEN n % 2 = 0 THEN upper(fixture.hash('file ' || n)) ELSE fixture.hash('file ' || n) END
  FROM generate_series(1, :documents) n;
INSERT INTO app.documents
SELECT fixture.v4('document ' || n), n, CASE WHEN m % 3 > 0 THEN fixture.v4('person ' || m % 7) END, fixture.v4('tenant ' || m % 3),
       (ARRAY['{"upload_file_id": "%s"}', '{"upload_file_id":"%s","more":[1,null]}', ' { "more" : {}, "upload_file_id" : "%s" } '])[1 + m % 3]
           ::text,
       (ARRAY['waiting', 'completed', 'error'])[1 + n % 3], timestamp '2026-01-01 00:00:00.123456' + n * interval '7 hours'
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
UPDATE app.documents SET source_info = format(source_info, fixture.v4('upload ' || number - CASE WHEN number % 10 = 7 THEN 1 ELSE 0 END));
INSERT INTO app.segments
SELECT fixture.v4('segment ' || d.number || '-' || o), d.id, o, 'text ' || d.number - (d.number % 10 = 7)::int || '-' || o,
       CASE WHEN o % 2 = 0 THEN md5('node ' || d.number - (d.number % 10 = 7)::int || '-' || o) END
  FROM app.documents d, generate_series(1, fixture.chunks(number)) o;
INSERT INTO app.child_chunks
SELECT fixture.v4('child ' || s.id), s.document_id, s.id, fixture.text(s.position) FROM app.segments s WHERE s.position % 2 = 1;
