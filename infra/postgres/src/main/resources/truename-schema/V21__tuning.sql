-- SPDX-License-Identifier: Apache-2.0
--
-- Proposals of thresholds, and the thresholds in force with their history.

-- A proposal is made alert by alert, each in a call of its own.
CREATE TABLE truename.tuning_proposal (
    id         uuid PRIMARY KEY,
    number     bigint GENERATED ALWAYS AS IDENTITY UNIQUE,   -- order of lists
    state      text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'READY', 'APPLIED', 'REJECTED')),
    days       integer NOT NULL CHECK (days > 0),            -- of the past that it is made from
    created_at timestamptz NOT NULL,
    decided_at timestamptz,                                  -- of APPLIED and REJECTED
    reason     text,                                         -- of the decision, by a person
    CHECK ((decided_at IS NOT NULL) = (state IN ('APPLIED', 'REJECTED')))
);

CREATE TABLE truename.tuning_proposal_part (
    proposal       uuid NOT NULL REFERENCES truename.tuning_proposal ON DELETE CASCADE,
    place          integer NOT NULL,
    alert          text NOT NULL,
    condition      text NOT NULL,
    attempts       integer NOT NULL DEFAULT 0,
    claimed_until  timestamptz,                              -- nobody else works on it before
    result         jsonb,                                    -- null until it is made
    error          text,                                     -- why it could not be made, for people
    PRIMARY KEY (proposal, place),
    CHECK (result IS NULL OR error IS NULL)
) WITH (fillfactor = 70);

-- A threshold by hour of the week, or one for all, that a part proposes.
CREATE TABLE truename.tuning_proposal_threshold (
    proposal uuid NOT NULL,
    place    integer NOT NULL,
    severity text NOT NULL CHECK (severity IN ('critical', 'high', 'low')),
    hours    double precision[] NOT NULL CHECK (cardinality(hours) IN (1, 168)),
    PRIMARY KEY (proposal, place, severity),
    FOREIGN KEY (proposal, place) REFERENCES truename.tuning_proposal_part ON DELETE CASCADE
);

-- Likewise, applied. The newest one that has not ended is in force.
CREATE TABLE truename.tuned_threshold (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert      text NOT NULL,
    condition  text NOT NULL,
    severity   text NOT NULL CHECK (severity IN ('critical', 'high', 'low')),
    hours      double precision[] NOT NULL CHECK (cardinality(hours) IN (1, 168)),
    proposal   uuid NOT NULL,
    applied_at timestamptz NOT NULL,
    ended_at   timestamptz,
    ended_by   text CHECK (ended_by IN ('REPLACED', 'ROLLED_BACK')),
    replaced   bigint,                                       -- the threshold that it took the place of; null = the catalog's
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX tuned_threshold_in_force ON truename.tuned_threshold (alert, condition, severity) WHERE ended_at IS NULL;
CREATE INDEX tuned_threshold_of ON truename.tuned_threshold (alert, number);
