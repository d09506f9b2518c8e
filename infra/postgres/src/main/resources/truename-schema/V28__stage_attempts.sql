-- SPDX-License-Identifier: Apache-2.0
--
-- Attempts of a pipeline's stages by hour and outcome, and the work that skips avoided. Attempts are counted apart from outcomes, so that
-- a reader can check that they add up. Rows are spread over several slots, so that transactions do not wait for each other.

CREATE TABLE truename.stage_attempt_hour (
    hour           timestamptz NOT NULL,
    stage          text COLLATE "C" NOT NULL,
    slot           smallint NOT NULL,
    attempts       bigint NOT NULL,
    stored         bigint NOT NULL,
    skipped        bigint NOT NULL,
    failed         bigint NOT NULL,
    not_told       bigint NOT NULL,               -- events without an outcome
    -- Skips that told how much they avoided, and the sum: numeric, because no number of events may overflow it.
    bytes_told     bigint NOT NULL, avoided_bytes  numeric NOT NULL,
    pages_told     bigint NOT NULL, avoided_pages  numeric NOT NULL,
    tokens_told    bigint NOT NULL, avoided_tokens numeric NOT NULL,
    PRIMARY KEY (hour, stage, slot)
) WITH (fillfactor = 70);
