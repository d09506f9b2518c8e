// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.corpus.health.TableBloat;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.health.TableBloatReader;
import io.truename.probing.advice.IndexFacts;
import io.truename.probing.advice.TableFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads tables, partitions and their indexes. Sizes take a lock that waits for a session that alters the table. */
final class TableReader {
    /** Tables that are read if no mapping names them. */
    private static final int MOST_TABLES = 200;

    private static final String TABLES = """
        WITH RECURSIVE named AS (
            SELECT c.oid FROM unnest($1::text[], $2::text[]) AS given(schema, name)
              JOIN pg_catalog.pg_namespace n ON n.nspname = given.schema
              JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = given.name
             UNION ALL
            (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE pg_catalog.cardinality($1::text[]) = 0 AND c.relkind = 'r' AND c.relpersistence = 'p'
                AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'truename')
              ORDER BY c.relpages DESC LIMIT %d)),
        family AS (
            SELECT oid FROM named UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON i.inhparent = f.oid)
        """.formatted(MOST_TABLES);

    private static final String FACTS = TABLES + """
        SELECT n.nspname::text AS schema, c.relname::text AS name,
               greatest(s.n_live_tup, c.reltuples::bigint, -1) AS rows,
               coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0) AS reads,
               coalesce(s.n_mod_since_analyze, 0) AS changes,
               s.last_analyze IS NOT NULL OR s.last_autoanalyze IS NOT NULL OR c.reltuples >= 0 AND c.relpages > 0 AS analyzed,
               pg_catalog.current_setting('autovacuum')::boolean
               AND coalesce((SELECT o.option_value::boolean FROM pg_catalog.pg_options_to_table(c.reloptions) o
                              WHERE o.option_name = 'autovacuum_enabled'), true) AS autovacuum,
               coalesce(pg_catalog.pg_relation_size(c.oid) + pg_catalog.pg_indexes_size(c.oid), 0) AS bytes
          FROM family f JOIN pg_catalog.pg_class c ON c.oid = f.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
         WHERE c.relkind = 'r' ORDER BY 1, 2
        """;

    /** Width of a B-tree entry: its pointer, its header and its keys, aligned to 8 bytes. */
    private static final String INDEXES = TABLES + """
        , indexes AS (
            SELECT i.*, c.relname, c.relkind, c.reltuples, c.relnamespace, m.amname,
                   t.relname AS table_name, t.relnamespace AS table_namespace, t.reltuples AS table_rows,
                   coalesce(pg_catalog.pg_relation_size(i.indexrelid), 0) AS bytes,
                   (SELECT CASE WHEN count(*) = count(w.avg_width) THEN sum(w.avg_width) END
                      FROM unnest(i.indkey) AS k(number)
                      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0
                      LEFT JOIN pg_catalog.pg_stats w ON w.schemaname = tn.nspname AND w.tablename = t.relname
                            AND w.attname = a.attname AND NOT w.inherited) AS width,
                   (SELECT w.correlation FROM pg_catalog.pg_attribute a
                      JOIN pg_catalog.pg_stats w ON w.schemaname = tn.nspname AND w.tablename = t.relname
                           AND w.attname = a.attname AND NOT w.inherited
                     WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.atttypid = 'uuid'::regtype) AS id_order
              FROM family f JOIN pg_catalog.pg_index i ON i.indrelid = f.oid
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
              JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
              JOIN pg_catalog.pg_am m ON m.oid = c.relam)
        SELECT (SELECT nspname FROM pg_catalog.pg_namespace WHERE oid = i.table_namespace)::text AS table_schema,
               i.table_name::text AS table_name,
               (SELECT nspname FROM pg_catalog.pg_namespace WHERE oid = i.relnamespace)::text AS schema,
               i.relname::text AS name, i.amname::text AS method,
               ARRAY(SELECT coalesce(a.attname::text, '') FROM generate_series(0, i.indnkeyatts - 1) k
                       LEFT JOIN pg_catalog.pg_attribute a
                              ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k] AND a.attnum > 0 ORDER BY k) AS columns,
               ARRAY(SELECT CASE WHEN k >= i.indnkeyatts THEN 'include ' || pg_catalog.pg_get_indexdef(i.indexrelid, k + 1, true)
                            ELSE pg_catalog.concat_ws(' ', pg_catalog.pg_get_indexdef(i.indexrelid, k + 1, true),
                                 i.indclass[k], i.indcollation[k], i.indoption[k]) END
                       FROM generate_series(0, i.indnatts - 1) k ORDER BY k) AS keys,
               coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid, true), '') AS condition,
               i.indisunique AS is_unique,
               i.indisprimary OR i.indisexclusion OR i.indisreplident OR i.relkind = 'I'
               OR EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = i.indexrelid)
               OR EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid) AS enforces,
               EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND k.conrelid = i.indrelid
                   AND i.indkey[0] = ANY (k.conkey)) AS referencing,
               i.indisvalid AND i.indisready AND i.indislive AS valid,
               EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index b WHERE b.index_relid = i.indexrelid)
               OR EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'relation' AND l.relation = i.indexrelid
                   AND l.mode IN ('RowExclusiveLock', 'ShareUpdateExclusiveLock', 'AccessExclusiveLock')
                   AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                   AND NOT i.indisvalid) AS building,
               coalesce(pg_catalog.pg_stat_get_numscans(i.indexrelid), 0) AS scans, i.bytes,
               CASE WHEN i.amname = 'btree' AND i.bytes > 0 AND i.width IS NOT NULL AND i.indpred IS NULL
                     AND greatest(pg_catalog.pg_stat_get_live_tuples(i.indrelid), i.table_rows) > 0
                    THEN greatest(pg_catalog.pg_stat_get_live_tuples(i.indrelid), i.table_rows)
                         * (4 + 8 * ceil((8 + i.width) / 8.0)) / i.bytes
                    ELSE 'NaN' END::float8 AS filled,
               coalesce(abs(i.id_order) < 0.5, false) AS random_ids
          FROM indexes i WHERE i.relkind IN ('i', 'I') ORDER BY 1, 2, 3, 4
        """;

    private final String[] schemas;
    private final String[] names;
    private final List<TableName> tables;
    private final String applicationName;

    TableReader(List<TableName> tables, String applicationName) {
        this.schemas = tables.stream().map(TableName::schema).toArray(String[]::new);
        this.names = tables.stream().map(TableName::name).toArray(String[]::new);
        this.tables = tables;
        this.applicationName = applicationName;
    }

    /**
     * Indexes.
     *
     * @param randomIds names of those whose ids are in random order
     */
    record Indexes(List<IndexFacts> indexes, List<String> randomIds) {}

    private record IndexRow(IndexFacts facts, boolean randomIds) {}

    List<TableFacts> tables(Session session) {
        return session.list(FACTS, TableReader::table, schemas, names);
    }

    /** Adds dead rows, outside of a transaction; the same facts while another session alters one of the tables. */
    List<TableFacts> withDeadRows(Session session, List<TableFacts> facts) {
        List<TableName> read =
                tables.isEmpty() ? facts.stream().map(TableFacts::name).toList() : tables;
        Map<TableName, TableBloat> bloat = new TableBloatReader(applicationName, read)
                .read(session).orElse(List.of()).stream()
                        .collect(Collectors.toMap(TableBloat::partition, Function.identity(), (one, other) -> one));
        return facts.stream().map(table -> with(table, bloat.get(table.name()))).toList();
    }

    private static TableFacts with(TableFacts table, @Nullable TableBloat bloat) {
        return bloat == null
                ? table
                : new TableFacts(
                        table.name(),
                        table.rows(),
                        table.reads(),
                        table.changes(),
                        table.analyzed(),
                        table.autovacuum(),
                        bloat.vacuuming(),
                        bloat.deadBytes(),
                        bloat.bytes());
    }

    private static TableFacts table(Session.Fields row) {
        return new TableFacts(
                new TableName(row.text("schema"), row.text("name")),
                row.number("rows"),
                row.number("reads"),
                row.number("changes"),
                row.flag("analyzed"),
                row.flag("autovacuum"),
                false,
                0,
                row.number("bytes"));
    }

    Indexes indexes(Session session) {
        List<IndexRow> rows = session.list(INDEXES, TableReader::index, schemas, names);
        return new Indexes(
                rows.stream().map(IndexRow::facts).toList(),
                rows.stream()
                        .filter(IndexRow::randomIds)
                        .map(row -> row.facts().name().toString())
                        .toList());
    }

    private static IndexRow index(Session.Fields row) {
        return new IndexRow(
                new IndexFacts(
                        new TableName(row.text("table_schema"), row.text("table_name")),
                        new TableName(row.text("schema"), row.text("name")),
                        row.text("method"),
                        Arrays.asList(row.get("columns", String[].class)),
                        Arrays.asList(row.get("keys", String[].class)),
                        row.text("condition"),
                        row.flag("is_unique"),
                        row.flag("enforces"),
                        row.flag("referencing"),
                        row.flag("valid"),
                        row.flag("building"),
                        row.number("scans"),
                        row.number("bytes"),
                        row.get("filled", Double.class)),
                row.flag("random_ids"));
    }
}
