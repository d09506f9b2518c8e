-- SPDX-License-Identifier: Apache-2.0
--
-- References that no foreign key declares: in text, arrays, and JSON.
/* mapping
documents: {table: app.documents, id: id, user: user_id, contentHash: sha256, bytes: size, createdAt: created_at, status: state}
bookkeeping: [{table: app.documents, columns: [number]}]
chunks: {table: app.chunks, id: id, document: document_id, chunker: chunker, chunkerVersion: version, ordinal: ord,
         embedding: embedding}
softReferences:
  - {table: app.notes, column: document_ref, to: documents}
  - {table: app.notes, column: chunk_ref, to: chunks}
  - {table: app.bundles, column: document_ids, to: documents}
  - {table: app.bundles, column: chunk_texts, to: chunks}
  - {table: app.jobs, column: payload, path: $.document_id, to: documents}
  - {table: app.jobs, column: payload, path: '$.chunks[*]', to: chunks}
  - {table: app.jobs, column: request, path: '$.items[*]."the document".id', to: documents}
  - {table: app.jobs, column: ids, path: '$[*]', to: documents}
*/
/* carriers
app.documents.id 0 ID
app.chunks.id 1 ID
app.chunks.document_id 0 FOREIGN_KEY
app.notes.document_ref 0 DECLARED
app.notes.chunk_ref 1 DECLARED
app.bundles.document_ids 0 DECLARED
app.bundles.chunk_texts 1 DECLARED
app.jobs.payload$."document_id" 0 DECLARED
app.jobs.payload$."chunks"[*] 1 DECLARED
app.jobs.request$."items"[*]."the document"."id" 0 DECLARED
app.jobs.ids$[*] 0 DECLARED
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
CREATE TABLE app.notes (
    number       bigint PRIMARY KEY,
    document_ref text,
    chunk_ref    varchar(60)
);
CREATE INDEX ON app.notes (document_ref);
CREATE INDEX ON app.notes (chunk_ref);
CREATE TABLE app.bundles (
    number       bigint PRIMARY KEY,
    document_ids uuid[],
    chunk_texts  text[]
);
CREATE INDEX ON app.bundles USING gin (document_ids);
CREATE INDEX ON app.bundles USING gin (chunk_texts);
CREATE TABLE app.jobs (
    number  bigint PRIMARY KEY,
    payload jsonb,
    request jsonb,
    ids     jsonb
);
CREATE INDEX ON app.jobs ((payload ->> 'document_id'));

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
-- chunk_ref writes upper-case digits, document_ref lower-case ones; some texts are no ids.
INSERT INTO app.notes
SELECT number, (ARRAY[id::text, id::text, NULL, '', 'none', replace(id::text, '-', '')])[1 + number % 6],
       (SELECT upper(c.id::text) FROM app.chunks c WHERE c.document_id = d.id AND c.ord = 0)
  FROM app.documents d;

-- Twice the same, nulls, an empty array, an id of nothing; in two dimensions, and from an index other than 1.
INSERT INTO app.bundles
SELECT number, CASE number % 6 WHEN 0 THEN '{}' WHEN 1 THEN ARRAY[id, NULL, id] WHEN 2 THEN NULL
                               WHEN 3 THEN ARRAY[[id, NULL], [fixture.v4('nowhere'), id]]
                               WHEN 4 THEN ('[0:1]={' || id || ',NULL}')::uuid[]
                               ELSE ARRAY[id, fixture.v4('nowhere'), fixture.v4('document ' || number - 1)] END,
       (SELECT array_agg(c.id::text ORDER BY c.ord) || ARRAY['none', NULL]
          FROM app.chunks c WHERE c.document_id = d.id)
  FROM app.documents d;

INSERT INTO app.jobs
SELECT number,
       fixture.json(number)
           || (ARRAY[jsonb_build_object('document_id', id), '{"document_id": null}', '{"document_id": 7}', '{}',
                     '{"document_id": "none"}', jsonb_build_object('document_id', id, 'other', id)])[1 + number % 6]
           || coalesce((SELECT jsonb_build_object('chunks', jsonb_agg(c.id ORDER BY c.ord) || '[null, 1.50, "x"]')
                          FROM app.chunks c WHERE c.document_id = d.id), '{}'),
       CASE number % 3
           WHEN 0 THEN jsonb_build_object('items', jsonb_build_array(
               jsonb_build_object('the document', jsonb_build_object('id', id, 'size', 1.10), 'n', 1e-7),
               jsonb_build_object('the document', NULL), '{}'::jsonb, 5,
               jsonb_build_object('the document', jsonb_build_object('id', fixture.v4('document ' || number + 1)))))
           WHEN 1 THEN jsonb_build_object('items', jsonb_build_object('the document', jsonb_build_object('id', 'no list')))
           END,
       CASE WHEN number % 2 = 0 THEN jsonb_build_array(id, fixture.v4('document ' || number + 1), id, true, NULL)
            ELSE to_jsonb('no list'::text) END
  FROM app.documents d;
