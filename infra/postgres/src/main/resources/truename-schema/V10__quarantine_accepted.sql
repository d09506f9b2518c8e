-- SPDX-License-Identifier: Apache-2.0
--
-- Documents in quarantine when a person last told the run to go on. The limit of a run is asked again when a pass ends, and
-- whoever has seen them and resumes has accepted them: only new ones stop the run once more.

ALTER TABLE truename.run ADD COLUMN quarantine_accepted bigint NOT NULL DEFAULT 0;
