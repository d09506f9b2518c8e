-- SPDX-License-Identifier: Apache-2.0
--
-- Health of the production. Advice compares counters with those of an earlier reading. Reports are bounded in number: each insert
-- deletes the oldest.

CREATE TABLE truename.database_reading (
    single      boolean PRIMARY KEY DEFAULT true CHECK (single),
    at          timestamptz NOT NULL,
    blocks_hit  bigint NOT NULL,
    blocks_read bigint NOT NULL
);

CREATE TABLE truename.statement_reading (
    id     bigint PRIMARY KEY,  -- queryid of pg_stat_statements
    calls  bigint NOT NULL,
    millis double precision NOT NULL,
    blocks bigint NOT NULL
);

CREATE TABLE truename.health_report (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    score    double precision,           -- null while no part is known
    coverage double precision NOT NULL,  -- weight of the known parts, from 0 to 1
    names    text[] NOT NULL,            -- of parts and checks, with the states that the next report is compared with
    states   text[] NOT NULL
);
