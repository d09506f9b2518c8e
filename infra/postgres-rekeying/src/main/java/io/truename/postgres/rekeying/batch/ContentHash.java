// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.SqlNames;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * 64-bit hash of the content of a row that a move must not change: all columns except id columns, columns generated from them, and
 * columns that the table's own triggers stamp.
 */
public final class ContentHash {
    /** Types hashed without conversion to text: their hash distinguishes the same values, and is faster. */
    private static final Set<String> HASHED_AS_THEY_ARE = Set.of(
            "uuid",
            "text",
            "bytea",
            "boolean",
            "smallint",
            "integer",
            "bigint",
            "date",
            "timestamp with time zone",
            "timestamp without time zone",
            "uuid[]",
            "text[]",
            "integer[]",
            "bigint[]",
            "real[]",
            "double precision[]");

    private ContentHash() {}

    /** Columns covered by the hash. */
    public static List<Column> columns(RekeyedTable table) {
        Set<String> moving = table.idColumns().stream()
                .map(idColumn -> idColumn.column().name())
                .collect(Collectors.toSet());
        return table.relation().columns().stream()
                .filter(column -> !column.generated()
                        && !moving.contains(column.name())
                        && !table.inexactColumns().contains(column.name()))
                .toList();
    }

    /** Builds a bigint expression over a row of the table. */
    public static String of(RekeyedTable table, String alias) {
        List<Column> columns = columns(table);
        if (columns.isEmpty()) {
            return "0::bigint";
        }
        return columns.stream()
                .map(column -> term(column, alias))
                .collect(Collectors.joining(", ", "hash_record_extended(ROW(", "), 0)"));
    }

    /** Builds a bigint expression over one column of a row. */
    public static String of(Column column, String alias) {
        return "hash_record_extended(ROW(" + term(column, alias) + "), 0)";
    }

    private static String term(Column column, String alias) {
        String value = alias + "." + SqlNames.quoted(column.name());
        return HASHED_AS_THEY_ARE.contains(column.type()) ? value : value + "::text";
    }
}
