// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import java.util.List;

/**
 * A table: of a partitioned one the root, which stands for all its partitions.
 *
 * @param rows as the database estimates; 0 when it has never counted
 * @param columns in their order, without dropped ones
 * @param primaryKey its columns; empty when there is none
 */
public record Relation(
        TableName name,
        boolean partitioned,
        long rows,
        List<Column> columns,
        List<String> primaryKey,
        List<UniqueKey> uniqueKeys) {
    public Relation {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    /** A column that is known to be there. */
    public Column column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no column " + columnName));
    }
}
