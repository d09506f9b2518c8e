// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Column;
import io.truename.rekeying.schema.Relation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What tells one row of a table from the others: its primary key, or all of it where there is none. Values travel as text. */
record RowKey(List<Column> columns) {
    RowKey {
        columns = List.copyOf(columns);
    }

    static RowKey of(Relation relation) {
        List<Column> columns = relation.primaryKey().isEmpty()
                ? relation.columns().stream()
                        .filter(column -> !column.generated())
                        .toList()
                : relation.primaryKey().stream().map(relation::column).toList();
        return new RowKey(columns);
    }

    /** The key as an expression of type text[]. */
    String values(String alias) {
        return columns.stream()
                .map(column -> alias + "." + SqlNames.quoted(column.name()) + "::text")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    /** Whether a row is the one of the key in a parameter of type text[]. */
    String is(String alias, String parameter) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> {
                    Column column = columns.get(i);
                    String value = "(" + parameter + "::text[])[" + (i + 1) + "]";
                    String name = alias + "." + SqlNames.quoted(column.name());
                    // A primary key is compared in its own type, so that its index is used.
                    return column.nullable()
                            ? name + "::text IS NOT DISTINCT FROM " + value
                            : name + " = " + value + "::" + column.type();
                })
                .collect(Collectors.joining(" AND "));
    }
}
