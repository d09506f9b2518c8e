-- SPDX-License-Identifier: Apache-2.0
--
-- Pages with an MD5 in hex digits, and without a stored true id of pages.
/* mapping
documents:
  table: page
  id: id
  user: {value: docs}
  contentHash: {column: checksum, algorithm: MD5, accept: different files may share an MD5}
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
SELECT count(*) FROM page_section s JOIN page p ON p.id = s.page_id
 WHERE s.true_id IS DISTINCT FROM fixture.true_chunk(
       extensions.uuid_generate_v5('6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42', 'docs md5:' || lower(p.checksum)), 'sections', '1', s.position)
*/
/* twice
SELECT 0
*/
CREATE TABLE page (
    id       bigserial PRIMARY KEY,
    path     text NOT NULL UNIQUE,
    checksum text
);
CREATE TABLE page_section (
    id       bigserial PRIMARY KEY,
    page_id  bigint NOT NULL REFERENCES page ON DELETE CASCADE,
    position integer NOT NULL,
    content  text,
    true_id  uuid
);

-- fill
INSERT INTO page (path, checksum)
SELECT '/docs/' || n, upper(md5('page ' || n)) FROM generate_series(1, :documents) n;
INSERT INTO page_section (page_id, position, content)
SELECT p.id, o, fixture.text(p.id) FROM page p, generate_series(0, fixture.chunks(p.id) - 1) o;
