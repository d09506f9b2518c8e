-- SPDX-License-Identifier: Apache-2.0
--
-- Place and finds of a plan's search for undeclared references, while it goes on. They may quote words of values, so no call shows them.

ALTER TABLE truename.run ADD search jsonb;
