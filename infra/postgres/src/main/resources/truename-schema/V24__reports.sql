-- SPDX-License-Identifier: Apache-2.0
--
-- Reports. The content of each is an object in a bucket; this is the list of them, and the state of those that are being made.

CREATE TABLE truename.report (
    id            uuid PRIMARY KEY,
    number        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,   -- order of lists
    kind          text NOT NULL CHECK (kind IN ('SAVINGS', 'COST', 'WEEKLY', 'MIGRATION', 'FEEDBACK')),
    from_time     timestamptz NOT NULL,
    until_time    timestamptz NOT NULL,                         -- exclusive; equal to from_time for a state at one moment
    options       jsonb NOT NULL,                               -- of the kind, as the request gave them
    occasion      text UNIQUE,                                  -- of a scheduled report: one for each, however often it is asked for
    amends        uuid UNIQUE REFERENCES truename.report,       -- edition that this one replaces
    state         text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'READY', 'FAILED')),
    done          bigint NOT NULL DEFAULT 0,                    -- parts of the work before the report can be made
    parts         bigint NOT NULL DEFAULT 0,                    -- how many there are; 0 = not known yet
    attempts      integer NOT NULL DEFAULT 0,                   -- at the report itself; also the token of the claim
    stops         integer NOT NULL DEFAULT 0,                   -- attempts since the last one that said why it failed
    claimed_until timestamptz,                                  -- nobody else makes it before
    waiting       text,                                         -- why the last attempt failed, for people; the next one may succeed
    error         text,                                         -- why it could not be made, for people
    created_at    timestamptz NOT NULL,
    made_at       timestamptz,
    title         text,
    lead          text,                                         -- one or two sentences that sum the report up
    CHECK (from_time <= until_time),
    CHECK ((state = 'READY') = (made_at IS NOT NULL AND title IS NOT NULL AND lead IS NOT NULL)),
    CHECK ((state = 'FAILED') = (error IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX report_running ON truename.report (number) WHERE state = 'RUNNING';
CREATE INDEX report_of_kind ON truename.report (kind, number);

-- An announcement that is due at a time. It is written with the report's state, and published afterwards: a kill between the two
-- loses none.
CREATE TABLE truename.report_announcement (
    report       uuid NOT NULL REFERENCES truename.report ON DELETE CASCADE,
    audience     text NOT NULL CHECK (audience IN ('ANYBODY', 'ENGINEERING', 'LEADERSHIP', 'SUPPORT', 'PUBLIC')),
    due_at       timestamptz NOT NULL,
    announced_at timestamptz,
    PRIMARY KEY (report, audience)
);
CREATE INDEX report_announcement_due ON truename.report_announcement (due_at) WHERE announced_at IS NULL;
