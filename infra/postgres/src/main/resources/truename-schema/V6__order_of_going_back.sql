-- SPDX-License-Identifier: Apache-2.0
--
-- What was moved later goes back earlier, whichever worker moved it: a document that an earlier pass moved may have been merged
-- with, or its former id given to another, by a later one. Within an epoch nothing of the kind can be, but for rows that name
-- several documents, which a merge archives as they were at that moment.

ALTER TABLE truename.run
    ADD COLUMN epoch integer NOT NULL DEFAULT 1,        -- grows with each pass and whenever the quarantined are tried again
    ADD COLUMN tried_back bigint NOT NULL DEFAULT -1;   -- last batch when those set aside were tried again; -1 = not since a command

-- 0: moved before this file was applied. What depends on what is then told by the documents alone.
ALTER TABLE truename.batch
    ADD COLUMN epoch integer NOT NULL DEFAULT 0,
    ADD COLUMN shares boolean NOT NULL DEFAULT false;   -- archived rows that name documents or chunks of other batches
UPDATE truename.batch SET shares = true
 WHERE direction = 'FORWARD' AND NOT undone AND run IN (SELECT run FROM truename.archive);

-- In which order documents were moved or merged, over all workers; null: not, or before this file was applied.
ALTER TABLE truename.document_map ADD COLUMN moved_order bigint;
CREATE SEQUENCE truename.move_order;

DROP INDEX truename.batch_not_undone;
CREATE INDEX batch_not_undone ON truename.batch (run, shard, epoch, number) WHERE direction = 'FORWARD' AND NOT undone;
CREATE INDEX batch_epoch ON truename.batch (run, epoch, number) WHERE direction = 'FORWARD' AND NOT undone;
CREATE INDEX batch_shares ON truename.batch (run, epoch, number) WHERE direction = 'FORWARD' AND NOT undone AND shares;

-- Documents that could not be moved back, so that the others go on. They are still where they were moved to; a batch of which
-- nothing else is left counts as undone until they are tried again.
CREATE TABLE truename.set_aside (
    run   integer NOT NULL REFERENCES truename.run,
    doc   bigint NOT NULL,
    batch bigint NOT NULL,      -- that moved it
    waits boolean NOT NULL,     -- nothing is wrong with it: a later move of the same row has to go back first
    PRIMARY KEY (run, doc)
);
