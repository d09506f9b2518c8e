// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.schema.IdColumn;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.IdIndexSql;
import io.truename.postgres.corpus.schema.CatalogTable.CatalogIndex;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Index check: whether an index finds rows by the id in a column. */
final class IndexUse {
    private static final Set<String> EQUALITY = Set.of("btree", "hash");

    private IndexUse() {}

    /** Whether an index has the expression by which rows are searched. */
    static boolean findsIds(CatalogTable table, IdColumn idColumn) {
        return has(table, index -> findsIds(index, idColumn));
    }

    /** Indexes of a table that find rows by ids, and have to read a list of new entries each time. */
    static List<CatalogIndex> collecting(CatalogTable table, IdColumn idColumn) {
        // Of a partitioned table, each partition has its own.
        return table.indexes().stream()
                .filter(index -> index.collects()
                        && index.table() == table.oid()
                        && !table.relation().partitioned())
                .filter(index -> findsIds(index, idColumn))
                .toList();
    }

    private static boolean findsIds(CatalogIndex index, IdColumn idColumn) {
        String column = idColumn.column().name();
        boolean inverted = IdIndexSql.hasSeveral(idColumn);
        if (IdIndexSql.expression(idColumn, column).isEmpty()) {
            return inverted ? byContent(index, column) : byEquality(index, column);
        }
        Set<String> expressions = Set.of(column, SqlNames.quoted(column)).stream()
                .flatMap(name -> spellings(idColumn, name))
                .map(IndexUse::plain)
                .collect(Collectors.toSet());
        return (inverted ? index.method().equals("gin") : EQUALITY.contains(index.method()))
                && index.predicate().isEmpty()
                && index.columns().get(0).isEmpty()
                && expressions.contains(plain(index.first()));
    }

    static boolean byEquality(CatalogTable table, String column) {
        return has(table, index -> byEquality(index, column));
    }

    private static boolean byEquality(CatalogIndex index, String column) {
        return EQUALITY.contains(index.method())
                && index.columns().get(0).equals(column)
                && (index.predicate().isEmpty()
                        || plain(index.predicate()).equals(plain(column + "ISNOTNULL"))
                        || plain(index.predicate()).equals(plain(SqlNames.quoted(column) + "ISNOTNULL")));
    }

    private static boolean byContent(CatalogIndex index, String column) {
        return index.method().equals("gin")
                && index.predicate().isEmpty()
                && index.columns().contains(column);
    }

    /** The expression, and the one with the keys of a path written as {@code '{a,b}'}. */
    private static Stream<String> spellings(IdColumn idColumn, String column) {
        Stream<String> own = IdIndexSql.expression(idColumn, column).stream();
        List<JsonPath.Step> steps = idColumn.path().map(JsonPath::steps).orElse(List.of());
        if (steps.size() < 2 || IdIndexSql.hasSeveral(idColumn)) {
            return own;
        }
        String keys = steps.stream()
                .map(step -> arrayElement(((JsonPath.Member) step).name().replace("'", "''")))
                .collect(Collectors.joining(","));
        return Stream.concat(own, Stream.of(column + " #>> '{" + keys + "}'"));
    }

    private static String arrayElement(String key) {
        boolean plain = key.matches("[^\\s{}\",\\\\]+") && !key.equalsIgnoreCase("null");
        return plain ? key : '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String plain(String sql) {
        return sql.replaceAll("::(text(\\[])?|jsonpath)|[() ]", "");
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
