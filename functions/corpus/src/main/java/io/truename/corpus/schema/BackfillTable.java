// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import java.util.Optional;

/**
 * Table of a backfill.
 *
 * @param key column that identifies a row; it has a unique index and is never null
 * @param trueId column for the true id; empty if documents store none
 */
public record BackfillTable(TableName name, Column key, Optional<Column> trueId) {
    /** Whether the true id takes the place of the key, to which nothing refers. */
    public boolean replacesKey() {
        return trueId.filter(key::equals).isPresent();
    }
}
