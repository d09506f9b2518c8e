-- SPDX-License-Identifier: Apache-2.0
--
-- Names in mixed case, with spaces and quotes, and reserved words.
/* mapping
documents: {table: '"Content Store"."Order"', id: '"Id"', user: '"user"', contentHash: '"sha""256"', bytes: SIZE, createdAt: '"from"'}
chunks: {table: '"Content Store"."group"', id: '"table"', document: '"select"', chunker: '"Chunker; name"', chunkerVersion: '"where"',
         ordinal: '"order"'}
softReferences:
  - {table: '"Content Store"."Log $1"', column: '"JSON"', path: '$."the id"', to: chunks}
*/
/* carriers
Content Store.Order.Id 0 ID
Content Store.group.table 1 ID
Content Store.group.select 0 FOREIGN_KEY
Content Store.Log $1.JSON$."the id" 1 DECLARED
Content Store.Log $1.Order's 0 FOREIGN_KEY
*/
CREATE SCHEMA "Content Store";

CREATE TABLE "Content Store"."Order" (
    "Id"      uuid PRIMARY KEY,
    "user"    text NOT NULL,
    "sha""256" text NOT NULL,
    size      bigint,
    "from"    timestamptz,
    "all"     numeric(12, 3)
);
CREATE TABLE "Content Store"."group" (
    "table"         uuid PRIMARY KEY,
    "select"        uuid NOT NULL CONSTRAINT "the Order" REFERENCES "Content Store"."Order",
    "Chunker; name" text NOT NULL,
    "where"         text NOT NULL,
    "order"         smallint NOT NULL,
    UNIQUE ("select", "Chunker; name", "where", "order")
);
CREATE TABLE "Content Store"."Log $1" (
    "Order's" uuid REFERENCES "Content Store"."Order",
    "JSON"    jsonb
);
CREATE INDEX ON "Content Store"."Log $1" ("Order's");
CREATE INDEX ON "Content Store"."Log $1" (("JSON" ->> 'the id'));

-- fill
INSERT INTO "Content Store"."Order"
SELECT CASE WHEN n % 11 = 0 THEN fixture.true_document('User-' || n % 7, fixture.hash('file ' || n))
            ELSE fixture.v4('document ' || n) END,
       'User-' || n % 7, fixture.hash('file ' || n), n, timestamptz '2026-01-01 00:00+00' + n * interval '1 day', n
  FROM generate_series(1, :documents) n;

INSERT INTO "Content Store"."group"
SELECT fixture.v4('chunk ' || "all" || '-' || o), "Id", 'Fixed', '2', o
  FROM "Content Store"."Order", generate_series(0, fixture.chunks("all"::bigint) - 1) o;

INSERT INTO "Content Store"."Log $1"
SELECT "select", fixture.json("order") || jsonb_build_object('the id', "table") FROM "Content Store"."group";
