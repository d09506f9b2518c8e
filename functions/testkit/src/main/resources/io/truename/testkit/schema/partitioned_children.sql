-- SPDX-License-Identifier: Apache-2.0
--
-- Children partitioned by the reference and by time, one of them referred to itself; a foreign key of one partition only.
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
app.reads.chunk_id 1 FOREIGN_KEY
app.reads.document_id 0 FOREIGN_KEY
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
CREATE TABLE app.chunks (
    id          uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES app.documents,
    chunker     text NOT NULL,
    version     text NOT NULL,
    ord         integer NOT NULL,
    content     text,
    embedding   real[],
    UNIQUE (document_id, chunker, version, ord)
);
CREATE TABLE app.pages (
    document_id uuid NOT NULL REFERENCES app.documents,
    page        integer NOT NULL,
    words       text,
    PRIMARY KEY (document_id, page)
) PARTITION BY HASH (document_id);
CREATE TABLE app.pages_0 PARTITION OF app.pages FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE app.pages_1 PARTITION OF app.pages FOR VALUES WITH (MODULUS 3, REMAINDER 1);
-- Its columns are in another order.
CREATE TABLE app.pages_2 (words text, gone text, page integer NOT NULL, document_id uuid NOT NULL);
ALTER TABLE app.pages_2 DROP COLUMN gone;
ALTER TABLE app.pages ATTACH PARTITION app.pages_2 FOR VALUES WITH (MODULUS 3, REMAINDER 2);

CREATE TABLE app.remarks (
    document_id uuid NOT NULL,
    page        integer NOT NULL,
    remark      text,
    FOREIGN KEY (document_id, page) REFERENCES app.pages
);
CREATE INDEX ON app.remarks (document_id, page);

CREATE TABLE app.reads (
    happened    date NOT NULL,
    chunk_id    uuid NOT NULL REFERENCES app.chunks,
    document_id uuid
) PARTITION BY RANGE (happened);
CREATE TABLE app.reads_old PARTITION OF app.reads FOR VALUES FROM (MINVALUE) TO ('2026-02-01');
CREATE TABLE app.reads_new PARTITION OF app.reads FOR VALUES FROM ('2026-02-01') TO (MAXVALUE)
    PARTITION BY RANGE (happened);
CREATE TABLE app.reads_2026 PARTITION OF app.reads_new FOR VALUES FROM ('2026-02-01') TO (MAXVALUE);
CREATE INDEX ON app.reads (chunk_id);
CREATE INDEX ON app.reads_old (document_id);
CREATE INDEX ON app.reads_2026 (document_id);
ALTER TABLE app.reads_2026 ADD FOREIGN KEY (document_id) REFERENCES app.documents;

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
SELECT id, p, fixture.text(number - (number % 10 = 7)::int + p) FROM app.documents, generate_series(1, 1 + number % 4) p;
INSERT INTO app.remarks SELECT document_id, page, words FROM app.pages WHERE page < 3;
INSERT INTO app.reads
SELECT date '2026-01-01' + ord * 15, id, CASE WHEN ord % 2 = 0 THEN document_id END FROM app.chunks;
INSERT INTO app.reads SELECT 'infinity', id, NULL FROM app.chunks WHERE ord = 0;
