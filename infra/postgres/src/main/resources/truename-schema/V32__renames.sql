-- SPDX-License-Identifier: Apache-2.0
--
-- Outbox of renames: what a batch's move means for names outside of the database that hold ids, written in the batch's own transaction.

CREATE TABLE truename.rename (
    -- Transactions commit in another order than they write. Ids of transactions below the oldest that is still open are complete: in the
    -- order of (writer, position) no pair appears before one that was read.
    writer    xid8 NOT NULL DEFAULT pg_current_xact_id(),
    position  bigint GENERATED ALWAYS AS IDENTITY,
    store     text COLLATE "C" NOT NULL,
    run       integer NOT NULL REFERENCES truename.run,
    direction text NOT NULL CHECK (direction IN ('FORWARD', 'BACK')),
    from_name text NOT NULL,
    to_name   text NOT NULL,
    merged    boolean NOT NULL,               -- its row is gone, or was: to_name (back: from_name) belongs to the row that it was merged into
    PRIMARY KEY (store, writer, position)
);
