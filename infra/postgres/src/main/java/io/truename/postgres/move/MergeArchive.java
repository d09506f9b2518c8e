// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Column;
import io.truename.rekeying.schema.Relation;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What merges changed, kept so that it can be taken back exactly: deleted rows as PostgreSQL writes and reads a whole row,
 * which loses nothing of any type, and references with the value they had.
 */
final class MergeArchive {
    private final Session session;
    private final int run;

    MergeArchive(Session session, int run) {
        this.session = session;
        this.run = run;
    }

    /** Keeps the rows that are about to be deleted. */
    void keep(long doc, Relation relation, String where, Object value) {
        String name = SqlNames.quoted(relation.name());
        String[] columns = relation.columns().stream()
                .filter(column -> !column.generated())
                .map(column -> SqlNames.quoted(column.name()))
                .toArray(String[]::new);
        session.update(
                "/* truename:record */ INSERT INTO truename.archive (run, doc, kind, table_name, columns, image)"
                        + " SELECT $2, $3, 'DELETED', $4, $5::text[], x::text FROM " + name + " AS x WHERE " + where,
                value,
                run,
                doc,
                name,
                columns);
    }

    /**
     * Changes one column of one row, and keeps what it was.
     *
     * @param value an expression of {@code $2}, the new id, and {@code $3}, the one before
     */
    void repoint(
            long doc, Relation relation, Column column, RowKey key, String[] row, String value, UUID to, UUID from) {
        String name = SqlNames.quoted(relation.name());
        String changed = SqlNames.quoted(column.name());
        session.update(
                "/* truename:move */ WITH before AS (SELECT x." + changed + "::text AS value FROM " + name
                        + " AS x WHERE " + key.is("x", "$1") + " LIMIT 1), moved AS (UPDATE " + name + " AS x SET "
                        + changed + " = " + value + " WHERE " + key.is("x", "$1")
                        + " AND $3::uuid IS NOT NULL RETURNING "
                        + key.values("x") + " AS key, x." + changed + "::text AS value)"
                        + " INSERT INTO truename.archive (run, doc, kind, table_name, columns, image, column_name, old_value, new_value)"
                        + " SELECT $4, $5, 'REPOINTED', $6, $7::text[], array_to_json(moved.key)::text, $8, before.value, moved.value"
                        + " FROM before CROSS JOIN moved",
                row,
                to,
                from,
                run,
                doc,
                name,
                predicates(key),
                changed + "\t" + column.type());
    }

    /** Changes a column of every row that refers to one row to what its twin has, and keeps what it was. */
    void repointAll(
            long doc,
            Relation relation,
            Column column,
            String join,
            String referenced,
            Relation to,
            RowKey toKey,
            String[] row,
            String[] twin) {
        String name = SqlNames.quoted(relation.name());
        String changed = SqlNames.quoted(column.name());
        String target = SqlNames.quoted(to.name());
        RowKey key = RowKey.of(relation);
        session.update(
                "/* truename:move */ WITH moved AS (UPDATE " + name + " AS x SET " + changed + " = q."
                        + SqlNames.quoted(referenced) + " FROM " + target + " AS r, " + target + " AS q WHERE " + join
                        + " AND " + toKey.is("r", "$1") + " AND " + toKey.is("q", "$2") + " RETURNING "
                        + key.values("x")
                        + " AS key, r." + SqlNames.quoted(referenced) + "::text AS before, x." + changed
                        + "::text AS value)"
                        + " INSERT INTO truename.archive (run, doc, kind, table_name, columns, image, column_name, old_value, new_value)"
                        + " SELECT $3, $4, 'REPOINTED', $5, $6::text[], array_to_json(key)::text, $7, before, value FROM moved",
                row,
                twin,
                run,
                doc,
                name,
                predicates(key),
                changed + "\t" + column.type());
    }

    /** One condition for each column of a key, as text that {@link #undo} completes. */
    private static String[] predicates(RowKey key) {
        return IntStream.range(0, key.columns().size())
                .mapToObj(i -> new RowKey(List.of(key.columns().get(i)))
                        .is("x", "$1")
                        .replace("($1::text[])[1]", "($1::text[])[" + (i + 1) + "]"))
                .toArray(String[]::new);
    }

    /** Takes back what was done for these documents, the last first; how many rows. */
    long undo(Long[] docs) {
        List<Entry> entries = session.list(
                "/* truename:collect */ SELECT position, kind, table_name, columns, image, column_name, old_value, new_value"
                        + " FROM truename.archive WHERE run = $1 AND doc = ANY ($2) ORDER BY position DESC",
                row -> new Entry(
                        row.number("position"),
                        row.text("kind").equals("DELETED"),
                        row.text("table_name"),
                        List.of(row.get("columns", String[].class)),
                        row.text("image"),
                        row.find("column_name", String.class).orElse(""),
                        row.find("old_value", String.class).orElse(""),
                        row.find("new_value", String.class).orElse("")),
                run,
                docs);
        for (Entry entry : entries) {
            if (entry.deleted()) {
                restore(entry);
            } else {
                repointBack(entry);
            }
        }
        session.update(
                "/* truename:record */ DELETE FROM truename.archive WHERE run = $1 AND doc = ANY ($2)", run, docs);
        return entries.size();
    }

    private void restore(Entry entry) {
        String columns = String.join(", ", entry.columns());
        String values =
                entry.columns().stream().map(column -> "(r.x)." + column).collect(Collectors.joining(", "));
        session.update(
                "/* truename:move */ INSERT INTO " + entry.table() + " (" + columns
                        + ") OVERRIDING SYSTEM VALUE SELECT " + values + " FROM (SELECT ($1::text)::" + entry.table()
                        + " AS x OFFSET 0) AS r",
                entry.image());
    }

    /** Unless the application has let it refer to something else meanwhile. */
    private void repointBack(Entry entry) {
        int tab = entry.column().indexOf('\t');
        String column = entry.column().substring(0, tab);
        String type = entry.column().substring(tab + 1);
        session.update(
                "/* truename:move */ UPDATE " + entry.table() + " AS x SET " + column + " = ($2::text)::" + type
                        + " FROM (SELECT ARRAY(SELECT json_array_elements_text($1::json)) AS key) AS k WHERE "
                        + String.join(" AND ", entry.columns()).replace("($1::text[])", "(k.key)") + " AND x." + column
                        + "::text = $3",
                entry.image(),
                entry.oldValue(),
                entry.newValue());
    }

    private record Entry(
            long position,
            boolean deleted,
            String table,
            List<String> columns,
            String image,
            String column,
            String oldValue,
            String newValue) {}
}
