// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.List;
import java.util.Map;

/** Side effects of changing rows: triggers, rules, replication, views. */
final class SideEffects {
    private static final String TRIGGERS = CatalogTables.FAMILY + """
            SELECT f.root::int8 AS root, t.tgname::text AS name, t.tgtype & 2 <> 0 AS before,
                   t.tgtype & 16 <> 0 AS on_update, t.tgtype & 8 <> 0 AS on_delete,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                          WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr)) AS columns,
                   t.tgfoid::regprocedure::text AS function
              FROM family f JOIN pg_catalog.pg_trigger t ON t.tgrelid = f.member
             WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled IN ('O', 'A')
               AND t.tgtype & 24 <> 0
             ORDER BY f.root::regclass::text, t.tgname, f.member""";

    private static final String RULES = CatalogTables.FAMILY + """
            SELECT f.root::int8 AS root, r.rulename::text AS name, r.ev_type = '2' AS on_update
              FROM family f JOIN pg_catalog.pg_rewrite r ON r.ev_class = f.member
             WHERE r.ev_type IN ('2', '3', '4') AND r.ev_enabled IN ('O', 'A')
             ORDER BY f.root, r.rulename""";

    private static final String SLOTS = """
            SELECT slot_name::text AS name FROM pg_catalog.pg_replication_slots
             WHERE slot_type = 'logical' AND database = current_database() ORDER BY 1""";

    private static final String VIEWS = """
            WITH RECURSIVE upon (oid) AS (
                SELECT unnest($1::oid[])
                UNION
                SELECT r.ev_class FROM upon
                  JOIN pg_catalog.pg_depend d ON d.refobjid = upon.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
                       AND d.classid = 'pg_catalog.pg_rewrite'::regclass
                  JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid)
            SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind = 'm' AS materialized
              FROM upon JOIN pg_catalog.pg_class c ON c.oid = upon.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('v', 'm') ORDER BY 1, 2""";

    private static final String EXCLUSIONS = CatalogTables.FAMILY + """
            SELECT DISTINCT f.root::int8 AS root, c.relname::text AS name, a.attname::text AS column
              FROM family f JOIN pg_catalog.pg_index i ON i.indrelid = f.member AND i.indisexclusion
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
             ORDER BY 1, 2, 3""";

    private final Session session;
    private final Findings findings;

    SideEffects(Session session, Findings findings) {
        this.session = session;
        this.findings = findings;
    }

    private record Trigger(
            long root,
            String name,
            boolean before,
            boolean onUpdate,
            boolean onDelete,
            List<String> columns,
            String function) {}

    private record Named(long root, String name, String detail) {}

    void check(IdColumnSearch search, Map<Long, CatalogTable> tables) {
        Object bound = tables.keySet().toArray(Long[]::new);
        rules(tables, bound);
        exclusions(search, tables, bound);
        replication();
        views(bound);
        triggers(search, tables, bound);
    }

    private void triggers(IdColumnSearch search, Map<Long, CatalogTable> tables, Object bound) {
        List<Trigger> triggers = session.list(
                TRIGGERS,
                row -> new Trigger(
                        row.number("root"),
                        row.text("name"),
                        row.flag("before"),
                        row.flag("on_update"),
                        row.flag("on_delete"),
                        List.of(row.get("columns", String[].class)),
                        row.text("function")),
                bound);
        List<Trigger> fired = triggers.stream()
                .filter(trigger -> trigger.onUpdate
                        && (trigger.columns.isEmpty()
                                || trigger.columns.stream()
                                        .anyMatch(column -> search.found().keySet().stream()
                                                .anyMatch(place -> place.table() == trigger.root
                                                        && place.column().equals(column)))))
                .toList();
        for (Trigger trigger : fired) {
            String table = CorpusInspector.table(tables, trigger.root).name().toString();
            findings.warn(
                    "trigger.update",
                    table + " " + trigger.name,
                    "The trigger runs " + trigger.function + (trigger.before ? " before" : " after")
                            + " each row that is moved, forward and back: what it writes is the application's, not part of"
                            + " the migration, and is not taken back by a rollback.",
                    trigger.before
                            ? "See in the plan which columns it changes; let it leave alone an update that changes only ids."
                            : "Let it leave alone an update that changes only ids, if what it does then is not wanted.");
        }
        for (Trigger trigger : triggers) {
            if (trigger.onDelete) {
                findings.note(
                        "trigger.delete",
                        CorpusInspector.table(tables, trigger.root).name() + " " + trigger.name,
                        "The trigger runs " + trigger.function + " for each duplicate's row that a merge deletes.",
                        "Plan with onCollision skip if that must not be.");
            }
        }
    }

    private void rules(Map<Long, CatalogTable> tables, Object bound) {
        for (Named rule : session.list(
                RULES,
                row -> new Named(row.number("root"), row.text("name"), row.flag("on_update") ? "UPDATE" : ""),
                bound)) {
            CatalogTable table = CorpusInspector.table(tables, rule.root);
            String subject = table.name() + " " + rule.name;
            String remedy = "ALTER TABLE " + table.sql() + " DISABLE RULE " + SqlNames.quoted(rule.name) + ";";
            if (rule.detail.isEmpty()) {
                findings.warn(
                        "rule.merge",
                        subject,
                        "The rule rewrites INSERT or DELETE: duplicates cannot be merged exactly.",
                        remedy);
            } else {
                findings.refuse(
                        "rule.update",
                        subject,
                        "The rule rewrites UPDATE: PostgreSQL would do something else than move the row, or refuse.",
                        remedy);
            }
        }
    }

    private void exclusions(IdColumnSearch search, Map<Long, CatalogTable> tables, Object bound) {
        for (Named exclusion : session.list(
                EXCLUSIONS, row -> new Named(row.number("root"), row.text("name"), row.text("column")), bound)) {
            if (search.has(exclusion.root, exclusion.detail)) {
                findings.warn(
                        "constraint.exclusion",
                        CorpusInspector.table(tables, exclusion.root).columnName(exclusion.detail),
                        "The exclusion constraint " + exclusion.name + " covers it: moving ids does not break it, but"
                                + " merging duplicates may, and such documents are then quarantined.",
                        "Resolve duplicates before, or plan with onCollision skip.");
            }
        }
    }

    private void replication() {
        List<String> slots = session.list(SLOTS, row -> row.text("name"));
        if (!slots.isEmpty()) {
            findings.note(
                    "replication.slots",
                    String.join(", ", slots),
                    "Logical replication slots decode every moved row; while one lags, the server keeps WAL for it.",
                    "Watch their lag during the migration.");
        }
        long replicas = session.one(
                "SELECT count(*) AS replicas FROM pg_catalog.pg_stat_replication", row -> row.number("replicas"));
        if (replicas > 0) {
            findings.note(
                    "replication.replicas",
                    replicas + (replicas == 1 ? " replica" : " replicas"),
                    "The migration's WAL goes to them, and readers there see ids change later.",
                    "Watch their lag during the migration.");
        }
    }

    private void views(Object bound) {
        record View(TableName name, boolean materialized) {}
        for (View view : session.list(
                VIEWS,
                row -> new View(new TableName(row.text("schema"), row.text("name")), row.flag("materialized")),
                bound)) {
            if (view.materialized) {
                findings.note(
                        "view.materialized",
                        view.name.toString(),
                        "It keeps old ids until it is refreshed.",
                        "REFRESH MATERIALIZED VIEW " + TableSql.quoted(view.name) + "; -- after the migration");
            } else {
                findings.note(
                        "view.plain",
                        view.name.toString(),
                        "It shows new ids as rows move.",
                        "Nothing, unless its readers keep ids.");
            }
        }
    }
}
