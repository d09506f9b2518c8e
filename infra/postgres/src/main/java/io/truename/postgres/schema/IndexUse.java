// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.schema;

import io.truename.postgres.SqlNames;
import io.truename.postgres.schema.CatalogTable.CatalogIndex;
import io.truename.rekeying.mapping.JsonPath;
import io.truename.rekeying.schema.IdType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether an index finds rows by the id that a column holds. */
final class IndexUse {
    private static final Set<String> EQUALITY = Set.of("btree", "hash");

    private IndexUse() {}

    static boolean indexed(CatalogTable table, String column, IdType type, Optional<JsonPath> path) {
        return switch (type) {
            case UUID, TEXT -> byEquality(table, column);
            case UUID_ARRAY, TEXT_ARRAY -> byContent(table, column);
            case JSONB ->
                path.orElseThrow().steps().stream().allMatch(JsonPath.Member.class::isInstance)
                        ? byExpression(table, column, path.orElseThrow())
                        : byContent(table, column);
        };
    }

    static boolean byEquality(CatalogTable table, String column) {
        return has(
                table,
                index -> EQUALITY.contains(index.method())
                        && index.columns().get(0).equals(column)
                        && (index.predicate().isEmpty()
                                || plain(index.predicate()).equals(plain(column + "ISNOTNULL"))
                                || plain(index.predicate()).equals(plain(SqlNames.quoted(column) + "ISNOTNULL"))));
    }

    private static boolean byContent(CatalogTable table, String column) {
        return has(
                table,
                index -> index.method().equals("gin")
                        && index.predicate().isEmpty()
                        && index.columns().contains(column));
    }

    private static boolean byExpression(CatalogTable table, String column, JsonPath path) {
        Set<String> expressions = Set.of(column, SqlNames.quoted(column)).stream()
                .flatMap(name -> expressions(name, path).stream())
                .map(IndexUse::plain)
                .collect(Collectors.toSet());
        return has(
                table,
                index -> EQUALITY.contains(index.method())
                        && index.predicate().isEmpty()
                        && expressions.contains(plain(index.first())));
    }

    /** The ways to write a path with operators: {@code c #>> '{a,b}'}, and {@code c -> 'a' ->> 'b'}. */
    private static List<String> expressions(String column, JsonPath path) {
        List<String> keys = path.steps().stream()
                .map(step -> ((JsonPath.Member) step).name().replace("'", "''"))
                .toList();
        StringBuilder arrows = new StringBuilder(column);
        for (int i = 0; i < keys.size(); i++) {
            arrows.append(i == keys.size() - 1 ? "->>'" : "->'")
                    .append(keys.get(i))
                    .append('\'');
        }
        return List.of(column + "#>>'{" + String.join(",", keys) + "}'", arrows.toString());
    }

    private static String plain(String sql) {
        return sql.replaceAll("::text(\\[])?|[() ]", "");
    }

    private static boolean has(CatalogTable table, Predicate<CatalogIndex> fits) {
        boolean whole = table.indexes().stream().anyMatch(index -> index.table() == table.oid() && fits.test(index));
        boolean everyLeaf = !table.leaves().isEmpty()
                && table.leaves().stream()
                        .allMatch(leaf ->
                                table.indexes().stream().anyMatch(index -> index.table() == leaf && fits.test(index)));
        return whole || everyLeaf;
    }
}
