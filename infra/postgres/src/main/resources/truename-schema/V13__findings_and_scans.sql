-- SPDX-License-Identifier: Apache-2.0
--
-- Findings of the probe, with their history, and the scans that see them. A finding is a cause, not a row.

CREATE TABLE truename.finding (
    fingerprint text PRIMARY KEY CHECK (length(fingerprint) = 32),
    number      bigint GENERATED ALWAYS AS IDENTITY UNIQUE,   -- order in which they were first seen; of lists
    kind        text NOT NULL,                                -- code of a FindingKind
    table_name  text NOT NULL,
    column_name text NOT NULL,
    detail      text NOT NULL,
    state       text NOT NULL CHECK (state IN ('OPEN', 'ACKNOWLEDGED', 'RESOLVED')),
    count       bigint NOT NULL CHECK (count >= 0),           -- rows of the last pass that covered it
    first_seen  timestamptz NOT NULL,
    last_seen   timestamptz NOT NULL,
    samples     jsonb NOT NULL DEFAULT '[]',                  -- at most ten ids; never hashes or texts
    reason      text,                                         -- of the acknowledgement
    until       timestamptz,
    CHECK ((state = 'ACKNOWLEDGED') = (until IS NOT NULL AND reason IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX finding_state ON truename.finding (state, number);
CREATE INDEX finding_until ON truename.finding (until) WHERE until IS NOT NULL;

CREATE TABLE truename.finding_history (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fingerprint text NOT NULL REFERENCES truename.finding,
    at          timestamptz NOT NULL,
    event       text NOT NULL CHECK (event IN ('SEEN', 'RESOLVED', 'REOPENED', 'ACKNOWLEDGED', 'EXPIRED')),
    count       bigint NOT NULL,
    note        text NOT NULL DEFAULT ''
);
CREATE INDEX finding_history_of ON truename.finding_history (fingerprint, number);

-- A scan works in slices. Its place and all that it counted are stored after each; the lease and its fencing token are here.
CREATE TABLE truename.scan (
    id          uuid PRIMARY KEY,
    number      bigint GENERATED ALWAYS AS IDENTITY UNIQUE,   -- order of lists
    kind        text NOT NULL CHECK (kind IN ('full', 'incremental', 'sample')),
    state       text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
    settings    jsonb NOT NULL DEFAULT '{}',
    progress    jsonb,                                        -- null before the first slice
    summary     jsonb,                                        -- what GET shows, written with the progress
    waiting     text,                                         -- why it waits, for people; null = it does not
    not_before  timestamptz,                                  -- no slice before this time
    error       text,
    token       bigint NOT NULL DEFAULT 0,                    -- grows with each taking of the lease
    holder      uuid,
    expires_at  timestamptz,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX scan_under_way ON truename.scan (kind) WHERE state = 'RUNNING';

-- When each part of the corpus was last passed over whole.
CREATE TABLE truename.scan_part (
    part      text PRIMARY KEY,
    last_seen timestamptz NOT NULL,
    rows      bigint NOT NULL,
    scan      uuid NOT NULL
);

-- What a whole pass learned and later passes need: usual embeddings, wrong recipes that explained ids.
CREATE TABLE truename.scan_memory (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    checks jsonb NOT NULL,
    at     timestamptz NOT NULL
);

-- Times at which an incremental scan began, with the first transaction that had not begun then. All that were in flight have
-- ended once no older one is left. Only such a time may become the watermark: what commits late is not missed.
CREATE TABLE truename.scan_moment (
    at   timestamptz PRIMARY KEY,
    next numeric(20) NOT NULL
);
CREATE TABLE truename.scan_watermark (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    at  timestamptz NOT NULL
);
