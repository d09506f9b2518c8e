// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Guard against cascades: checks, before a merge deletes and changes rows, whether a foreign key would make the server delete or change
 * further rows, which would not be archived. Cascades from such rows do not matter, because the first row refuses the merge. Reads the
 * catalog each time, because a key may be younger than the plan. The referenced rows are locked, so no row can be added after the check.
 */
final class CascadeGuard {
    /** Excludes constraints with a parent, which are PostgreSQL's copies for a partition of either side. */
    private static final String KEYS = """
            /* truename:collect */ SELECT k.conname::text AS name, cn.nspname::text AS child_schema, c.relname::text AS child,
                   pn.nspname::text AS parent_schema, p.relname::text AS parent,
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (number, position)
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
                          ORDER BY u.position) AS columns,
                   ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u (number, position)
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
                          ORDER BY u.position) AS referenced,
                   k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update
              FROM pg_catalog.pg_constraint k
              JOIN pg_catalog.pg_class c ON c.oid = coalesce(pg_partition_root(k.conrelid), k.conrelid)
              JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
              JOIN pg_catalog.pg_class p ON p.oid = coalesce(pg_partition_root(k.confrelid), k.confrelid)
              JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
             WHERE k.contype = 'f' AND k.conparentid = 0
               AND (k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd'))
               AND (pn.nspname, p.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))
             ORDER BY 2, 3, 1""";

    private final Session session;
    private final List<MergeTable> tables;
    private final MergeClosure closure;

    CascadeGuard(Session session, List<MergeTable> tables, MergeClosure closure) {
        this.session = session;
        this.tables = tables;
        this.closure = closure;
    }

    private record Key(
            String name,
            TableName child,
            List<String> columns,
            TableName parent,
            List<String> referenced,
            char onDelete,
            char onUpdate) {}

    /**
     * Refuses a merge by which rows would be lost.
     *
     * @throws RefusedMergeException naming the table and the constraint
     */
    void check() {
        for (Key key : keys()) {
            int parent = index(key.parent);
            if (acts(key.onDelete)) {
                refuseIfHeld(key, closure.deleted(parent), "ON DELETE " + action(key.onDelete));
            }
            if (acts(key.onUpdate)) {
                refuseIfHeld(key, closure.changed(parent, key.referenced), "ON UPDATE " + action(key.onUpdate));
            }
        }
    }

    private List<Key> keys() {
        return session.list(
                KEYS,
                row -> new Key(
                        row.text("name"),
                        new TableName(row.text("child_schema"), row.text("child")),
                        List.of(row.get("columns", String[].class)),
                        new TableName(row.text("parent_schema"), row.text("parent")),
                        List.of(row.get("referenced", String[].class)),
                        row.text("on_delete").charAt(0),
                        row.text("on_update").charAt(0)),
                names(TableName::schema),
                names(TableName::name));
    }

    private String[] names(java.util.function.Function<TableName, String> part) {
        return tables.stream()
                .map(table -> part.apply(table.table().relation().name()))
                .toArray(String[]::new);
    }

    private void refuseIfHeld(Key key, List<MergeRow> above, String action) {
        if (above.isEmpty()) {
            return;
        }
        Set<String> handled = new HashSet<>();
        int child = index(key.child);
        if (child >= 0) {
            closure.deleted(child).forEach(row -> handled.add(row.place()));
            closure.changed(child, key.columns).forEach(row -> handled.add(row.place()));
        }
        String refers = IntStream.range(0, key.columns.size())
                .mapToObj(i ->
                        "k." + SqlNames.quoted(key.columns.get(i)) + " = x." + SqlNames.quoted(key.referenced.get(i)))
                .collect(Collectors.joining(" AND "));
        List<String> held = new ArrayList<>(session.list(
                "/* truename:collect */ SELECT k.tableoid::text || k.ctid::text AS place FROM "
                        + TableSql.quoted(key.parent) + " AS x JOIN " + TableSql.quoted(key.child) + " AS k ON "
                        + refers
                        + " WHERE x.ctid = ANY ($1::text[]::tid[]) AND x.tableoid::text || x.ctid::text = ANY ($2::text[])",
                row -> row.text("place"),
                above.stream().map(MergeRow::tuple).toArray(String[]::new),
                above.stream().map(MergeRow::place).toArray(String[]::new)));
        held.removeIf(handled::contains);
        if (!held.isEmpty()) {
            throw RefusedMergeException.ofCascade(
                    held.size() + (held.size() == 1 ? " row of " : " rows of ") + key.child
                            + " would go with rows of " + key.parent + " by the foreign key " + key.name + ", which is "
                            + action
                            + ".");
        }
    }

    private int index(TableName name) {
        return IntStream.range(0, tables.size())
                .filter(t -> tables.get(t).table().relation().name().equals(name))
                .findFirst()
                .orElse(-1);
    }

    private static boolean acts(char action) {
        return action == 'c' || action == 'n' || action == 'd';
    }

    private static String action(char action) {
        return action == 'c' ? "CASCADE" : action == 'n' ? "SET NULL" : "SET DEFAULT";
    }
}
