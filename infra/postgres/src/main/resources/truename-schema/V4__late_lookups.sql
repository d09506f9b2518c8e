-- SPDX-License-Identifier: Apache-2.0
--
-- While a run moves rows its callers are expected to come with old ids. Those who still do when it has ended are why its aliases
-- must stay, so they are counted by themselves.

ALTER TABLE truename.alias_lookups ADD COLUMN late bigint NOT NULL DEFAULT 0;
