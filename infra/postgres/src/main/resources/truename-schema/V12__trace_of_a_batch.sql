-- SPDX-License-Identifier: Apache-2.0
--
-- The trace in which a batch was moved: log lines of the same trace tell what asked for it. 32 hex digits, as in a log line;
-- null of batches that were moved before this column, and of work outside of a request. Few look it up, so it has no index.

ALTER TABLE truename.batch ADD COLUMN trace_id text CHECK (trace_id ~ '^[0-9a-f]{32}$');
