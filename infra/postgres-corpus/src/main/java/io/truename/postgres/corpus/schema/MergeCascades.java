// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.TableName;
import io.truename.corpus.schema.UniqueKey;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Foreign keys with cascades: the server deletes or changes referring rows when a merge deletes the referenced row. */
final class MergeCascades {
    private static final String TABLES = """
            SELECT c.oid::int8 AS oid, n.nspname::text AS schema, c.relname::text AS name,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid = ANY ($1::oid[])""";

    private final Session session;
    private final Findings findings;

    MergeCascades(Session session, Findings findings) {
        this.session = session;
        this.findings = findings;
    }

    private record Child(TableName name, boolean readable) {}

    void check(IdColumnSearch search, Map<Long, CatalogTable> tables) {
        List<TableReference> acting = search.unfollowed().stream()
                .filter(reference -> tables.containsKey(reference.parent())
                        && (search.holdsIds(reference.parent()) || mayBeTwice(search, tables.get(reference.parent()))))
                .toList();
        Map<Long, Child> children = new HashMap<>();
        session.list(
                        TABLES,
                        row -> Map.entry(
                                row.number("oid"),
                                new Child(new TableName(row.text("schema"), row.text("name")), row.flag("readable"))),
                        (Object) acting.stream().map(TableReference::child).toArray(Long[]::new))
                .forEach(entry -> children.put(entry.getKey(), entry.getValue()));
        for (TableReference reference : acting) {
            Child child = children.get(reference.child());
            if (child != null) {
                found(reference, child, CorpusInspector.table(tables, reference.parent()));
            }
        }
    }

    /** Whether two rows of a table may become equal in a unique key. */
    private static boolean mayBeTwice(IdColumnSearch search, CatalogTable table) {
        return table.relation().uniqueKeys().stream()
                .map(UniqueKey::columns)
                .anyMatch(columns -> columns.stream().anyMatch(column -> search.changesInMerges(table.oid(), column)));
    }

    private void found(TableReference reference, Child child, CatalogTable parent) {
        String action =
                reference.onDelete() == 'c' ? "CASCADE" : reference.onDelete() == 'n' ? "SET NULL" : "SET DEFAULT";
        findings.warn(
                "merge.cascade",
                child.name + " " + reference.name(),
                "Merging duplicates may delete rows of " + parent.name()
                        + ", and this foreign key, which the run does not follow, is ON DELETE " + action
                        + ": the server would " + (reference.onDelete() == 'c' ? "delete" : "change")
                        + " rows that nothing brings back. A duplicate that has such rows is therefore not merged but"
                        + " set aside.",
                (child.readable
                                ? ""
                                : "Let the run's role see them: GRANT SELECT ON "
                                        + TableSql.quoted(child.name)
                                        + " TO it; without that, a merge stops the run. ")
                        + "Resolve duplicates that have such rows before, or plan with \"onCollision\": \"skip\".");
    }
}
