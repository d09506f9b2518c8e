-- SPDX-License-Identifier: Apache-2.0
--
-- Data can come after a report was made. Each report is looked at once for them, and amended if they make a difference.

ALTER TABLE truename.report ADD COLUMN late_checked_at timestamptz;
CREATE INDEX report_not_checked ON truename.report (made_at) WHERE late_checked_at IS NULL AND state = 'READY';
