// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.IdColumn;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.ReferencePatternSql;
import java.util.List;

/** Writes a {@code CREATE INDEX} statement for the index by which a batch finds rows by an id. */
final class IndexRemedy {
    private IndexRemedy() {}

    static String of(CatalogTable table, IdColumn idColumn) {
        String name = SqlNames.quoted(idColumn.column().name());
        // Indexes of a partitioned table cannot be made concurrently.
        String create =
                "CREATE INDEX " + (table.relation().partitioned() ? "" : "CONCURRENTLY ") + "ON " + table.sql() + " ";
        return switch (idColumn.type()) {
            case UUID, TEXT -> create + "(" + name + ");";
            case UUID_ARRAY, TEXT_ARRAY -> create + "USING gin (" + name + ");";
            case WITHIN ->
                idColumn.column().type().endsWith("]")
                        ? "No index helps with text in arrays; see in the plan how long a batch takes."
                        : create + "USING gin ("
                                + ReferencePatternSql.idsWithin(
                                        idColumn.pattern().orElseThrow(), name) + ");";
            case JSONB -> jsonb(create, name, idColumn.path().orElseThrow().steps());
        };
    }

    private static String jsonb(String create, String column, List<JsonPath.Step> steps) {
        if (!steps.stream().allMatch(JsonPath.Member.class::isInstance)) {
            return "No index helps with a path through arrays; see in the plan how long a batch takes.";
        }
        List<String> keys = steps.stream()
                .map(step -> "'" + ((JsonPath.Member) step).name().replace("'", "''") + "'")
                .toList();
        return create
                + (keys.size() == 1
                        ? "((" + column + " ->> " + keys.get(0) + "));"
                        : "((" + column + " #>> ARRAY[" + String.join(", ", keys) + "]));");
    }
}
