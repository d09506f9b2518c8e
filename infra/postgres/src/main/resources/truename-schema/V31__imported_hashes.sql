-- SPDX-License-Identifier: Apache-2.0
--
-- Imported hashes of content that lies elsewhere, by key: the id of a document, or any text that a mapping finds in its row.

CREATE TABLE truename.content_hash (
    key     text COLLATE "C" PRIMARY KEY CHECK (octet_length(key) BETWEEN 1 AND 1024),  -- as content_hash_key gives it
    sha256  bytea NOT NULL CHECK (octet_length(sha256) = 32),
    refused bytea CHECK (octet_length(refused) = 32)                  -- another hash that a later import had; null = no conflict
);
CREATE INDEX content_hash_refused ON truename.content_hash (key) WHERE refused IS NOT NULL;

-- Canonical form of a key: a UUID in any of its forms as PostgreSQL writes it, any other text as it is.
CREATE FUNCTION truename.content_hash_key(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN pg_catalog.length(given) IN (32, 36, 38, 45)
                 AND given COLLATE "C" OPERATOR(pg_catalog.~*)
                     '^([0-9a-f]{32}|(urn:uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[{][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[}])$'
                THEN pg_catalog.replace(pg_catalog.lower(given), 'urn:uuid:', '')::pg_catalog.uuid::text
                ELSE given END $$;
