-- SPDX-License-Identifier: Apache-2.0
--
-- What advice on the database can tell from an earlier reading only. Both are as many as the database has replicas and indexes.

CREATE TABLE truename.replica_reading (  -- at the time in database_reading
    name     text NOT NULL,
    replayed bigint NOT NULL             -- place in the WAL of a replica that was behind
);

CREATE TABLE truename.index_seen (
    schema text NOT NULL,
    name   text NOT NULL,
    at     timestamptz NOT NULL,         -- when a reading first had the index
    PRIMARY KEY (schema, name)
);
