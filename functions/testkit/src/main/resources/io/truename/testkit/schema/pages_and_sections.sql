-- SPDX-License-Identifier: Apache-2.0
--
-- Pages with serial keys and a checksum in base64, and their sections with serial keys of their own. There is no owner. True ids of sections
-- are text.
/* mapping
documents:
  table: page
  id: id
  trueId: true_id
  user: {value: docs}
  contentHash: {column: checksum, encoding: base64}
chunks:
  table: page_section
  id: id
  trueId: true_id
  document: page_id
  chunker: {value: sections}
  chunkerVersion: {value: '1'}
  ordinal: position
*/
/* untrue
SELECT (SELECT count(*) FROM page p WHERE p.true_id IS DISTINCT FROM fixture.true_document('docs', encode(decode(p.checksum, 'base64'), 'hex')))
     + (SELECT count(*) FROM page_section s JOIN page p ON p.id = s.page_id
         WHERE s.true_id IS DISTINCT FROM fixture.true_chunk(
               fixture.true_document('docs', encode(decode(p.checksum, 'base64'), 'hex')), 'sections', '1', s.position)::text)
*/
/* twice
SELECT 0
*/
CREATE TABLE page (
    id       bigserial PRIMARY KEY,
    path     text NOT NULL UNIQUE,
    checksum text,
    true_id  uuid UNIQUE
);
CREATE TABLE page_section (
    id       bigserial PRIMARY KEY,
    page_id  bigint NOT NULL REFERENCES page ON DELETE CASCADE,
    position integer NOT NULL,
    content  text,
    true_id  char(40)
);

-- fill
INSERT INTO page (path, checksum)
SELECT '/docs/' || n, encode(sha256(convert_to('page ' || n, 'UTF8')), 'base64') FROM generate_series(1, :documents) n;
INSERT INTO page_section (page_id, position, content, true_id)
SELECT p.id, o, CASE WHEN o = 2 THEN fixture.long_text(p.path) ELSE fixture.text(p.id) END, CASE WHEN o = 1 THEN 'none yet' END
  FROM page p, generate_series(0, fixture.chunks(p.id) - 1) o ORDER BY md5(p.path || o);
