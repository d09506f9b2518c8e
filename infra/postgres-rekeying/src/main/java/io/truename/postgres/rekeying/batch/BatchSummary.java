// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import java.util.Map;

/**
 * Summary of a batch that was moved or tried.
 *
 * @param documents that have other ids now, or other chunks
 * @param chunks that have other ids now
 * @param merged duplicates that went into their survivors
 * @param absent planned documents that were gone, or had become other documents
 * @param rows changed over all tables
 * @param rowsByColumn by {@code schema.table.column}
 */
public record BatchSummary(
        int documents, long chunks, int merged, int absent, long rows, Map<String, Long> rowsByColumn) {
    public BatchSummary {
        rowsByColumn = Map.copyOf(rowsByColumn);
    }
}
