-- SPDX-License-Identifier: Apache-2.0
--
-- Chunks that nothing numbers. Those of files are in the order of a page and an offset in their metadata; those of these chunks, which are
-- chunks of the file, too, in the order of the time at which they start. Neither is written in that order, and pages are numbers: 10 comes
-- after 9.
/* mapping
documents: {table: app.file, id: id, user: user_id, contentHash: hash, createdAt: created_at}
bookkeeping: [{table: app.file, columns: [number, created_at, path]}]
chunks:
  - table: app.document_chunk
    id: id
    document: file_id
    chunker: {value: recursive}
    chunkerVersion: {value: '1000'}
    ordinal: {position: [{column: vmetadata, path: $.page}, {column: vmetadata, path: $.start_index}]}
  - table: app.child_chunk
    id: id
    document: file_id
    chunker: {value: child}
    chunkerVersion: {value: '1'}
    ordinal: {position: [start_at, label]}
*/
/* carriers
app.file.id 0 ID
app.document_chunk.id 1 ID
app.document_chunk.file_id 0 DECLARED
app.child_chunk.id 2 ID
app.child_chunk.file_id 0 DECLARED
app.child_chunk.chunk_id 1 FOREIGN_KEY
*/
CREATE SCHEMA app;

CREATE TABLE app.file (
    id         varchar PRIMARY KEY,
    number     bigint NOT NULL,
    user_id    varchar NOT NULL,
    hash       text NOT NULL,
    path       text,
    created_at bigint NOT NULL
);
CREATE TABLE app.document_chunk (
    id        text PRIMARY KEY,
    file_id   varchar NOT NULL,
    text      text,
    vmetadata jsonb NOT NULL
);
CREATE INDEX ON app.document_chunk (file_id);
CREATE TABLE app.child_chunk (
    id       uuid PRIMARY KEY,
    file_id  varchar NOT NULL,
    chunk_id text NOT NULL REFERENCES app.document_chunk (id),
    start_at timestamptz NOT NULL,
    label    text NOT NULL,
    content  text
);
CREATE INDEX ON app.child_chunk (chunk_id);
CREATE UNIQUE INDEX ON app.child_chunk (file_id, start_at, label);

-- fill
-- The seventh of each ten is the one before it, stored again: only its number, its path and its time are its own. It may have more chunks
-- or fewer: the others come after them.
INSERT INTO app.file
SELECT fixture.v4('document ' || n)::text, n, 'user-' || m % 7, fixture.hash('file ' || m), 'uploads/' || n, 1767225600 + n
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
INSERT INTO app.document_chunk
SELECT fixture.v4('chunk ' || d.number || '-' || o)::text, d.id, 'text ' || d.number - (d.number % 10 = 7)::int || '-' || o,
       jsonb_build_object('page', 8 + o / 2, 'start_index', CASE WHEN o % 2 = 0 THEN to_jsonb(90) ELSE to_jsonb(1000.5) END)
  FROM app.file d, generate_series(0, fixture.chunks(number) - 1) o
 ORDER BY fixture.v4('order ' || d.number || '-' || o);
INSERT INTO app.child_chunk
SELECT fixture.v4('child ' || c.id), c.file_id, c.id,
       timestamptz '2026-01-01 00:00:00Z' + (c.vmetadata->>'page')::int / 2 * interval '1 hour', 'part' || (c.vmetadata->>'page')
           || CASE c.vmetadata->>'start_index' WHEN '90' THEN 'a' ELSE 'b' END, c.text
  FROM app.document_chunk c
 ORDER BY fixture.v4('order ' || c.id);
