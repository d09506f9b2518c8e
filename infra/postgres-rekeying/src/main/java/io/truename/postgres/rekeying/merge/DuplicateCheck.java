// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.ComparedColumns;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Comparison of each row that a merge would delete with the row that would stay; only equal rows are merged. PostgreSQL compares the
 * stored bytes of the columns. This works for types without an operator {@code =}, distinguishes {@code 1.0} from {@code 1.00} and
 * letter cases in {@code citext}, and treats nulls as equal. References are compared as after the merge; a user and a content hash are
 * compared as the recipe reads them.
 */
public final class DuplicateCheck {

    private final Session session;
    private final CorpusSchema schema;
    private final List<MergeTable> tables;

    public DuplicateCheck(Session session, CorpusSchema schema, List<MergeTable> tables) {
        this.session = session;
        this.schema = schema;
        this.tables = tables;
    }

    /** A row with its difference. */
    record Differing(MergeRow row, Difference difference) {}

    /** Differences that forbid the merge. */
    public List<Difference> differences(MergeClosure closure) {
        return differing(closure).stream().map(Differing::difference).toList();
    }

    /** Rows that would be deleted although they differ, in the order of the tables. */
    List<Differing> differing(MergeClosure closure) {
        List<Differing> differing = new ArrayList<>();
        for (int t = 0; t < tables.size(); t++) {
            List<MergeRow> deleted = closure.deleted(t);
            List<MergeRow> compared = deleted.stream()
                    .filter(row -> closure.survivor(row).isPresent())
                    .toList();
            for (MergeRow row : deleted) {
                if (closure.survivor(row).isEmpty()) {
                    differing.add(new Differing(row, difference(t, List.of())));
                }
            }
            if (!compared.isEmpty()) {
                differing.addAll(compare(t, closure, compared));
            }
        }
        return differing;
    }

    private List<Differing> compare(int t, MergeClosure closure, List<MergeRow> rows) {
        List<Object> values = new ArrayList<>();
        values.add(rows.stream().map(MergeRow::place).toArray(String[]::new));
        values.add(rows.stream().map(MergeRow::tuple).toArray(String[]::new));
        List<MergeRow> survivors =
                rows.stream().map(row -> closure.survivor(row).orElseThrow()).toList();
        values.add(survivors.stream().map(MergeRow::place).toArray(String[]::new));
        values.add(survivors.stream().map(MergeRow::tuple).toArray(String[]::new));
        MergeTable table = tables.get(t);
        Map<String, String> maps = new HashMap<>();
        List<String> terms = new ArrayList<>();
        for (Column column : ComparedColumns.of(schema, table.table())) {
            if (!isReplacedKey(table, column)) {
                UnaryOperator<String> map = space -> map(space, closure, maps, values);
                terms.add("CASE WHEN pg_catalog.record_image_eq(ROW(" + value(table, column, "a", map) + "), ROW("
                        + value(table, column, "b", map) + ")) THEN NULL ELSE " + SqlNames.literal(column.name())
                        + " END");
            }
        }
        if (terms.isEmpty()) {
            return List.of();
        }
        Map<String, MergeRow> byPlace = rows.stream().collect(Collectors.toMap(MergeRow::place, row -> row));
        return session.list(
                "/* truename:collect */ SELECT d.place, d.columns FROM (SELECT p.place, array_remove(ARRAY["
                        + String.join(", ", terms) + "]::text[], NULL) AS columns"
                        + " FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])"
                        + " AS p (place, tuple, other_place, other_tuple)"
                        + join(table, "a", "p.place", "p.tuple") + join(table, "b", "p.other_place", "p.other_tuple")
                        + ") AS d WHERE cardinality(d.columns) > 0 ORDER BY d.place",
                row -> new Differing(
                        Objects.requireNonNull(byPlace.get(row.text("place")), "a row that was asked for"),
                        difference(t, List.of(row.get("columns", String[].class)))),
                values.toArray());
    }

    private static String join(MergeTable table, String alias, String place, String tuple) {
        return " JOIN " + table.name() + " AS " + alias + " ON " + alias + ".ctid = " + tuple + "::tid AND " + alias
                + ".tableoid::text || " + alias + ".ctid::text = " + place;
    }

    /** Whether a column is a key that other tables refer to and that the merge replaces. */
    private static boolean isReplacedKey(MergeTable table, Column column) {
        return table.keys().containsKey(column.name()) && ComparedColumns.isSurrogate(table.table(), column.name());
    }

    /** Replacements of a space, bound once; empty if there are none. */
    private static String map(String space, MergeClosure closure, Map<String, String> maps, List<Object> values) {
        return maps.computeIfAbsent(space, absent -> {
            Map<String, String> replaced = closure.replacements(space);
            if (replaced.isEmpty()) {
                return "";
            }
            values.add(MergeSearch.json(replaced));
            return IdColumnSql.map("$" + values.size());
        });
    }

    private String value(MergeTable table, Column column, String alias, UnaryOperator<String> map) {
        String value = alias + "." + SqlNames.quoted(column.name());
        RekeyedTable documents = schema.table(schema.documents().table());
        if (table.table().equals(documents)) {
            if (is(schema.documents().contentHash(), column)) {
                return RecipeSql.contentHash(schema.documents(), alias);
            }
            if (is(schema.documents().user(), column)) {
                return RecipeSql.canonicalUser(schema.documents(), alias);
            }
        }
        List<IdColumn> idColumns = table.table().idColumns().stream()
                .filter(idColumn -> idColumn.column().name().equals(column.name()))
                .toList();
        for (IdColumn idColumn : idColumns) {
            String replaced = map.apply(String.valueOf(idColumn.space()));
            value = replaced.isEmpty() ? value : IdColumnSql.replaced(idColumn, value, replaced);
        }
        String space = table.spaces().get(column.name());
        String replaced = space == null || !idColumns.isEmpty() ? "" : map.apply(space);
        return replaced.isEmpty()
                ? value
                : "COALESCE((" + replaced + " ->> " + value + "::text)::" + column.type() + ", " + value + ")";
    }

    private static boolean is(RecipeInput input, Column column) {
        return input.plainColumn()
                .filter(own -> own.name().equals(column.name()))
                .isPresent();
    }

    private Difference difference(int t, List<String> columns) {
        String code = t == 0 ? Difference.DOCUMENT : t <= schema.chunks().size() ? Difference.CHUNK : Difference.ROW;
        return new Difference(code, tables.get(t).table().relation().name(), columns);
    }
}
