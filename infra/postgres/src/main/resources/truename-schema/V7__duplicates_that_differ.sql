-- SPDX-License-Identifier: Apache-2.0
--
-- Rows that want one id are merged only if they are equal. The plan says how many are, and which are not.

-- Of a document's chunks, how many will be merged into equal ones; null: not compared yet, or planned before this file was applied.
ALTER TABLE truename.document_map ADD COLUMN merged_chunks integer;
CREATE INDEX document_map_merging ON truename.document_map (run) WHERE merged_chunks > 0;

ALTER TABLE truename.collision DROP CONSTRAINT collision_role_check;
ALTER TABLE truename.collision ADD CONSTRAINT collision_role_check
    CHECK (role IN ('SURVIVOR', 'LOSER', 'SKIPPED', 'DIFFERS'));
CREATE INDEX collision_differs ON truename.collision (run) WHERE role = 'DIFFERS';
