-- SPDX-License-Identifier: Apache-2.0
--
-- What was dropped of a run. Without its maps a run's rows cannot be moved back, without its archive merged duplicates cannot
-- be brought back: either being set means that the run can no longer be rolled back.

ALTER TABLE truename.run
    ADD COLUMN aliases_dropped_at timestamptz,
    ADD COLUMN archive_dropped_at timestamptz;
