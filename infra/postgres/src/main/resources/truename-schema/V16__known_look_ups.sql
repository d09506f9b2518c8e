-- SPDX-License-Identifier: Apache-2.0
--
-- Answers of known look-ups, which instances of probe keep in memory, hold for one epoch. A message that documents were removed begins
-- the next one, which every instance notices within its bound.

CREATE TABLE truename.known_epoch (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    number     bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO truename.known_epoch DEFAULT VALUES;
