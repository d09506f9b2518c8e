// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import java.util.List;
import java.util.Map;

/**
 * Measurements of a sample batch that was moved on this database and rolled back.
 *
 * @param rowsByTable by {@code schema.table}
 * @param seconds of the whole batch
 * @param walBytes written by it; other sessions' included, so it is an upper bound on a busy database
 * @param inexactColumns {@code schema.table.column} that changed although the batch did not write them
 */
public record SampleResult(
        long documents,
        long chunks,
        Map<String, Long> rowsByTable,
        double seconds,
        long walBytes,
        List<String> inexactColumns) {
    public SampleResult {
        rowsByTable = Map.copyOf(rowsByTable);
        inexactColumns = List.copyOf(inexactColumns);
        if (!(seconds >= 0) || walBytes < 0) {
            throw new IllegalArgumentException("seconds, walBytes: must not be negative");
        }
    }

    /** Over all tables. */
    public long rows() {
        return rowsByTable.values().stream().mapToLong(Long::longValue).sum();
    }
}
