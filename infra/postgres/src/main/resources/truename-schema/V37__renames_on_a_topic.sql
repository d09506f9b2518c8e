-- SPDX-License-Identifier: Apache-2.0
--
-- Publication of the outbox of renames on a topic.

ALTER TABLE truename.rename
    ADD kind       text CHECK (kind IN ('document', 'chunk')),   -- of the row; null in pairs of before this version
    ADD source     text,                                         -- table of the row, as schema.table; likewise
    ADD written_at timestamptz NOT NULL DEFAULT now(),           -- in pairs of before this version, the time of this change
    -- An index over another collation would depend on the libraries of the server's system.
    ALTER from_name TYPE text COLLATE "C",
    ALTER to_name   TYPE text COLLATE "C";

-- The pairs of a name, for the pair before: the one that a consumer must have applied first.
CREATE INDEX rename_from ON truename.rename (store, from_name, position);
CREATE INDEX rename_to ON truename.rename (store, to_name, position);

-- Place up to which the pairs of a store are on the topic, and the lease of the publisher.
CREATE TABLE truename.rename_publication (
    store      text COLLATE "C" PRIMARY KEY,
    writer     xid8 NOT NULL DEFAULT '0',
    position   bigint NOT NULL DEFAULT 0,
    holder     uuid,                          -- null while nobody publishes
    held_until timestamptz
);
