-- SPDX-License-Identifier: Apache-2.0
--
-- Results of self-checks of the probe. They are bounded in number: each insert deletes the oldest.

CREATE TABLE truename.self_check (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    result json NOT NULL  -- as the API shows it
);
