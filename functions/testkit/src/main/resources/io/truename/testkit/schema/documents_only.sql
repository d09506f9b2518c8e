-- SPDX-License-Identifier: Apache-2.0
--
-- No chunks at all; users are numbers.
/* mapping
documents: {table: app.documents, id: id, user: user_id, contentHash: sha256, bytes: size, createdAt: created_at, status: state}
bookkeeping: [{table: app.documents, columns: [number]}]
*/
/* carriers
app.documents.id 0 ID
app.downloads.document_id 0 FOREIGN_KEY
*/
CREATE SCHEMA app;

CREATE TABLE app.documents (
    id         uuid PRIMARY KEY,
    number     bigint NOT NULL,
    user_id    bigint NOT NULL,
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
CREATE TABLE app.downloads (
    document_id uuid NOT NULL REFERENCES app.documents (id),
    at          timestamp NOT NULL
);
CREATE INDEX ON app.downloads USING hash (document_id);

-- fill
-- Every eleventh document is true already; the seventh of each ten is the one before it, stored again:
-- only its number, its time and its state are its own.
INSERT INTO app.documents (id, number, user_id, sha256, size, created_at, state,
       note, price, weight, seen, raw, body, extra)
SELECT CASE WHEN n % 11 = 0 THEN fixture.true_document((m % 7)::text, fixture.hash('file ' || m))
            ELSE fixture.v4('document ' || n) END,
       n, m % 7, fixture.hash('file ' || m), m * 1000, timestamptz '2026-01-01 00:00:00.123456+00' + n * interval '7 hours',
       (ARRAY['uploaded', 'processing', 'done', NULL])[1 + n % 4],
       fixture.text(m), (m || '.500')::numeric, (ARRAY['NaN', '-0', 'Infinity', '1e-300'])[1 + m % 4]::float8,
       (ARRAY['infinity', '-infinity', '2026-02-03 04:05:06.789012+00', NULL])[1 + m % 4]::timestamptz,
       CASE WHEN m % 3 > 0 THEN decode(md5('raw ' || m), 'hex') END,
       CASE WHEN m % 10 = 3 THEN fixture.long_text('body ' || m) END, fixture.json(m)
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
INSERT INTO app.downloads
SELECT id, timestamp '2026-03-01' + d * interval '1 hour' FROM app.documents, generate_series(1, 1 + number % 3) d;
