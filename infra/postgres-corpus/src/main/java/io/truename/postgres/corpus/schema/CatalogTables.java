// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.Relation;
import io.truename.corpus.schema.TableName;
import io.truename.corpus.schema.UniqueKey;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.schema.CatalogTable.Access;
import io.truename.postgres.corpus.schema.CatalogTable.CatalogIndex;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads tables from the catalog, with a fixed number of queries for any number of tables. */
final class CatalogTables {
    /** Count at which counting rows stops: a larger number makes no difference. */
    static final long MOST_COUNTED = 50_001;

    static final String FAMILY = """
            WITH family AS (
                SELECT r.oid AS root, coalesce(t.relid::oid, r.oid) AS member, coalesce(t.isleaf, true) AS leaf
                  FROM unnest($1::oid[]) AS r (oid) LEFT JOIN LATERAL pg_partition_tree(r.oid) t ON true)
            """;

    /**
     * Estimates rows as the planner does: density at the last count times present pages; NaN if never counted. OFFSET 0 keeps the server
     * from measuring every table of the database, for which it would wait where another session has locked one.
     */
    private static final String TABLES = FAMILY + """
            , size AS (
                SELECT f.root, array_agg(f.member::int8 ORDER BY f.member) FILTER (WHERE f.leaf) AS leaves,
                       bool_or(c.relkind = 'f') AS foreign_leaf,
                       sum(CASE WHEN NOT f.leaf OR c.relkind = 'f' OR c.pages = 0 THEN 0
                                WHEN c.reltuples < 0 OR c.relpages = 0 THEN 'NaN'::float8
                                ELSE c.reltuples::float8 / c.relpages * c.pages END) AS rows
                  FROM family f CROSS JOIN LATERAL (
                      SELECT k.relkind, k.reltuples, k.relpages,
                             CASE WHEN k.relkind = 'r' THEN pg_relation_size(k.oid)
                                      / current_setting('block_size')::int ELSE 0 END AS pages
                        FROM pg_catalog.pg_class k WHERE k.oid = f.member OFFSET 0) c
                 GROUP BY f.root)
            SELECT c.oid::int8 AS oid, n.nspname::text AS schema, c.relname::text AS name, c.relkind = 'p' AS partitioned,
                   s.rows, coalesce(s.leaves, '{}') AS leaves, s.foreign_leaf,
                   has_schema_privilege(n.oid, 'USAGE') AS may_use,
                   has_table_privilege(c.oid, 'SELECT') AS may_select,
                   has_table_privilege(c.oid, 'INSERT') AS may_insert,
                   has_table_privilege(c.oid, 'DELETE') AS may_delete,
                   pg_has_role(c.relowner, 'USAGE') AS owned, c.relforcerowsecurity AS forced,
                   c.relrowsecurity AND NOT me.bypass AND NOT (pg_has_role(c.relowner, 'USAGE') AND NOT c.relforcerowsecurity)
                       AS hides_rows,
                   c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AS inherits,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_partitioned_table pt
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = pt.partrelid AND a.attnum = ANY (pt.partattrs)
                          WHERE pt.partrelid = ANY (ARRAY(SELECT f.member FROM family f WHERE f.root = c.oid))) AS partition_key
              FROM size s JOIN pg_catalog.pg_class c ON c.oid = s.root
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
                   (SELECT rolsuper OR rolbypassrls AS bypass FROM pg_catalog.pg_roles WHERE rolname = current_user) me
             ORDER BY c.oid""";

    private static final String COLUMNS = """
            SELECT a.attrelid::int8 AS oid, a.attname::text AS name, NOT a.attnotnull AS nullable,
                   a.attgenerated <> '' AS generated, b.typname::text AS base_type,
                   format_type(b.oid, b.modifier) AS type,
                   has_column_privilege(a.attrelid, a.attnum, 'UPDATE') AS may_update
              FROM pg_catalog.pg_attribute a, LATERAL (
                WITH RECURSIVE chain AS (
                    SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod, a.atttypmod AS modifier
                      FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
                    UNION ALL
                    SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod, c.typtypmod
                      FROM chain c JOIN pg_catalog.pg_type t ON t.oid = c.typbasetype WHERE c.typtype = 'd')
                SELECT chain.oid, chain.typname, chain.modifier FROM chain WHERE chain.typtype <> 'd') b
             WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attrelid, a.attnum""";

    private static final String INDEXES = FAMILY + """
            SELECT f.root::int8 AS root, f.member::int8 AS member, c.relname::text AS name, m.amname::text AS method,
                   i.indisunique AS is_unique, i.indisprimary AS is_primary, %s AS nulls_equal,
                   ARRAY(SELECT coalesce(a.attname::text, '')
                           FROM generate_series(0, i.indnkeyatts - 1) k
                           LEFT JOIN pg_catalog.pg_attribute a
                                  ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k] AND a.attnum > 0
                          ORDER BY k) AS columns,
                   pg_get_indexdef(i.indexrelid, 1, true) AS first,
                   coalesce(pg_get_expr(i.indpred, i.indrelid, true), '') AS predicate,
                   m.amname = 'gin' AND NOT EXISTS (
                       SELECT FROM pg_options_to_table(c.reloptions) AS o
                        WHERE o.option_name = 'fastupdate' AND NOT o.option_value::boolean) AS collects
              FROM family f JOIN pg_catalog.pg_index i ON i.indrelid = f.member
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_am m ON m.oid = c.relam
             WHERE i.indisvalid AND i.indisready
             ORDER BY f.root, f.member, c.relname""";

    private final Session session;
    private final int serverVersion;

    CatalogTables(Session session, int serverVersion) {
        this.session = session;
        this.serverVersion = serverVersion;
    }

    private record ColumnRow(long oid, Column column, String baseType, boolean updatable) {}

    private record IndexRow(long root, CatalogIndex index) {}

    /** Reads the tables of these oids, which must be ordinary or partitioned tables. */
    Map<Long, CatalogTable> read(Collection<Long> oids) {
        Long[] bound = oids.toArray(Long[]::new);
        Map<Long, List<ColumnRow>> columns = session
                .list(
                        COLUMNS,
                        row -> new ColumnRow(
                                row.number("oid"),
                                new Column(
                                        row.text("name"),
                                        row.text("type"),
                                        row.flag("nullable"),
                                        row.flag("generated")),
                                row.text("base_type"),
                                row.flag("may_update")),
                        (Object) bound)
                .stream()
                .collect(Collectors.groupingBy(ColumnRow::oid));
        String nullsEqual = serverVersion >= 150_000 ? "i.indnullsnotdistinct" : "false";
        Map<Long, List<CatalogIndex>> indexes =
                session.list(INDEXES.formatted(nullsEqual), CatalogTables::index, (Object) bound).stream()
                        .collect(Collectors.groupingBy(
                                IndexRow::root, Collectors.mapping(IndexRow::index, Collectors.toList())));
        Map<Long, CatalogTable> tables = new LinkedHashMap<>();
        for (CatalogTable table : session.list(
                TABLES,
                row -> table(
                        row,
                        columns.getOrDefault(row.number("oid"), List.of()),
                        indexes.getOrDefault(row.number("oid"), List.of())),
                (Object) bound)) {
            tables.put(table.oid(), counted(table));
        }
        return tables;
    }

    private static IndexRow index(Session.Fields row) {
        return new IndexRow(
                row.number("root"),
                new CatalogIndex(
                        row.number("member"),
                        row.text("name"),
                        row.text("method"),
                        row.flag("is_unique"),
                        row.flag("is_primary"),
                        row.flag("nulls_equal"),
                        List.of(row.get("columns", String[].class)),
                        row.text("first"),
                        row.text("predicate"),
                        row.flag("collects")));
    }

    private static CatalogTable table(Session.Fields row, List<ColumnRow> columns, List<CatalogIndex> indexes) {
        long oid = row.number("oid");
        double rows = row.get("rows", Double.class);
        List<CatalogIndex> own = indexes.stream()
                .filter(index -> index.table() == oid && index.unique())
                .toList();
        Relation relation = new Relation(
                new TableName(row.text("schema"), row.text("name")),
                row.flag("partitioned"),
                Double.isNaN(rows) ? -1 : Math.round(rows),
                columns.stream().map(ColumnRow::column).toList(),
                own.stream()
                        .filter(CatalogIndex::primary)
                        .findFirst()
                        .map(CatalogIndex::columns)
                        .orElse(List.of()),
                own.stream()
                        .map(index -> new UniqueKey(
                                index.name(),
                                index.columns().contains("") ? List.of() : index.columns(),
                                !index.predicate().isEmpty(),
                                index.nullsEqual()))
                        .toList());
        return new CatalogTable(
                oid,
                relation,
                columns.stream()
                        .collect(Collectors.toMap(known -> known.column().name(), ColumnRow::baseType)),
                indexes,
                List.of(row.get("leaves", Long[].class)),
                List.of(row.get("partition_key", String[].class)),
                new Access(
                        row.flag("may_use"),
                        row.flag("may_select"),
                        row.flag("may_insert"),
                        row.flag("may_delete"),
                        columns.stream()
                                .filter(ColumnRow::updatable)
                                .map(known -> known.column().name())
                                .toList(),
                        row.flag("owned"),
                        row.flag("forced"),
                        row.flag("hides_rows"),
                        row.flag("inherits"),
                        row.flag("foreign_leaf")));
    }

    /** Adds the estimate of rows, or a count that stops early if there is no estimate. */
    private CatalogTable counted(CatalogTable table) {
        Relation relation = table.relation();
        if (relation.rows() >= 0) {
            return table;
        }
        long rows = table.access().readable()
                ? session.one(
                        "SELECT count(*) AS rows FROM (SELECT FROM " + TableSql.quoted(relation.name()) + " LIMIT "
                                + MOST_COUNTED + ") AS rows",
                        row -> row.number("rows"))
                : 0;
        return new CatalogTable(
                table.oid(),
                new Relation(
                        relation.name(),
                        relation.partitioned(),
                        rows,
                        relation.columns(),
                        relation.primaryKey(),
                        relation.uniqueKeys()),
                table.baseTypes(),
                table.indexes(),
                table.leaves(),
                table.partitionKey(),
                table.access());
    }
}
