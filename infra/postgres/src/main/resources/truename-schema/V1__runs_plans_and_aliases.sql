-- SPDX-License-Identifier: Apache-2.0
--
-- Everything Truename keeps about a migration. What moved is written by the transaction that moves it, so these tables are
-- the truth after any crash. Times are the database's own clock.

CREATE TABLE truename.run (
    number             integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- short name in the large tables
    id                 uuid NOT NULL UNIQUE,
    state              text NOT NULL,                  -- RunState
    settings           jsonb NOT NULL,                 -- RunSettings as planned
    mapping            text NOT NULL,                  -- the mapping's YAML as given
    schema_fingerprint text NOT NULL DEFAULT '',       -- of the inspected schema; a run stops when it changes
    findings           jsonb NOT NULL DEFAULT '[]',    -- what the inspection and the preflight said
    preflight          jsonb NOT NULL DEFAULT '{}',    -- backup proof, sample batch, columns that are not exact
    direction          text NOT NULL DEFAULT 'FORWARD', -- or BACK: what a paused run resumes
    pass               integer NOT NULL DEFAULT 1,     -- 1 = first plan; each re-planning adds one
    plan_cursor        text,                           -- id of the last document looked at in this pass; null = none yet
    plan_done          boolean NOT NULL DEFAULT false, -- whether this pass has looked at every document
    found_in_pass      bigint NOT NULL DEFAULT 0,
    documents_seen     bigint NOT NULL DEFAULT 0,
    chunks_seen        bigint NOT NULL DEFAULT 0,
    waiting            text,                           -- why the run holds, for people; null = it does not
    waiting_code       text,
    last_error         jsonb,
    validation         jsonb,                          -- of the whole corpus, when finished or rolled back
    before_numbers     jsonb,
    after_numbers      jsonb,
    created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    planned_at         timestamptz,
    started_at         timestamptz,
    ended_at           timestamptz,
    changed_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (state IN ('PLANNING', 'PLANNED', 'RUNNING', 'PAUSED', 'FINISHED', 'ROLLING_BACK', 'ROLLED_BACK', 'FAILED'))
);

-- At most one run may be under way in a database: two would take rows from under each other.
CREATE UNIQUE INDEX run_under_way ON truename.run ((true))
    WHERE state IN ('PLANNING', 'PLANNED', 'RUNNING', 'PAUSED', 'ROLLING_BACK');

CREATE TABLE truename.transition (
    run        integer NOT NULL REFERENCES truename.run,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    from_state text NOT NULL,
    to_state   text NOT NULL,
    command    text NOT NULL,   -- RunCommand, or what the run did by itself
    reason     text NOT NULL DEFAULT ''
);
CREATE INDEX transition_run ON truename.transition (run, at);

-- One row for each worker of a run. The lease and its fencing token are here; so are the worker's place and its figures,
-- written by the transaction that moves rows.
CREATE TABLE truename.shard (
    run          integer NOT NULL REFERENCES truename.run,
    shard        integer NOT NULL,
    token        bigint NOT NULL DEFAULT 0,     -- grows with each taking of the lease
    holder       uuid,
    expires_at   timestamptz,
    cursor_rank  integer NOT NULL DEFAULT -1,   -- last document tried, in order of (rank, doc)
    cursor_doc   bigint NOT NULL DEFAULT -1,
    sizer        jsonb NOT NULL DEFAULT '{}',   -- state of the batch sizer
    batch_rows   integer NOT NULL DEFAULT 0,    -- size of the next batch, rows over all tables
    documents    bigint NOT NULL DEFAULT 0,     -- moved, net of what was rolled back
    chunks       bigint NOT NULL DEFAULT 0,
    merged       bigint NOT NULL DEFAULT 0,
    rows_moved   bigint NOT NULL DEFAULT 0,     -- ever, over all tables, both directions
    busy_seconds double precision NOT NULL DEFAULT 0,
    done         boolean NOT NULL DEFAULT false, -- nothing left for this worker in this pass
    PRIMARY KEY (run, shard)
) WITH (fillfactor = 50);

CREATE TABLE truename.document_map (
    run     integer NOT NULL,
    doc     bigint NOT NULL,      -- numbers the documents of a run in the order they were found
    rank    integer NOT NULL,     -- priority: lower moves first; never changes
    old_id  uuid NOT NULL,
    new_id  uuid NOT NULL,        -- equal to old_id when only chunks move, or when this is a true survivor of a merge
    rows    integer NOT NULL,     -- foreseen over all tables
    chunks  integer NOT NULL,     -- planned chunk moves
    state   smallint NOT NULL,    -- DocumentState
    merges  boolean NOT NULL DEFAULT false,  -- whether losers, or chunks that are twice, are to be merged with it
    into_doc bigint,              -- of a loser: the survivor
    PRIMARY KEY (run, doc)
) WITH (fillfactor = 85);
CREATE INDEX document_map_order ON truename.document_map (run, rank, doc);
CREATE INDEX document_map_old ON truename.document_map (old_id);
CREATE INDEX document_map_moved_back ON truename.document_map (new_id) WHERE state = 7;
CREATE INDEX document_map_into ON truename.document_map (run, into_doc) WHERE into_doc IS NOT NULL;

CREATE TABLE truename.chunk_map (
    run     integer NOT NULL,
    doc     bigint NOT NULL,
    source  smallint NOT NULL,    -- 1 = first entry of the mapping's chunks
    old_id  uuid NOT NULL,
    new_id  uuid NOT NULL,
    merged  boolean NOT NULL DEFAULT false  -- the row is gone: new_id is the one it was merged into
);
CREATE INDEX chunk_map_doc ON truename.chunk_map (run, doc);
CREATE INDEX chunk_map_old ON truename.chunk_map (old_id);

CREATE TABLE truename.batch (
    run        integer NOT NULL REFERENCES truename.run,
    number     bigint GENERATED ALWAYS AS IDENTITY,
    shard      integer NOT NULL,
    direction  text NOT NULL CHECK (direction IN ('FORWARD', 'BACK')),
    docs       bigint[] NOT NULL,
    documents  integer NOT NULL,
    chunks     integer NOT NULL,
    merged     integer NOT NULL DEFAULT 0,
    rows_moved bigint NOT NULL,
    tables     jsonb NOT NULL,     -- rows by "schema.table.column"
    seconds    double precision NOT NULL,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    undone     boolean NOT NULL DEFAULT false,  -- every document of it was rolled back
    PRIMARY KEY (run, number)
);
CREATE INDEX batch_not_undone ON truename.batch (run, shard, number) WHERE direction = 'FORWARD' AND NOT undone;

CREATE TABLE truename.moved_rows (
    run          integer NOT NULL REFERENCES truename.run,
    shard        integer NOT NULL,
    table_name   text NOT NULL,
    column_name  text NOT NULL,
    rows_moved   bigint NOT NULL,   -- forward minus back
    PRIMARY KEY (run, shard, table_name, column_name)
) WITH (fillfactor = 50);

-- What merges changed and the maps alone cannot take back. What one statement did is one step; steps are undone in reverse.
-- Rows are kept as PostgreSQL writes and reads a whole row, which loses nothing of any type.
CREATE TABLE truename.archive (
    run             integer NOT NULL REFERENCES truename.run,
    doc             bigint NOT NULL,      -- the loser, or the document whose chunks were twice
    step            bigint NOT NULL,
    position        bigint GENERATED ALWAYS AS IDENTITY,
    kind            text NOT NULL CHECK (kind IN ('DELETED', 'CHANGED')),
    table_schema    text NOT NULL,
    table_name      text NOT NULL,
    columns         text[] NOT NULL,      -- what can be written: all but generated ones
    key_columns     text[] NOT NULL,      -- what tells its rows apart
    changed_columns text[] NOT NULL,      -- of a CHANGED row
    image           text NOT NULL,        -- the row before
    after_image     text,                 -- of a CHANGED row
    PRIMARY KEY (run, position)
);
CREATE SEQUENCE truename.archive_step;
CREATE INDEX archive_doc ON truename.archive (run, doc);

CREATE TABLE truename.quarantine (
    run       integer NOT NULL REFERENCES truename.run,
    doc       bigint,                -- null: found unfit while planning, never in the map
    old_id    text NOT NULL,         -- as the corpus writes it
    code      text NOT NULL,
    reason    text NOT NULL,
    sqlstate  text,
    attempts  integer NOT NULL DEFAULT 1,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    resolved_at timestamptz,
    PRIMARY KEY (run, old_id)
);

CREATE TABLE truename.collision (
    run        integer NOT NULL REFERENCES truename.run,
    new_id     uuid NOT NULL,
    old_id     uuid NOT NULL,
    doc        bigint,
    role       text NOT NULL CHECK (role IN ('SURVIVOR', 'LOSER', 'SKIPPED')),
    resolution text NOT NULL,
    PRIMARY KEY (run, new_id, old_id)
);

CREATE TABLE truename.hold (
    run      integer NOT NULL REFERENCES truename.run,
    shard    integer NOT NULL,
    began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    code     text NOT NULL,
    reason   text NOT NULL
);
CREATE INDEX hold_run ON truename.hold (run, began_at);

CREATE TABLE truename.assessment (
    id         uuid PRIMARY KEY,
    state      text NOT NULL CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
    report     jsonb,
    error      text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at   timestamptz
);

-- Late look-ups: when these stay at nothing, the aliases may be dropped.
CREATE TABLE truename.alias_lookups (
    day    date PRIMARY KEY,
    found  bigint NOT NULL DEFAULT 0,
    absent bigint NOT NULL DEFAULT 0
);

-- The id under which a row is stored now: the given one, unless it was moved. Follows moves of several runs, and only ever to
-- later ones, by run and by number within it: an id that was left by one document and taken by another later leads to the
-- latter, and a move there and back ends where the row is. Knows nothing that the caller does not hold already, so everybody
-- may call it; the tables stay closed.
CREATE FUNCTION truename.resolve(given uuid) RETURNS uuid
    LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here     uuid := given;
    from_run integer := -1;
    from_doc bigint := -1;
    step     record;
BEGIN
    FOR hop IN 1..64 LOOP
        SELECT moved.run, moved.doc, moved.new_id INTO step FROM (
            SELECT m.run, m.doc, m.new_id FROM truename.document_map m
             WHERE m.old_id = here AND m.new_id <> here AND m.state IN (1, 2)
            UNION ALL
            SELECT c.run, c.doc, c.new_id FROM truename.chunk_map c
              JOIN truename.document_map m ON m.run = c.run AND m.doc = c.doc AND m.state IN (1, 2)
             WHERE c.old_id = here AND c.new_id <> here) moved
         WHERE (moved.run, moved.doc) > (from_run, from_doc)
         ORDER BY moved.run DESC, moved.doc DESC LIMIT 1;
        EXIT WHEN NOT FOUND;
        here := step.new_id;
        from_run := step.run;
        from_doc := step.doc;
    END LOOP;
    IF here = given THEN
        -- A document that was moved back: whoever learned its new id meanwhile finds it under the old one.
        SELECT m.run, m.old_id INTO step FROM truename.document_map m
         WHERE m.new_id = given AND m.state = 7 ORDER BY m.run DESC, m.into_doc NULLS FIRST, m.doc LIMIT 1;
        IF FOUND AND NOT EXISTS (SELECT FROM truename.document_map m
                                  WHERE m.old_id = step.old_id AND m.run > step.run AND m.state IN (1, 2)) THEN
            here := step.old_id;
        END IF;
    END IF;
    RETURN here;
END $$;
GRANT USAGE ON SCHEMA truename TO PUBLIC;
