// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.schema.TableName;
import io.truename.corpus.suggest.ColumnFacts;
import io.truename.corpus.suggest.ForeignLink;
import io.truename.postgres.Session;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reader of every table that may hold documents or chunks, with a fixed number of queries. */
final class CatalogReader {
    /** Number of tables that are looked at. */
    static final int MOST_TABLES = 1_000;

    /** Estimates without measuring files, for which the server would wait where another session has locked a table. */
    private static final String TABLES = """
            /* truename:suggest */
            SELECT c.oid::int8 AS oid, n.nspname::text AS schema, c.relname::text AS name,
                   coalesce(obj_description(c.oid, 'pg_class'), '') AS comment, size.rows, size.pages::int8 AS pages,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS may_select,
                   c.relrowsecurity AND NOT me.bypass AND NOT (pg_has_role(c.relowner, 'USAGE') AND NOT c.relforcerowsecurity)
                       AS hides_rows
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
                   (SELECT rolsuper OR rolbypassrls AS bypass FROM pg_catalog.pg_roles WHERE rolname = current_user) me,
                   LATERAL (
                       WITH RECURSIVE part (id) AS (
                           SELECT c.oid
                           UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN part p ON i.inhparent = p.id)
                       SELECT coalesce(sum(greatest(l.reltuples, 0)), 0)::float8 AS rows, coalesce(sum(l.relpages), 0) AS pages
                         FROM part p JOIN pg_catalog.pg_class l ON l.oid = p.id WHERE l.relkind = 'r') size
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'truename') AND n.nspname NOT LIKE 'pg\\_%'
               AND (cardinality(CAST($1 AS text[])) = 0 OR n.nspname = ANY (CAST($1 AS text[])))
             ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C" LIMIT\s""" + (MOST_TABLES + 1);

    private static final String COLUMNS = """
            /* truename:suggest */
            SELECT a.attrelid::int8 AS oid, a.attname::text AS name, NOT a.attnotnull AS nullable,
                   b.typname::text AS base_type, format_type(b.oid, b.modifier) AS type,
                   coalesce(col_description(a.attrelid, a.attnum), '') AS comment
              FROM pg_catalog.pg_attribute a, LATERAL (
                WITH RECURSIVE chain AS (
                    SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod, a.atttypmod AS modifier
                      FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
                    UNION ALL
                    SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod, c.typtypmod
                      FROM chain c JOIN pg_catalog.pg_type t ON t.oid = c.typbasetype WHERE c.typtype = 'd')
                SELECT chain.oid, chain.typname, chain.modifier FROM chain WHERE chain.typtype <> 'd') b
             WHERE a.attrelid = ANY (CAST($1 AS int8[])) AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attrelid, a.attnum""";

    /** Keys that are unique over all rows. */
    private static final String KEYS = """
            /* truename:suggest */
            SELECT i.indrelid::int8 AS oid,
                   ARRAY(SELECT a.attname::text FROM generate_series(0, i.indnkeyatts - 1) k
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k]
                          ORDER BY k) AS columns
              FROM pg_catalog.pg_index i
             WHERE i.indrelid = ANY (CAST($1 AS int8[])) AND i.indisunique AND i.indisvalid AND i.indisready
               AND i.indpred IS NULL AND i.indexprs IS NULL
             ORDER BY i.indrelid, NOT i.indisprimary, i.indexrelid""";

    private static final String LINKS = """
            /* truename:suggest */
            SELECT coalesce(pg_partition_root(k.conrelid), k.conrelid)::oid::int8 AS child,
                   coalesce(pg_partition_root(k.confrelid), k.confrelid)::oid::int8 AS parent,
                   a.attname::text AS column, r.attname::text AS referenced
              FROM pg_catalog.pg_constraint k
              JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
              JOIN pg_catalog.pg_attribute r ON r.attrelid = k.confrelid AND r.attnum = k.confkey[1]
             WHERE k.contype = 'f' AND k.conparentid = 0 AND cardinality(k.conkey) = 1
             ORDER BY k.conrelid, k.conname""";

    private CatalogReader() {}

    /**
     * Table without its rows.
     *
     * @param rows estimate; 0 if nobody has counted
     * @param pages blocks at the time of the estimate
     * @param obstacle why its rows cannot be read; empty if they can
     */
    record Table(
            long oid,
            TableName name,
            String comment,
            double rows,
            long pages,
            String obstacle,
            List<ColumnFacts> columns,
            List<List<String>> keys) {}

    /** Tables and foreign keys of one column. */
    record Catalog(List<Table> tables, List<ForeignLink> links) {}

    private record ColumnRow(long oid, ColumnFacts column) {}

    private record KeyRow(long oid, List<String> columns) {}

    private record LinkRow(long child, String column, long parent, String referenced) {}

    /** Reads the tables of these schemas; of all if none is given. */
    static Catalog read(Session session, List<String> schemas) {
        List<Table> found = session.list(TABLES, CatalogReader::table, (Object) schemas.toArray(String[]::new));
        Long[] oids = found.stream().map(Table::oid).toArray(Long[]::new);
        Map<Long, List<ColumnFacts>> columns = session
                .list(
                        COLUMNS,
                        row -> new ColumnRow(
                                row.number("oid"),
                                new ColumnFacts(
                                        row.text("name"),
                                        row.text("type"),
                                        row.text("base_type"),
                                        row.flag("nullable"),
                                        row.text("comment"))),
                        (Object) oids)
                .stream()
                .collect(Collectors.groupingBy(
                        ColumnRow::oid, Collectors.mapping(ColumnRow::column, Collectors.toList())));
        Map<Long, List<List<String>>> keys = session
                .list(KEYS, row -> new KeyRow(row.number("oid"), List.of(row.get("columns", String[].class))), (Object)
                        oids)
                .stream()
                .collect(Collectors.groupingBy(KeyRow::oid, Collectors.mapping(KeyRow::columns, Collectors.toList())));
        List<Table> tables = found.stream()
                .map(table -> new Table(
                        table.oid,
                        table.name,
                        table.comment,
                        table.rows,
                        table.pages,
                        table.obstacle,
                        columns.getOrDefault(table.oid, List.of()),
                        keys.getOrDefault(table.oid, List.of())))
                .toList();
        return new Catalog(tables, links(session, tables));
    }

    private static Table table(Session.Fields row) {
        String obstacle = !row.flag("may_select")
                ? "The role may not read it."
                : row.flag("hides_rows") ? "Row-level security may hide rows from the role." : "";
        return new Table(
                row.number("oid"),
                new TableName(row.text("schema"), row.text("name")),
                row.text("comment"),
                row.get("rows", Double.class),
                row.number("pages"),
                obstacle,
                List.of(),
                List.of());
    }

    private static List<ForeignLink> links(Session session, List<Table> tables) {
        Map<Long, TableName> names = tables.stream().collect(Collectors.toMap(Table::oid, Table::name));
        return session
                .list(
                        LINKS,
                        row -> new LinkRow(
                                row.number("child"), row.text("column"), row.number("parent"), row.text("referenced")))
                .stream()
                .flatMap(link -> {
                    TableName child = names.get(link.child);
                    TableName parent = names.get(link.parent);
                    return child == null || parent == null
                            ? java.util.stream.Stream.empty()
                            : java.util.stream.Stream.of(new ForeignLink(child, link.column, parent, link.referenced));
                })
                .toList();
    }
}
