// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import java.util.Map;

/**
 * Summary of a batch that was committed or tried.
 *
 * @param documents documents whose id or chunks changed
 * @param chunks chunks whose id changed
 * @param merged duplicates merged into their survivors
 * @param absent planned documents that were deleted or had become other documents
 * @param rows rows changed in all tables
 * @param rowsByColumn rows changed by {@code schema.table.column}
 */
public record BatchSummary(
        int documents, long chunks, int merged, int absent, long rows, Map<String, Long> rowsByColumn) {
    public BatchSummary {
        rowsByColumn = Map.copyOf(rowsByColumn);
    }
}
