// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import java.util.Map;

/**
 * What a batch did, or would have done.
 *
 * @param documents that have other ids now, or other chunks
 * @param chunks that have other ids now
 * @param merged duplicates that went into their survivors
 * @param absent planned documents that were gone, or had become other documents
 * @param rows changed over all tables
 * @param rowsByColumn by {@code schema.table.column}
 */
public record Moved(int documents, long chunks, int merged, int absent, long rows, Map<String, Long> rowsByColumn) {
    public Moved {
        rowsByColumn = Map.copyOf(rowsByColumn);
    }
}
