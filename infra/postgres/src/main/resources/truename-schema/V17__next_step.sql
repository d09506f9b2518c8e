-- SPDX-License-Identifier: Apache-2.0
--
-- The step of a worker, and of a scan, that was asked for last. Only the message of this number asks for the next one, so that messages which come
-- twice, late or from the schedule do not multiply; and the schedule replaces a message only if it is overdue.

ALTER TABLE truename.shard
    ADD COLUMN step     bigint NOT NULL DEFAULT 0,  -- grows with each step that is asked for
    ADD COLUMN step_due timestamptz;                -- when that step may begin; null = no message is known to be on its way
ALTER TABLE truename.scan
    ADD COLUMN step     bigint NOT NULL DEFAULT 0,
    ADD COLUMN step_due timestamptz;
