-- SPDX-License-Identifier: Apache-2.0
--
-- Ids within longer text: object keys, paths, names of collections, lists, keys of JSON, other spellings, and ids of rows that are built
-- from the ids of documents.
/* mapping
documents: {table: app.documents, id: id, user: user_id, contentHash: sha256}
bookkeeping: [{table: app.documents, columns: [number]}]
chunks: {table: app.chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord}
softReferences:
  - {table: app.objects, column: name, pattern: 'raw/{id}.pdf', to: documents}
  - {table: app.objects, column: path, pattern: '*{id}*', to: documents}
  - {table: app.objects, column: digits, pattern: '{id32}', to: documents}
  - {table: app.objects, column: collections, pattern: 'file-{ID}', to: documents}
  - {table: app.knowledge, column: data, path: '$.files[*]', pattern: 'file-{id}', to: documents}
  - {table: app.knowledge, column: meta, pattern: '*{id}*', to: documents}
  - {table: app.knowledge, column: nodes, pattern: '*{id32}*', to: chunks}
  - {table: app.knowledge, column: listed, pattern: '*{id}*', to: documents}
  - {table: app.knowledge, column: listed, pattern: '*{id}*', to: chunks}
  - {table: app.knowledge, column: tags, pattern: '*{id}*', to: documents}
  - {table: app.chunk_stats, column: id, pattern: '*{id}*', to: documents}
*/
/* carriers
app.documents.id 0 ID
app.chunks.id 1 ID
app.chunks.document_id 0 FOREIGN_KEY
app.objects.name raw/{id}.pdf 0 DECLARED
app.objects.path *{id}* 0 DECLARED
app.objects.digits {id32} 0 DECLARED
app.objects.collections file-{ID} 0 DECLARED
app.knowledge.data$."files"[*] file-{id} 0 DECLARED
app.knowledge.meta *{id}* 0 DECLARED
app.knowledge.nodes *{id32}* 1 DECLARED
app.knowledge.listed *{id}* 0 DECLARED
app.knowledge.listed *{id}* 1 DECLARED
app.knowledge.tags *{id}* 0 DECLARED
app.chunk_stats.id *{id}* 0 DECLARED
app.chunk_notes.stat *{id}* 0 FOREIGN_KEY
*/
CREATE SCHEMA app;

CREATE TABLE app.documents (
    id      uuid PRIMARY KEY,
    number  bigint NOT NULL,
    user_id text NOT NULL,
    sha256  text NOT NULL
);
CREATE TABLE app.chunks (
    id          uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES app.documents,
    chunker     text NOT NULL,
    version     text NOT NULL,
    ord         integer NOT NULL,
    UNIQUE (document_id, chunker, version, ord)
);
CREATE TABLE app.objects (
    number      bigint PRIMARY KEY,
    name        text,
    path        varchar(200),
    digits      char(40),
    collections text[]
);
CREATE INDEX ON app.objects (name);
CREATE TABLE app.knowledge (
    number bigint PRIMARY KEY,
    data   jsonb,
    meta   json,
    nodes  text,
    listed jsonb,
    tags   text[]
);
CREATE TABLE app.chunk_stats (
    id   text PRIMARY KEY,
    hits integer
);
CREATE TABLE app.chunk_notes (
    number integer PRIMARY KEY,
    stat   text REFERENCES app.chunk_stats
);

-- fill
-- The seventh of each ten is the one before it, stored again.
INSERT INTO app.documents
SELECT fixture.v4('document ' || n), n, 'user-' || m % 7, fixture.hash('file ' || m)
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
INSERT INTO app.chunks
SELECT fixture.v4('chunk ' || number || '-' || o), id, 'fixed', '1.0', o
  FROM app.documents, generate_series(0, fixture.chunks(number) - 1) o;
INSERT INTO app.objects
SELECT number, (ARRAY['raw/' || id || '.pdf', id::text, 'raw/' || id || '.PDF', NULL])[1 + number % 4],
       'files/u' || md5(number::text) || '/../raw/' || id || '.pdf?of=' || fixture.v4('nowhere'), replace(id::text, '-', ''),
       ARRAY['file-' || upper(id::text), NULL, 'file-' || id, 'none', 'file-' || upper(id::text)]
  FROM app.documents;
-- Beside the ids are UUIDs of other things, hashes, ids in another case, and quotes.
INSERT INTO app.knowledge
SELECT number, jsonb_build_object('files', jsonb_build_array('file-' || id, 7, 'file-', id, 'file-' || fixture.v4('nowhere'))),
       ('{ "' || id || '" :  {"n": 1.50, "t":"\u00e9 ' || id || '"},"sha": "' || sha256 || '" }')::json,
       '["' || md5('x') || '", "' || sha256 || '"' || coalesce((SELECT string_agg(', "file' || replace(c.id::text, '-', '') || '"', '' ORDER BY ord)
                                   FROM app.chunks c WHERE document_id = d.id), '') || ']',
       jsonb_build_object(id::text, (SELECT jsonb_agg('c:' || c.id || E'"\\\\' || upper(c.id::text) ORDER BY ord)
                                       FROM app.chunks c WHERE document_id = d.id), upper(id::text), 1),
       ARRAY['doc {' || id || '},"' || id || '"', NULL, '']
  FROM app.documents d;
-- A merge does not foresee that two of these keys become one, so that documents stored twice have none.
INSERT INTO app.chunk_stats
SELECT id || '__' || n, n FROM app.documents, generate_series(0, 2) n WHERE number % 10 NOT IN (6, 7);
INSERT INTO app.chunk_notes SELECT row_number() OVER (ORDER BY id), id FROM app.chunk_stats WHERE hits = 1;
