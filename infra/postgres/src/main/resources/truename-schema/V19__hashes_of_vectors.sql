-- SPDX-License-Identifier: Apache-2.0
--
-- Hash values of the vectors that a full scan has read, until it has compared them. 16 bytes a vector; at rest it is empty.

CREATE TABLE truename.scan_vectors (
    part   text NOT NULL,                          -- of the scan
    share  smallint NOT NULL,                      -- highest bits of the vectors' hash values
    number bigint NOT NULL,                        -- first block of the slice that was read
    until  bigint NOT NULL,                        -- the block after its last
    hashes bytea NOT NULL,                         -- of each vector: its hash value and its text's
    PRIMARY KEY (part, share, number)
);
ALTER TABLE truename.scan_vectors ALTER hashes SET STORAGE EXTERNAL;
