-- SPDX-License-Identifier: Apache-2.0
--
-- Documents whose content lies elsewhere, and whose hashes were imported: of every second by its id, of the others by the path of its object.
/* mapping
documents:
  table: app.documents
  id: id
  user: owner
  contentHash: {firstOf: [{imported: content-hashes, key: id}, {imported: content-hashes, key: object_path}]}
  createdAt: created_at
chunks: {table: app.chunks, id: id, document: document_id, chunker: {value: pages}, chunkerVersion: {value: '1'}, ordinal: page}
bookkeeping: [{table: app.documents, columns: [number, object_path, created_at]}]
*/
/* carriers
app.documents.id 0 ID
app.chunks.id 1 ID
app.chunks.document_id 0 FOREIGN_KEY
truename.content_hash.key 0 DECLARED
*/
CREATE SCHEMA app;

CREATE TABLE app.documents (
    id          uuid PRIMARY KEY,
    number      integer NOT NULL,
    owner       text NOT NULL,
    object_path text NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE TABLE app.chunks (
    id          uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES app.documents,
    page        integer NOT NULL,
    text        text
);
CREATE INDEX ON app.chunks (document_id);

-- fill
-- The seventh of each ten is the one before it, stored again.
INSERT INTO app.documents
SELECT fixture.v4('document ' || n), n, 'user-' || m % 5, 'objects/' || n || '.pdf', timestamptz '2026-01-01 00:00Z' + n * interval '1 hour'
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
INSERT INTO app.chunks
SELECT fixture.v4('chunk ' || number || '-' || o), id, o, fixture.text(number - (number % 10 = 7)::int + o)
  FROM app.documents, generate_series(0, fixture.chunks(number - (number % 10 = 7)::int) - 1) o;
-- A list has more objects than there are documents.
INSERT INTO truename.content_hash (key, sha256, refused)
SELECT CASE WHEN m % 2 = 0 THEN fixture.v4('document ' || n)::text ELSE 'objects/' || n || '.pdf' END,
       sha256(convert_to('file ' || m, 'UTF8')), CASE WHEN n % 20 = 7 THEN sha256('other') END
  FROM generate_series(1, :documents + 9) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
