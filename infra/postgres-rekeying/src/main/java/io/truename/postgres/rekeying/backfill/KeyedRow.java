// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import java.util.Optional;
import java.util.UUID;

/**
 * Row of a corpus with its true id.
 *
 * @param stored text of the column for true ids; empty if it is null, or if there is no such column
 * @param trueId empty if an input is not legal
 * @param refusal reason why there is no true id, with the mapping's fields; else empty text
 */
record KeyedRow(String key, Optional<String> stored, Optional<UUID> trueId, String refusal) {}
