// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Archive of merges: undoes merge steps, the last first, each in one statement. */
final class MergeArchive {
    private final Session session;
    private final int run;

    MergeArchive(Session session, int run) {
        this.session = session;
        this.run = run;
    }

    /** Changes of one step to one table. */
    private record Part(
            boolean deleted, TableName table, List<String> columns, List<String> keys, List<String> changed) {}

    /** Undoes the merges of these documents and returns the number of rows. */
    long undo(Long[] docs) {
        List<Long> steps = session.list(
                "/* truename:collect */ SELECT DISTINCT step FROM truename.archive WHERE run = $1 AND doc = ANY ($2) ORDER BY step DESC",
                row -> row.number("step"),
                run,
                docs);
        long rows = 0;
        for (Long step : steps) {
            rows += undo(step);
        }
        if (!steps.isEmpty()) {
            session.update(
                    "/* truename:record */ DELETE FROM truename.archive WHERE run = $1 AND doc = ANY ($2)", run, docs);
        }
        return rows;
    }

    private long undo(long step) {
        List<Part> parts = session.list(
                "/* truename:collect */ SELECT DISTINCT kind, table_schema, table_name, columns, key_columns, changed_columns"
                        + " FROM truename.archive WHERE run = $1 AND step = $2",
                row -> new Part(
                        row.text("kind").equals("DELETED"),
                        new TableName(row.text("table_schema"), row.text("table_name")),
                        List.of(row.get("columns", String[].class)),
                        List.of(row.get("key_columns", String[].class)),
                        List.of(row.get("changed_columns", String[].class))),
                run,
                step);
        List<String> statements = new ArrayList<>();
        for (Part part : parts) {
            statements.add("part" + statements.size() + " AS (" + (part.deleted() ? restore(part) : changeBack(part))
                    + " RETURNING 1)");
        }
        String counts = java.util.stream.IntStream.range(0, statements.size())
                .mapToObj(i -> "(SELECT count(*) FROM part" + i + ")")
                .collect(Collectors.joining(" + "));
        return session.one(
                "/* truename:move */ WITH " + String.join(",\n", statements) + "\nSELECT " + counts + " AS rows",
                row -> row.number("rows"),
                run,
                step);
    }

    private static String restore(Part part) {
        String table = TableSql.quoted(part.table());
        String columns = part.columns().stream().map(SqlNames::quoted).collect(Collectors.joining(", "));
        String values = part.columns().stream()
                .map(column -> "(r.x)." + SqlNames.quoted(column))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + values
                + " FROM (SELECT CAST(a.image AS " + table + ") AS x FROM truename.archive AS a" + where(part)
                + " OFFSET 0) AS r";
    }

    /** Statement that restores changed references, except those that the application has changed since. */
    private static String changeBack(Part part) {
        String table = TableSql.quoted(part.table());
        String set = part.changed().stream()
                .map(column -> SqlNames.quoted(column) + " = (e.b)." + SqlNames.quoted(column))
                .collect(Collectors.joining(", "));
        if (part.keys().equals(part.columns())) {
            return "UPDATE " + table + " AS x SET " + set + " FROM (" + rowsWithoutKey(part, table)
                    + ") AS e WHERE x.ctid = e.tuple AND x.tableoid = e.partition";
        }
        String key = part.keys().stream()
                .map(column -> "x." + SqlNames.quoted(column) + " = (e.n)." + SqlNames.quoted(column))
                .collect(Collectors.joining(" AND "));
        String unchanged = part.changed().stream().map(MergeArchive::same).collect(Collectors.joining(" AND "));
        return "UPDATE " + table + " AS x SET " + set + " FROM (SELECT CAST(a.image AS " + table
                + ") AS b, CAST(a.after_image AS " + table + ") AS n FROM truename.archive AS a" + where(part)
                + " OFFSET 0) AS e WHERE " + key + " AND " + unchanged;
    }

    /** Statement for tables without a key: restores as many of the indistinguishable rows as were changed. */
    private static String rowsWithoutKey(Part part, String table) {
        String holding = part.changed().stream()
                .map(SqlNames::quoted)
                .map(column -> "t." + column + " = ANY (ARRAY(SELECT (CAST(a.after_image AS " + table + "))." + column
                        + " FROM truename.archive AS a" + where(part) + "))")
                .collect(Collectors.joining(" OR "));
        return "SELECT CAST(a.image AS " + table + ") AS b, f.tuple, f.partition FROM (SELECT a.image, a.after_image,"
                + " row_number() OVER (PARTITION BY a.after_image ORDER BY a.position) AS number FROM truename.archive AS a"
                + where(part) + ") AS a JOIN (SELECT t.ctid AS tuple, t.tableoid AS partition, t::text AS now,"
                + " row_number() OVER (PARTITION BY t::text ORDER BY t.tableoid, t.ctid) AS number FROM " + table
                + " AS t WHERE " + holding + ") AS f"
                + " ON f.now = a.after_image AND f.number = a.number OFFSET 0";
    }

    private static String same(String column) {
        String name = SqlNames.quoted(column);
        return "x." + name + "::text IS NOT DISTINCT FROM (e.n)." + name + "::text";
    }

    private static String where(Part part) {
        return " WHERE a.run = $1 AND a.step = $2 AND a.kind = '" + (part.deleted() ? "DELETED" : "CHANGED")
                + "' AND a.table_schema = " + SqlNames.literal(part.table().schema()) + " AND a.table_name = "
                + SqlNames.literal(part.table().name());
    }
}
