-- SPDX-License-Identifier: Apache-2.0
--
-- The target of a vectorizer beside a table whose keys are held elsewhere. The chunks' own key becomes the true id; nothing refers to it.
-- Articles keep theirs, and have no column for a true id; their hash is computed from the text.
/* mapping
documents:
  table: blog.articles
  id: slug
  user: author
  contentHash: {sha256Of: [title, body]}
chunks:
  table: blog.articles_embedding
  id: embedding_uuid
  trueId: embedding_uuid
  document: slug
  chunker: {value: recursive}
  chunkerVersion: {value: '512'}
  ordinal: chunk_seq
*/
/* untrue
SELECT count(*) FROM blog.articles_embedding c JOIN blog.articles a ON a.slug = c.slug
 WHERE c.embedding_uuid IS DISTINCT FROM fixture.true_chunk(fixture.true_document(a.author, encode(sha256(
       int8send(octet_length(convert_to(a.title, 'UTF8'))) || convert_to(a.title, 'UTF8')
    || int8send(octet_length(convert_to(a.body, 'UTF8'))) || convert_to(a.body, 'UTF8')), 'hex')), 'recursive', '512', c.chunk_seq)
*/
/* twice
SELECT 0
*/
CREATE SCHEMA blog;

CREATE TABLE blog.articles (
    slug   varchar(80) PRIMARY KEY,
    author text NOT NULL,
    title  text NOT NULL,
    body   text NOT NULL
);
CREATE TABLE blog.articles_embedding (
    embedding_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    slug           varchar(80) NOT NULL REFERENCES blog.articles ON DELETE CASCADE,
    chunk_seq      integer NOT NULL,
    chunk          text NOT NULL,
    embedding      real[],
    UNIQUE (slug, chunk_seq)
);

-- fill
INSERT INTO blog.articles
SELECT 'article-' || n || E'-\u00fc "quoted" \\', 'author-' || n % 4, 'Title ' || n, coalesce(fixture.text(n), 'body') || n
  FROM generate_series(1, :documents) n;
INSERT INTO blog.articles_embedding
SELECT fixture.v4('chunk ' || slug || o), slug, o, 'chunk ' || o, ARRAY[o, NULL]
  FROM blog.articles a, generate_series(0, length(body) % 5) o;
