-- SPDX-License-Identifier: Apache-2.0
--
-- True ids that are written into columns beside the keys of a corpus. The transaction that writes a column writes its record here, so that
-- the record is the truth after any crash.

-- Tables of a run, by the numbers in its records, with the place of the present pass.
CREATE TABLE truename.backfill_source (
    run          integer NOT NULL REFERENCES truename.run,
    source       smallint NOT NULL,   -- 0 = documents, 1 = first entry of the mapping's chunks, and so on
    table_schema text NOT NULL,
    table_name   text NOT NULL,
    last_key     text,                            -- after which the present pass goes on; null = at the first
    passed       boolean NOT NULL DEFAULT false,  -- whether the present pass has read every row
    found        bigint NOT NULL DEFAULT 0,       -- rows that the present pass wrote
    PRIMARY KEY (run, source)
) WITH (fillfactor = 50);
CREATE INDEX backfill_source_table ON truename.backfill_source (table_schema, table_name);

CREATE TABLE truename.backfill (
    run       integer NOT NULL,
    source    smallint NOT NULL,
    key       text COLLATE "C" NOT NULL,
    old_value text,                   -- of the column before the run wrote it; null = none
    new_id    uuid NOT NULL,
    state     smallint NOT NULL,      -- BackfillState
    PRIMARY KEY (run, source, key)
) WITH (fillfactor = 85);
-- Of the true id alone: with the run behind it, statistics might have it read as a whole for each key.
CREATE INDEX backfill_new ON truename.backfill (new_id);
-- SKIPPED, QUARANTINED, GONE, LEFT, NOT_TAKEN_BACK.
CREATE INDEX backfill_exceptions ON truename.backfill (run, state, source) WHERE state IN (3, 4, 5, 6, 9);

-- The true id of a row by its key, and the key of a row by its true id, as the newest run knows them; null if none does. A role that may
-- read none of the table's columns gets null, too: a number is easily guessed.
CREATE FUNCTION truename.true_id_of(source regclass, key text) RETURNS uuid
    LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.new_id
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN truename.backfill_source s ON s.table_schema = n.nspname AND s.table_name = c.relname
      JOIN truename.backfill b ON b.run = s.run AND b.source = s.source AND b.key = $2
     WHERE c.oid = $1 AND b.state IN (1, 2) AND has_any_column_privilege(session_user, c.oid, 'SELECT')
     ORDER BY b.run DESC LIMIT 1
$$;

CREATE FUNCTION truename.key_of(source regclass, true_id uuid) RETURNS text
    LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.key
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN truename.backfill_source s ON s.table_schema = n.nspname AND s.table_name = c.relname
      JOIN truename.backfill b ON b.run + 0 = s.run AND b.source + 0 = s.source AND b.new_id = $2
     WHERE c.oid = $1 AND b.state IN (1, 2, 7) AND has_any_column_privilege(session_user, c.oid, 'SELECT')
     ORDER BY b.run DESC, b.state LIMIT 1
$$;
GRANT EXECUTE ON FUNCTION truename.true_id_of(regclass, text), truename.key_of(regclass, uuid) TO PUBLIC;
