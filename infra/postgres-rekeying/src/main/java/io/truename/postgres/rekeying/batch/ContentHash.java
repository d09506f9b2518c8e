// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.SqlNames;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A 64-bit hash of everything in a row that a move must not change: all columns but the carriers, what is generated from
 * them, and what the table's own triggers stamp.
 */
public final class ContentHash {
    /** Their hash tells any two values apart that their text tells apart; hashing them is quicker than writing them. */
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

    /** The columns that it covers. */
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

    /** An expression of type bigint over a row of the table. */
    public static String of(RekeyedTable table, String alias) {
        List<Column> columns = columns(table);
        if (columns.isEmpty()) {
            return "0::bigint";
        }
        return columns.stream()
                .map(column -> term(column, alias))
                .collect(Collectors.joining(", ", "hash_record_extended(ROW(", "), 0)"));
    }

    /** An expression of type bigint over one column of a row. */
    public static String of(Column column, String alias) {
        return "hash_record_extended(ROW(" + term(column, alias) + "), 0)";
    }

    private static String term(Column column, String alias) {
        String value = alias + "." + SqlNames.quoted(column.name());
        return HASHED_AS_THEY_ARE.contains(column.type()) ? value : value + "::text";
    }
}
