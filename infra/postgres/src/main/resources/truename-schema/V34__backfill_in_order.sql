-- SPDX-License-Identifier: Apache-2.0
-- PLANNED and WRITTEN, in the order in which they are read: without these, one statement would pass over the records of all other rows.

CREATE INDEX backfill_planned ON truename.backfill (run, source, key) WHERE state = 0;
CREATE INDEX backfill_written ON truename.backfill (run, source, key) WHERE state = 1;
