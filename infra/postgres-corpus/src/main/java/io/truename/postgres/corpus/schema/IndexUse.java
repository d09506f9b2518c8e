// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.schema.IdType;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.ReferencePatternSql;
import io.truename.postgres.corpus.schema.CatalogTable.CatalogIndex;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Index check: whether an index finds rows by the id in a column. */
final class IndexUse {
    private static final Set<String> EQUALITY = Set.of("btree", "hash");

    private IndexUse() {}

    static boolean indexed(
            CatalogTable table,
            String column,
            IdType type,
            Optional<JsonPath> path,
            Optional<ReferencePattern> pattern) {
        return switch (type) {
            case UUID, TEXT -> byEquality(table, column);
            case UUID_ARRAY, TEXT_ARRAY -> byContent(table, column);
            case JSONB -> byExpression(table, column, path.orElseThrow());
            case WITHIN -> byIdsWithin(table, column, pattern.orElseThrow());
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

    private static boolean byIdsWithin(CatalogTable table, String column, ReferencePattern pattern) {
        Set<String> expressions = Set.of(column, SqlNames.quoted(column)).stream()
                .map(name -> plain(ReferencePatternSql.idsWithin(pattern, name)))
                .collect(Collectors.toSet());
        return has(
                table,
                index -> index.method().equals("gin")
                        && index.predicate().isEmpty()
                        && expressions.contains(plain(index.first())));
    }

    /** Whether an index has the expression by which rows are searched; a path through arrays has none. */
    private static boolean byExpression(CatalogTable table, String column, JsonPath path) {
        if (!path.steps().stream().allMatch(JsonPath.Member.class::isInstance)) {
            return false;
        }
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

    /** Expressions of a path as the catalog writes them: {@code c ->> 'a'} and {@code c #>> '{a,b}'}. */
    private static List<String> expressions(String column, JsonPath path) {
        List<String> keys = path.steps().stream()
                .map(step -> ((JsonPath.Member) step).name().replace("'", "''"))
                .toList();
        if (keys.size() == 1) {
            return List.of(column + " ->> '" + keys.get(0) + "'");
        }
        String literal = keys.stream().map(IndexUse::arrayElement).collect(Collectors.joining(","));
        String constructor = keys.stream().map(key -> "'" + key + "'").collect(Collectors.joining(","));
        return List.of(column + " #>> '{" + literal + "}'", column + " #>> ARRAY[" + constructor + "]");
    }

    private static String arrayElement(String key) {
        boolean plain = key.matches("[^\\s{}\",\\\\]+") && !key.equalsIgnoreCase("null");
        return plain ? key : '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
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
