// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.Assessment.MissingRight;
import io.truename.corpus.assess.Assessment.Observer;
import io.truename.corpus.assess.DocumentCounts;
import io.truename.corpus.assess.TableWriteEstimate;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Queries of the catalog and of the server's statistics for the tables of a corpus. */
final class CatalogQueries {
    /** Row count above which the server's estimate is used, because counting would read the whole table. */
    private static final long COUNTED = 2_000_000;

    private final CorpusSchema schema;

    CatalogQueries(CorpusSchema schema) {
        this.schema = schema;
    }

    List<TableWriteEstimate> loads(Session session, DocumentCounts total) {
        List<TableWriteEstimate> loads = new ArrayList<>();
        for (RekeyedTable table : schema.tables()) {
            record Size(long rows, long bytes, int indexes, long pages) {}
            Size size = session.one(
                    "WITH parts AS (SELECT $1::regclass AS part UNION SELECT relid FROM pg_partition_tree($1::regclass))"
                            + " SELECT sum(greatest(c.reltuples, 0))::bigint AS rows,"
                            + " sum(pg_relation_size(c.oid))::bigint AS bytes,"
                            + " (SELECT count(*)::integer FROM pg_index i WHERE i.indrelid = $1::regclass) AS indexes"
                            + " FROM parts JOIN pg_class c ON c.oid = parts.part AND c.relkind <> 'p'",
                    row -> new Size(
                            row.number("rows"),
                            row.number("bytes"),
                            row.get("indexes", Integer.class),
                            row.number("bytes") / 8192),
                    TableSql.quoted(table.relation().name()));
            boolean counted = size.rows < COUNTED;
            long rows = 0;
            for (IdColumn idColumn : deciding(table)) {
                long values = counted ? values(session, table, idColumn) : size.rows;
                rows = Math.max(rows, Math.round(values * share(idColumn.space(), total)));
            }
            double perRow = size.rows > 0 ? size.bytes / (double) size.rows : rows > 0 ? size.bytes / (double) rows : 0;
            loads.add(new TableWriteEstimate(
                    table.relation().name().toString(),
                    rows,
                    !counted,
                    size.indexes,
                    Math.min(perRow, 8192),
                    size.pages));
        }
        return loads;
    }

    /**
     * Columns that determine how many rows of a table change: its own id, if it has one. A chunk changes exactly when its id does,
     * because a document that moves changes the ids of all its chunks.
     */
    private static List<IdColumn> deciding(RekeyedTable table) {
        List<IdColumn> ids = table.idColumns().stream()
                .filter(idColumn -> idColumn.origin() == IdColumn.Origin.ID)
                .toList();
        return ids.isEmpty() ? table.idColumns() : ids;
    }

    private static long values(Session session, RekeyedTable table, IdColumn idColumn) {
        return session.one(
                "SELECT count(" + SqlNames.quoted(idColumn.column().name()) + ") AS rows FROM "
                        + TableSql.quoted(table.relation().name()),
                row -> row.number("rows"));
    }

    /** Share of references that change. It assumes the share of untrue documents, because references are not counted one by one. */
    private static double share(int space, DocumentCounts total) {
        if (space == 0) {
            return total.documents() == 0 ? 0 : total.toMove() / (double) total.documents();
        }
        return total.chunks() == 0 ? 0 : total.chunksToMove() / (double) total.chunks();
    }

    List<Observer> observers(Session session) {
        List<Observer> observers = new ArrayList<>();
        String[] tables = names();
        observers.addAll(session.list(
                "SELECT 'trigger' AS kind, t.tgname::text AS name, t.tgrelid::regclass::text AS \"on\", pg_get_triggerdef(t.oid) AS sees"
                        + " FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgrelid = ANY($1::text[]::regclass[])"
                        + " ORDER BY 3, 2",
                CatalogQueries::observer,
                (Object) tables));
        observers.addAll(session.list(
                "SELECT 'publication' AS kind, p.pubname::text AS name, p.schemaname || '.' || p.tablename AS \"on\","
                        + " 'every changed row, as a change of its key' AS sees FROM pg_class c"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_publication_tables p"
                        + " ON p.schemaname = n.nspname AND p.tablename = c.relname"
                        + " WHERE c.oid = ANY($1::text[]::regclass[]) ORDER BY 2, 3",
                CatalogQueries::observer,
                (Object) tables));
        observers.addAll(session.list(
                "SELECT DISTINCT CASE v.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END AS kind,"
                        + " v.oid::regclass::text AS name, d.refobjid::regclass::text AS \"on\","
                        + " CASE v.relkind WHEN 'm' THEN 'old ids until it is refreshed' ELSE 'new ids at once' END AS sees"
                        + " FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass"
                        + " JOIN pg_class v ON v.oid = r.ev_class WHERE d.refclassid = 'pg_class'::regclass"
                        + " AND d.refobjid = ANY($1::text[]::regclass[]) AND v.oid <> d.refobjid ORDER BY 1, 2, 3",
                CatalogQueries::observer,
                (Object) tables));
        observers.addAll(session.list(
                "SELECT 'replica' AS kind, coalesce(application_name, '') AS name, '' AS \"on\","
                        + " 'all WAL; its lag is watched' AS sees FROM pg_stat_replication ORDER BY 2",
                CatalogQueries::observer));
        observers.addAll(session.list(
                "SELECT 'replication slot' AS kind, slot_name::text AS name, '' AS \"on\", slot_type || CASE WHEN active"
                        + " THEN ', read now' ELSE ', not read now: keeps all WAL until it is' END AS sees"
                        + " FROM pg_replication_slots WHERE database IS NULL OR database = current_database() ORDER BY 2",
                CatalogQueries::observer));
        return observers;
    }

    List<MissingRight> missingRights(Session session) {
        return session.list(
                """
                SELECT t.name AS subject, r.name AS right, r.use,
                       format('GRANT %s ON %s TO %I', r.name, t.name, current_user) AS remedy
                  FROM unnest($1::text[], $2::text[], $3::boolean[]) AS t (name, columns, merges)
                 CROSS JOIN (VALUES ('SELECT', 'reading ids', false), ('UPDATE', 'changing ids and locking rows', false),
                                    ('DELETE', 'merging duplicates', true), ('INSERT', 'taking a merge back', true))
                         AS r (name, use, of_merges)
                 WHERE (t.merges OR NOT r.of_merges) AND NOT has_table_privilege(t.name::regclass, r.name)
                   AND (r.name <> 'UPDATE' OR EXISTS (
                       SELECT FROM unnest(t.columns::text[]) AS c (name)
                        WHERE NOT has_column_privilege(t.name::regclass, c.name, 'UPDATE')))
                 ORDER BY 1, 2""",
                row -> new MissingRight(row.text("subject"), row.text("right"), row.text("use"), row.text("remedy")),
                names(),
                schema.tables().stream().map(CatalogQueries::columns).toArray(String[]::new),
                schema.tables().stream().map(schema::mergesRowsOf).toArray(Boolean[]::new));
    }

    /** Columns with ids, as the text of an array. */
    private static String columns(RekeyedTable table) {
        return table.idColumns().stream()
                .map(idColumn ->
                        '"' + idColumn.column().name().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String[] names() {
        return schema.tables().stream()
                .map(table -> TableSql.quoted(table.relation().name()))
                .toArray(String[]::new);
    }

    private static Observer observer(Session.Fields row) {
        return new Observer(row.text("kind"), row.text("name"), row.text("on"), row.text("sees"));
    }
}
