-- SPDX-License-Identifier: Apache-2.0
--
-- Files with text ids, whose hash is in base64, or in a column of metadata of type json. Chunks take their ordinal from metadata, and name
-- no chunker but in there.
/* mapping
documents:
  table: app.file
  id: id
  user: user_id
  contentHash: {firstOf: [hash, {column: meta, path: $.data.checksum}], encoding: base64}
  createdAt: created_at
bookkeeping: [{table: app.file, columns: [number, created_at, path]}]
chunks:
  table: app.chunk
  id: id
  document: file_id
  chunker: {firstOf: [{column: vmetadata, path: $.splitter}, {value: recursive}]}
  chunkerVersion: {value: '1000'}
  ordinal: {column: vmetadata, path: $.chunk_order}
*/
/* carriers
app.file.id 0 ID
app.chunk.id 1 ID
app.chunk.file_id 0 DECLARED
*/
CREATE SCHEMA app;

CREATE TABLE app.file (
    id         varchar PRIMARY KEY,
    number     bigint NOT NULL,
    user_id    varchar NOT NULL,
    hash       text,
    path       text,
    meta       json,
    created_at bigint
);
CREATE TABLE app.chunk (
    id        uuid PRIMARY KEY,
    file_id   varchar NOT NULL,
    text      text,
    vmetadata jsonb NOT NULL
);
CREATE INDEX ON app.chunk (file_id);

-- fill
-- The seventh of each ten is the one before it, stored again: only its number, its path and its time are its own.
INSERT INTO app.file
SELECT fixture.v4('document ' || n)::text, n, 'user-' || m % 7,
       CASE WHEN m % 2 = 0 THEN encode(decode(fixture.hash('file ' || m), 'hex'), 'base64') END, 'uploads/' || n,
       CASE WHEN m % 2 = 1
            THEN '{ "data" : {"checksum":"' || rtrim(translate(encode(decode(fixture.hash('file ' || m), 'hex'), 'base64'), '+/', '-_'), '=')
                     || '"}, "n": 1.50 }' END::json,
       1767225600 + n
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
INSERT INTO app.chunk
SELECT fixture.v4('chunk ' || d.number || '-' || o), d.id, fixture.text(d.number - (d.number % 10 = 7)::int + o),
       jsonb_build_object('chunk_order', o) || CASE WHEN (d.number - (d.number % 10 = 7)::int) % 2 = 0 THEN '{"splitter": "markdown"}' ELSE '{}' END::jsonb
  FROM app.file d, generate_series(0, fixture.chunks(number) - 1) o;
