-- SPDX-License-Identifier: Apache-2.0
--
-- Automatic actions: those that were taken, people's noes, and every decision that differs from the one before it.

CREATE TABLE truename.action_taken (
    number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action       text NOT NULL,
    subject      text NOT NULL DEFAULT '',   -- the run that was paused
    at           timestamptz NOT NULL,
    done_at      timestamptz,                -- null: decided, and to be carried out
    reversed_at  timestamptz,                -- decided that it is taken back
    undone_at    timestamptz                 -- null with reversed_at: to be carried out
);
CREATE UNIQUE INDEX action_in_effect ON truename.action_taken (action) WHERE reversed_at IS NULL;

CREATE TABLE truename.action_no (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action text NOT NULL,
    by     text NOT NULL,
    at     timestamptz NOT NULL,
    until  timestamptz,                      -- null = for good
    reason text NOT NULL
);

CREATE TABLE truename.action_decision (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action   text NOT NULL,
    outcome  text NOT NULL CHECK (outcome IN ('ACT', 'REVERSE', 'STAY', 'REFUSE', 'DONE', 'FAILED')),
    reason   text NOT NULL,
    incident text,
    at       timestamptz NOT NULL
);
CREATE INDEX action_decision_of ON truename.action_decision (action, number);
