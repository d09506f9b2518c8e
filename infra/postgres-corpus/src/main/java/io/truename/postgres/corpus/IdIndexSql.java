// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.IdColumn;
import io.truename.postgres.SqlNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Index by which rows are found by an id in a column: its key, and the statement that creates it. */
public final class IdIndexSql {
    private IdIndexSql() {}

    /**
     * {@code CREATE INDEX} statement.
     *
     * @param table quoted
     * @param partitioned whether the table is: its indexes cannot be made concurrently
     */
    public static String create(String table, boolean partitioned, IdColumn idColumn) {
        String column = SqlNames.quoted(idColumn.column().name());
        String key = expression(idColumn, column)
                .map(expression -> "(" + expression + ")")
                .orElse(column);
        String create = "CREATE INDEX " + (partitioned ? "" : "CONCURRENTLY ") + "ON " + table;
        // Each look-up would read the whole list of pending entries, which the batches before have filled.
        return hasSeveral(idColumn)
                ? create + " USING gin (" + key + ") WITH (fastupdate = off);"
                : create + " (" + key + ");";
    }

    /** Whether a row may hold several ids, so that the index is a GIN index. */
    public static boolean hasSeveral(IdColumn idColumn) {
        return switch (idColumn.type()) {
            case UUID, TEXT -> false;
            case UUID_ARRAY, TEXT_ARRAY, WITHIN -> true;
            case JSONB -> !idColumn.path().orElseThrow().leadsToOne();
        };
    }

    /**
     * Expression by which rows are searched; empty if it is the column itself.
     *
     * @param column name or qualified name in SQL
     */
    public static Optional<String> expression(IdColumn idColumn, String column) {
        return switch (idColumn.type()) {
            case UUID, TEXT, UUID_ARRAY, TEXT_ARRAY -> Optional.empty();
            case WITHIN ->
                Optional.of(ReferencePatternSql.idsWithin(
                        idColumn.pattern().orElseThrow(),
                        column,
                        idColumn.column().type()));
            case JSONB -> {
                JsonPath path = idColumn.path().orElseThrow();
                yield Optional.of(path.leadsToOne() ? textAt(column, path) : valuesAt(column, path));
            }
        };
    }

    private static String textAt(String column, JsonPath path) {
        List<String> keys = path.steps().stream()
                .map(step -> SqlNames.literal(((JsonPath.Member) step).name()))
                .toList();
        return keys.size() == 1
                ? column + " ->> " + keys.get(0)
                : column + " #>> " + keys.stream().collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    /**
     * The values at a path through arrays, as one array. It may have more values than the path means: PostgreSQL takes a single value for
     * an array of one, and looks for a member in the elements of an array.
     */
    private static String valuesAt(String column, JsonPath path) {
        return "jsonb_path_query_array(" + column + ", " + SqlNames.literal(path.toString()) + ")";
    }
}
