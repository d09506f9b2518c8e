-- SPDX-License-Identifier: Apache-2.0
--
-- Two kinds of chunks, each with ids of its own.
/* mapping
documents: {table: app.documents, id: id, user: user_id, contentHash: sha256, bytes: size, createdAt: created_at, status: state}
bookkeeping: [{table: app.documents, columns: [number]}]
chunks:
  - {table: app.text_chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord}
  - {table: app.image_chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord}
softReferences:
  - {table: app.captions, column: image, to: 'chunks[1]'}
*/
/* carriers
app.documents.id 0 ID
app.text_chunks.id 1 ID
app.text_chunks.document_id 0 FOREIGN_KEY
app.image_chunks.id 2 ID
app.image_chunks.document_id 0 DECLARED
app.captions.text_id 1 FOREIGN_KEY
app.captions.image 2 DECLARED
*/
CREATE SCHEMA app;

CREATE TABLE app.documents (
    id         uuid PRIMARY KEY,
    number     bigint NOT NULL,
    user_id    text NOT NULL,
    sha256     text NOT NULL,
    size       bigint,
    created_at timestamptz NOT NULL,
    state      text,
    note       text,
    price      numeric,
    weight     double precision,
    seen       timestamptz,
    raw        bytea,
    body       text,
    extra      jsonb
);
CREATE INDEX ON app.documents (number);
CREATE TABLE app.text_chunks (
    id          uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES app.documents,
    chunker     text NOT NULL,
    version     text NOT NULL,
    ord         integer NOT NULL,
    content     text,
    embedding   real[],
    UNIQUE (document_id, chunker, version, ord)
);
CREATE TABLE app.image_chunks (
    id          uuid PRIMARY KEY,
    document_id uuid NOT NULL,
    chunker     text NOT NULL,
    version     text NOT NULL,
    ord         integer NOT NULL,
    content     text,
    embedding   real[],
    UNIQUE (document_id, chunker, version, ord)
);
CREATE TABLE app.captions (
    text_id uuid NOT NULL REFERENCES app.text_chunks ON DELETE CASCADE,
    image   uuid
);
CREATE INDEX ON app.captions (text_id);
CREATE INDEX ON app.captions (image);

-- fill
-- Every eleventh document is true already; the seventh of each ten is the one before it, stored again:
-- only its number, its time and its state are its own.
INSERT INTO app.documents (id, number, user_id, sha256, size, created_at, state,
       note, price, weight, seen, raw, body, extra)
SELECT CASE WHEN n % 11 = 0 THEN fixture.true_document('user-' || m % 7, fixture.hash('file ' || m))
            ELSE fixture.v4('document ' || n) END,
       n, 'user-' || m % 7, fixture.hash('file ' || m), m * 1000, timestamptz '2026-01-01 00:00:00.123456+00' + n * interval '7 hours',
       (ARRAY['uploaded', 'processing', 'done', NULL])[1 + n % 4],
       fixture.text(m), (m || '.500')::numeric, (ARRAY['NaN', '-0', 'Infinity', '1e-300'])[1 + m % 4]::float8,
       (ARRAY['infinity', '-infinity', '2026-02-03 04:05:06.789012+00', NULL])[1 + m % 4]::timestamptz,
       CASE WHEN m % 3 > 0 THEN decode(md5('raw ' || m), 'hex') END,
       CASE WHEN m % 10 = 3 THEN fixture.long_text('body ' || m) END, fixture.json(m)
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
INSERT INTO app.text_chunks (id, document_id, chunker, version, ord, content, embedding)
SELECT CASE WHEN number % 11 = 0 THEN fixture.true_chunk(d.id, 'fixed', '1.0', o)
            ELSE fixture.v4('text ' || number || '-' || o) END,
       d.id, 'fixed', '1.0', o, fixture.text(number - (number % 10 = 7)::int + o),
       CASE WHEN o % 2 = 0 THEN ARRAY[0.1, 'NaN', '-Infinity', 1e-38, o]::real[] END
  FROM app.documents d, generate_series(0, fixture.chunks(number) - 1) o;
INSERT INTO app.image_chunks (id, document_id, chunker, version, ord, content, embedding)
SELECT CASE WHEN number % 11 = 0 THEN fixture.true_chunk(d.id, 'tiles', '1.0', o)
            ELSE fixture.v4('image ' || number || '-' || o) END,
       d.id, 'tiles', '1.0', o, fixture.text(number - (number % 10 = 7)::int + o),
       CASE WHEN o % 2 = 0 THEN ARRAY[0.1, 'NaN', '-Infinity', 1e-38, o]::real[] END
  FROM app.documents d, generate_series(0, fixture.chunks(number) - 1) o;
INSERT INTO app.captions
SELECT t.id, CASE WHEN t.ord % 3 > 0 THEN i.id END
  FROM app.text_chunks t JOIN app.image_chunks i ON i.document_id = t.document_id AND i.ord = t.ord;
-- A row that refers to what is not there stays as it is.
INSERT INTO app.captions SELECT id, fixture.v4('nowhere') FROM app.text_chunks ORDER BY id LIMIT 1;
