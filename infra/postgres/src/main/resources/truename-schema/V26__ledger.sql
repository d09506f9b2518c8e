-- SPDX-License-Identifier: Apache-2.0
--
-- Ledgers of a corpus' documents and duplicates, counted in shards: ranges of hashes, each with a cursor and sums of its own.

CREATE TABLE truename.ledger (
    report   uuid PRIMARY KEY,
    keyed_by text NOT NULL CHECK (keyed_by IN ('STORED', 'CANONICAL')),   -- hashes as they are stored, or in lower case
    indexed  boolean NOT NULL,                                           -- an index gives the hashes in order
    sized    boolean NOT NULL,                                           -- the mapping names a column of sizes
    begun_at timestamptz NOT NULL,
    error    text                                                        -- why it cannot be counted, for people
);

-- Sums are numeric: the corpus may state sizes that no bigint holds the sum of.
CREATE TABLE truename.ledger_shard (
    report                uuid NOT NULL REFERENCES truename.ledger ON DELETE CASCADE,
    place                 integer NOT NULL,
    first_hash            bigint,                        -- in 1/2^32 of all hashes; null = documents without a hash
    beyond_hash           bigint,                        -- exclusive
    last_hash             text,                          -- the last one that was counted; null at the beginning
    halvings              integer NOT NULL DEFAULT 0,    -- after each a time-out
    claim                 uuid,                          -- token of the instance that works on it: its sums count, no other's
    claimed_until         timestamptz,                   -- nobody else works on it before
    attempts              integer NOT NULL DEFAULT 0,    -- since its last progress
    done                  boolean NOT NULL DEFAULT false,
    counted_rows          bigint NOT NULL DEFAULT 0,
    seconds               double precision NOT NULL DEFAULT 0,
    contents              numeric NOT NULL DEFAULT 0,
    unique_bytes          numeric NOT NULL DEFAULT 0,
    same_owner            numeric NOT NULL DEFAULT 0,
    same_owner_bytes      numeric NOT NULL DEFAULT 0,
    across_owners         numeric NOT NULL DEFAULT 0,
    across_owners_bytes   numeric NOT NULL DEFAULT 0,
    without_hash          numeric NOT NULL DEFAULT 0,
    without_hash_bytes    numeric NOT NULL DEFAULT 0,
    without_owner         numeric NOT NULL DEFAULT 0,
    without_owner_bytes   numeric NOT NULL DEFAULT 0,
    without_size          numeric NOT NULL DEFAULT 0,
    differing_contents    numeric NOT NULL DEFAULT 0,
    differing             numeric NOT NULL DEFAULT 0,
    differing_bytes       numeric NOT NULL DEFAULT 0,
    PRIMARY KEY (report, place),
    CHECK ((first_hash IS NULL) = (beyond_hash IS NULL)),
    CHECK (first_hash < beyond_hash)
) WITH (fillfactor = 70);
