-- SPDX-License-Identifier: Apache-2.0
--
-- One table of texts with metadata, and nothing else: each row is a document, its hash is computed from its text, and its owner is in the
-- metadata, or is the collection.
/* mapping
documents:
  table: app.items
  id: id
  user: {firstOf: [{column: cmetadata, path: $.owner.id}, collection_id]}
  contentHash: {sha256Of: [document, cmetadata]}
*/
/* carriers
app.items.id 0 ID
*/
CREATE SCHEMA app;

CREATE TABLE app.items (
    id            varchar PRIMARY KEY,
    collection_id uuid NOT NULL,
    document      text,
    cmetadata     jsonb
);

-- fill
-- The seventh of each ten is the one before it, stored again.
INSERT INTO app.items
SELECT fixture.v4('item ' || n)::text, fixture.v4('collection ' || m % 3), coalesce(fixture.text(m), 'none') || m,
       (ARRAY['{}', jsonb_build_object('owner', jsonb_build_object('id', 'user-' || m % 5), 'page', m), '{"owner": null}'])[1 + m % 3]
  FROM generate_series(1, :documents) n, LATERAL (SELECT n - CASE WHEN n % 10 = 7 THEN 1 ELSE 0 END) AS same (m);
