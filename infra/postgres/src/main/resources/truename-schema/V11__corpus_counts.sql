-- SPDX-License-Identifier: Apache-2.0
--
-- Counts of the whole corpus, in rows of their own: a count goes on while a pass is planned, and planning locks the run's row.

CREATE TABLE truename.corpus_count (
    run     integer NOT NULL REFERENCES truename.run,
    moment  text NOT NULL CHECK (moment IN ('BEFORE', 'AFTER')),  -- of the move
    pass    integer NOT NULL,   -- in which it was begun; a later pass may have moved what it counted
    numbers jsonb,              -- with its place until it is done; null before the first slice
    PRIMARY KEY (run, moment)
) WITH (fillfactor = 50);

INSERT INTO truename.corpus_count (run, moment, pass, numbers)
SELECT number, 'BEFORE', 1, before_numbers FROM truename.run WHERE before_numbers IS NOT NULL
 UNION ALL
SELECT number, 'AFTER', pass, after_numbers FROM truename.run WHERE after_numbers IS NOT NULL;

ALTER TABLE truename.run DROP COLUMN before_numbers, DROP COLUMN after_numbers;
