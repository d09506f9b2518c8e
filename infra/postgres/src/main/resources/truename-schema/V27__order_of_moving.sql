-- SPDX-License-Identifier: Apache-2.0
--
-- Documents of one rank move in the order in which their table has them. Rows of documents that were written together lie together,
-- so that a batch changes few pages, each once between two checkpoints: after each checkpoint the first change of a page writes all of it
-- to the log.

ALTER TABLE truename.document_map ADD COLUMN block bigint NOT NULL DEFAULT 0;   -- of the document's row when it was planned
ALTER TABLE truename.shard ADD COLUMN cursor_block bigint NOT NULL DEFAULT -1;

DROP INDEX truename.document_map_order;
CREATE INDEX document_map_order ON truename.document_map (run, rank, block, doc);
