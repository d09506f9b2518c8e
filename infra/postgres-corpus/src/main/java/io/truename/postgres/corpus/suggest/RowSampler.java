// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.suggest.ColumnFacts;
import io.truename.corpus.suggest.Place;
import io.truename.corpus.suggest.TableFacts;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.suggest.CatalogReader.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sampler of a table's rows: blocks that are spread over a large table, all of a small one. Nothing is bound, since the server would keep
 * a prepared statement for every table.
 */
final class RowSampler {
    /** Number at which counting rows stops. */
    static final long MOST_COUNTED = 50_000;

    private static final int LONGEST_TEXT = 4_096;
    private static final int LARGEST_JSON = 16_384;
    private static final int LONGEST_HASH = 64;

    /** Blocks of which rows are taken: rows of one block are often written together, and alike. */
    private static final int BLOCKS = 64;

    private static final int FEWEST_OF_A_PLACE = 20;
    private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "citext", "name");
    private static final Set<String> SHORT = Set.of("uuid", "int2", "int4", "int8");
    private static final Set<String> JSONS = Set.of("json", "jsonb");

    private final Session session;
    private final int rows;

    RowSampler(Session session, int rows) {
        this.session = session;
        this.rows = rows;
    }

    /** Table without rows, for one that cannot be read. */
    static TableFacts withoutRows(Table table) {
        return facts(table, Math.round(table.rows()), true, List.of());
    }

    /** Reads rows of a table, and counts them if they are few. */
    TableFacts read(Table table) {
        List<ColumnFacts> read = table.columns().stream()
                .filter(column -> !value(column).isEmpty())
                .toList();
        List<Map<Place, String>> sample = read.isEmpty() ? List.of() : withMembers(read, sample(table, read));
        long most = MOST_COUNTED + 1;
        long counted = table.rows() > MOST_COUNTED
                ? most
                : session.one(
                        "/* truename:suggest */ SELECT count(*) AS rows FROM (SELECT FROM "
                                + TableSql.quoted(table.name()) + " LIMIT " + most + ") AS rows",
                        row -> row.number("rows"));
        boolean about = counted == most;
        return facts(table, about ? Math.max(most, Math.round(table.rows())) : counted, about, sample);
    }

    private static TableFacts facts(Table table, long rows, boolean about, List<Map<Place, String>> sample) {
        return new TableFacts(table.name(), rows, about, table.comment(), table.columns(), table.keys(), sample);
    }

    private List<Map<Place, String>> sample(Table table, List<ColumnFacts> columns) {
        String values = columns.stream().map(RowSampler::value).collect(Collectors.joining(", "));
        String sql = "/* truename:suggest */ SELECT " + values + " FROM " + TableSql.quoted(table.name()) + " AS x";
        List<Map<Place, String>> sample =
                rows(sql + tablesample("x", table.rows(), table.pages(), rows) + " LIMIT " + rows, columns);
        // Chance, or statistics of another time, may have chosen empty blocks.
        return sample.isEmpty() ? rows(sql + " LIMIT " + rows, columns) : sample;
    }

    /**
     * Clause for about so many rows, a few from each of many blocks that are spread over a table; empty if the table is not larger.
     *
     * @param rows of the table, about
     */
    static String tablesample(String alias, double rows, long pages, int wanted) {
        if (rows <= wanted || pages <= BLOCKS) {
            return "";
        }
        double density = rows / pages;
        double blocks = Math.max(BLOCKS, wanted / density);
        long step = Math.max(1, (long) Math.ceil(blocks * density / wanted));
        return " TABLESAMPLE SYSTEM (" + String.format(Locale.ROOT, "%.9f", Math.min(100, 100 * blocks / pages))
                + ") REPEATABLE (7) WHERE (hashtext(" + alias + ".ctid::text) & 2147483647) % " + step + " = 0";
    }

    private List<Map<Place, String>> rows(String sql, List<ColumnFacts> columns) {
        return session.list(sql, row -> {
            Map<Place, String> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                String value = row.orNull(i, String.class);
                if (value != null) {
                    values.put(Place.of(columns.get(i).name()), value);
                }
            }
            return values;
        });
    }

    /** Expression for a column's value as text; empty if nothing reads it. */
    private static String value(ColumnFacts column) {
        String name = "x." + SqlNames.quoted(column.name());
        if (TEXTS.contains(column.baseType())) {
            return "left(" + name + "::text, " + LONGEST_TEXT + ")";
        }
        if (SHORT.contains(column.baseType())) {
            return name + "::text";
        }
        if (column.baseType().equals("bytea")) {
            return "encode(substring(" + name + " FROM 1 FOR " + (LONGEST_HASH + 1) + "), 'hex')";
        }
        return JSONS.contains(column.baseType())
                ? "CASE WHEN pg_column_size(" + name + ") <= " + LARGEST_JSON + " AND octet_length(" + name
                        + "::text) <= " + LARGEST_JSON + " THEN " + name + "::text END"
                : "";
    }

    /** Adds the members of JSON, if all values of a column are objects. */
    private static List<Map<Place, String>> withMembers(List<ColumnFacts> columns, List<Map<Place, String>> sample) {
        List<Map<Place, String>> rows = new ArrayList<>();
        sample.forEach(row -> rows.add(new LinkedHashMap<>(row)));
        for (ColumnFacts column : columns) {
            if (JSONS.contains(column.baseType()) || TEXTS.contains(column.baseType())) {
                members(Place.of(column.name()), JSONS.contains(column.baseType()), rows);
            }
        }
        return rows;
    }

    private static void members(Place column, boolean json, List<Map<Place, String>> rows) {
        Map<Integer, Map<JsonPath, String>> objects = new HashMap<>();
        Map<JsonPath, Integer> seen = new LinkedHashMap<>();
        int values = 0;
        for (int i = 0; i < rows.size(); i++) {
            String value = rows.get(i).get(column);
            if (value == null) {
                continue;
            }
            values++;
            Optional<Map<JsonPath, String>> object =
                    json || value.stripLeading().startsWith("{") ? JsonLeaves.of(value) : Optional.empty();
            if (object.isEmpty() && !json && value.length() < LONGEST_TEXT) {
                return;
            }
            if (object.isPresent()) {
                objects.put(i, object.get());
                object.get().keySet().forEach(path -> seen.merge(path, 1, Integer::sum));
            }
        }
        // A member of a few rows is data, such as a key of a dictionary, and not a part of the form.
        int least = Math.max(1, values / FEWEST_OF_A_PLACE);
        Set<JsonPath> kept = new HashSet<>();
        seen.forEach((path, count) -> {
            if (count >= least) {
                kept.add(path);
            }
        });
        objects.forEach((i, object) -> object.forEach((path, value) -> {
            if (kept.contains(path)) {
                rows.get(i).put(Place.of(column.column(), path), value);
            }
        }));
    }
}
