-- SPDX-License-Identifier: Apache-2.0
--
-- Documents keyed by their URL, and chunks whose keys are built from it. Other tables and stores hold these keys.
/* mapping
documents:
  table: index.documents
  id: id
  trueId: '"True Id"'
  user: {value: crawler}
  contentHash: content_hash
chunks:
  table: index.chunk_stats
  id: id
  trueId: true_id
  document: document_id
  chunker: {value: crawler}
  chunkerVersion: {value: '3'}
  ordinal: n
*/
/* untrue
SELECT (SELECT count(*) FROM index.documents d WHERE d."True Id" IS DISTINCT FROM fixture.true_document('crawler', encode(d.content_hash, 'hex')))
     + (SELECT count(*) FROM index.chunk_stats s JOIN index.documents d ON d.id = s.document_id
         WHERE s.true_id IS DISTINCT FROM fixture.true_chunk(fixture.true_document('crawler', encode(d.content_hash, 'hex')), 'crawler', '3', s.n))
*/
/* twice
SELECT (SELECT count(*) - count(DISTINCT content_hash) FROM index.documents)
     + (SELECT count(*) - count(DISTINCT (d.content_hash, s.n)) FROM index.chunk_stats s JOIN index.documents d ON d.id = s.document_id)
*/
CREATE SCHEMA index;

CREATE TABLE index.documents (
    id           text PRIMARY KEY,
    content_hash bytea,
    "True Id"    uuid
);
CREATE TABLE index.chunk_stats (
    id          text PRIMARY KEY,
    document_id text NOT NULL,
    n           integer NOT NULL,
    boost       numeric,
    true_id     uuid
);

-- fill
-- The seventh of each ten is a copy of the one before it under another URL.
INSERT INTO index.documents (id, content_hash)
SELECT E'https://example.org/\u4eba/' || n || '?a=1&b={' || n % 3 || '}', sha256(convert_to('content ' || m, 'UTF8'))
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
INSERT INTO index.chunk_stats (id, document_id, n, boost)
SELECT id || '__' || o, id, o, 1.50 FROM index.documents, generate_series(0, length(id) % 4) o;
