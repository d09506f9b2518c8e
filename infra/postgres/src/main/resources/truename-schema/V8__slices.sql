-- SPDX-License-Identifier: Apache-2.0
--
-- Whatever looks at a whole corpus or a whole plan does so in slices, so that each step ends within its time.

-- Documents of each user while a corpus is counted; empty when that is done.
CREATE TABLE truename.user_tally (
    run         integer NOT NULL REFERENCES truename.run,
    owner       text COLLATE "C" NOT NULL,
    documents   bigint NOT NULL,
    retrievable bigint NOT NULL,
    PRIMARY KEY (run, owner)
) WITH (fillfactor = 50);

ALTER TABLE truename.run
    ADD COLUMN documents_expected bigint NOT NULL DEFAULT 0,   -- about how many the present pass will look at; 0 = not known
    ADD COLUMN pass_began_at timestamptz NOT NULL DEFAULT clock_timestamp();
