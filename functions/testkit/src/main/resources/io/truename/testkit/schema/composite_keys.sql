-- SPDX-License-Identifier: Apache-2.0
--
-- Primary and foreign keys of several columns, one of which is the reference; ids of a domain.
/* mapping
documents: {table: app.documents, id: id, user: user_id, contentHash: sha256, bytes: size, createdAt: created_at, status: state}
bookkeeping: [{table: app.documents, columns: [number]}]
chunks: {table: app.chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord,
         embedding: embedding}
*/
/* carriers
app.documents.id 0 ID
app.chunks.id 1 ID
app.chunks.document_id 0 FOREIGN_KEY
app.pages.document_id 0 FOREIGN_KEY
app.remarks.document_id 0 FOREIGN_KEY
app.placements.document_id 0 FOREIGN_KEY
app.placements.chunk_id 1 FOREIGN_KEY
*/
CREATE SCHEMA app;

CREATE DOMAIN app.key AS uuid;
CREATE DOMAIN app.document_key AS app.key CHECK (VALUE IS NOT NULL);

CREATE TABLE app.documents (
    id         app.document_key PRIMARY KEY,
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
    extra      jsonb,
    tenant     integer NOT NULL DEFAULT 7,
    UNIQUE (tenant, id)
);
CREATE INDEX ON app.documents (number);
CREATE TABLE app.chunks (
    id          uuid PRIMARY KEY,
    document_id app.document_key NOT NULL REFERENCES app.documents,
    chunker     text NOT NULL,
    version     text NOT NULL,
    ord         integer NOT NULL,
    content     text,
    embedding   real[],
    UNIQUE (document_id, chunker, version, ord)
);
CREATE TABLE app.pages (
    document_id uuid NOT NULL,
    page        integer NOT NULL,
    tenant      integer NOT NULL,
    words       text,
    PRIMARY KEY (document_id, page),
    FOREIGN KEY (tenant, document_id) REFERENCES app.documents (tenant, id)
);
CREATE TABLE app.remarks (
    page        integer,
    remark      text,
    document_id uuid,
    FOREIGN KEY (document_id, page) REFERENCES app.pages MATCH SIMPLE
);
CREATE INDEX ON app.remarks (document_id, page);
CREATE TABLE app.placements (
    document_id uuid REFERENCES app.documents,
    chunk_id    uuid REFERENCES app.chunks,
    shelf       text,
    PRIMARY KEY (shelf, chunk_id, document_id)
);
CREATE INDEX ON app.placements (document_id);
CREATE INDEX ON app.placements (chunk_id) WHERE chunk_id IS NOT NULL;

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
INSERT INTO app.chunks (id, document_id, chunker, version, ord, content, embedding)
SELECT CASE WHEN number % 11 = 0 THEN fixture.true_chunk(d.id, 'fixed', '1.0', o)
            ELSE fixture.v4('chunk ' || number || '-' || o) END,
       d.id, 'fixed', '1.0', o, fixture.text(number - (number % 10 = 7)::int + o),
       CASE WHEN o % 2 = 0 THEN ARRAY[0.1, 'NaN', '-Infinity', 1e-38, o]::real[] END
  FROM app.documents d, generate_series(0, fixture.chunks(number) - 1) o;
INSERT INTO app.pages
SELECT id, p, 7, fixture.text(number - (number % 10 = 7)::int + p) FROM app.documents, generate_series(1, 1 + number % 4) p;
INSERT INTO app.remarks SELECT page, 'see ' || page, document_id FROM app.pages WHERE page % 2 = 1;
INSERT INTO app.remarks SELECT NULL, 'of the whole', id FROM app.documents WHERE number % 5 = 0;
INSERT INTO app.placements SELECT document_id, id, 'shelf ' || ord % 2 FROM app.chunks;
