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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads tables, partitions and their indexes. Sizes take a lock that waits for a session that alters the table. */
final class TableReader {
    /** Tables that are read if no mapping names them. */
    private static final int MOST_TABLES = 200;

    /** Partitions of the tables of a mapping; without one, the partitioned tables of the largest. */
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
            SELECT oid FROM named
             UNION
            SELECT CASE WHEN pg_catalog.cardinality($1::text[]) = 0 THEN i.inhparent ELSE i.inhrelid END
              FROM pg_catalog.pg_inherits i JOIN family f
                ON f.oid = CASE WHEN pg_catalog.cardinality($1::text[]) = 0 THEN i.inhrelid ELSE i.inhparent END)
        """.formatted(MOST_TABLES);

    private static final String FACTS = TABLES + """
        SELECT n.nspname::text AS schema, c.relname::text AS name,
               greatest(s.n_live_tup, c.reltuples::bigint, -1) AS rows,
               coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0) AS reads,
               coalesce(s.n_mod_since_analyze, 0) AS changes,
               s.last_analyze IS NOT NULL OR s.last_autoanalyze IS NOT NULL OR c.reltuples >= 0 AND c.relpages > 0 AS analyzed,
               coalesce((SELECT o.option_value::boolean FROM pg_catalog.pg_options_to_table(c.reloptions) o
                              WHERE o.option_name = 'autovacuum_enabled'), true) AS autovacuum,
               coalesce(pg_catalog.pg_relation_size(c.oid) + pg_catalog.pg_indexes_size(c.oid), 0) AS bytes
          FROM family f JOIN pg_catalog.pg_class c ON c.oid = f.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
         WHERE c.relkind = 'r' ORDER BY 1, 2
        """;

    /**
     * Entries of a B-tree that was built now. Equal keys, where the server may merge them, share one entry of at most 816 bytes, with 6
     * bytes for each row. How many are equal is known from distinct values, unless some are frequent: of the others ANALYZE then counts
     * too few, so that each counts as one of its own. Too many distinct values make an index look full, never empty.
     */
    private static final String INDEXES = TABLES + """
        , indexes AS (
            SELECT i.*, c.relname, c.relkind, c.relnamespace, m.amname, n.nspname AS schema,
                   t.relname AS table_name, tn.nspname AS table_schema,
                   pg_catalog.has_table_privilege(t.oid, 'SELECT') AND NOT pg_catalog.row_security_active(t.oid) AS seen,
                   coalesce(pg_catalog.pg_relation_size(i.indexrelid), 0) AS bytes,
                   greatest(pg_catalog.pg_stat_get_live_tuples(t.oid), t.reltuples::bigint, 0)::float8
                   * CASE WHEN i.indpred IS NULL THEN 1 ELSE greatest(c.reltuples, 0) / greatest(t.reltuples, 1) END AS rows,
                   coalesce((SELECT o.option_value::float8 FROM pg_catalog.pg_options_to_table(c.reloptions) o
                              WHERE o.option_name = 'fillfactor'), 90) / 100 AS fill_factor,
                   NOT i.indisunique AND i.indnatts = i.indnkeyatts
                   AND coalesce((SELECT o.option_value::boolean FROM pg_catalog.pg_options_to_table(c.reloptions) o
                                  WHERE o.option_name = 'deduplicate_items'), true)
                   AND NOT EXISTS (SELECT FROM unnest(i.indclass) k(oid) JOIN pg_catalog.pg_opclass o ON o.oid = k.oid
                        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_amproc p WHERE p.amprocfamily = o.opcfamily
                                             AND p.amprocnum = 4 AND p.amproclefttype = o.opcintype))
                   AND NOT EXISTS (SELECT FROM unnest(i.indcollation) k(oid) JOIN pg_catalog.pg_collation o ON o.oid = k.oid
                        WHERE NOT o.collisdeterministic) AS merges,
                   s.width, s.distinct_keys,
                   (SELECT w.correlation FROM pg_catalog.pg_attribute a
                      JOIN pg_catalog.pg_stats w ON w.schemaname = tn.nspname AND w.tablename = t.relname
                           AND w.attname = a.attname AND NOT w.inherited
                     WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.atttypid = 'uuid'::regtype) AS id_order
              FROM family f JOIN pg_catalog.pg_index i ON i.indrelid = f.oid
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
              JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
              JOIN pg_catalog.pg_am m ON m.oid = c.relam,
                   LATERAL (
                SELECT CASE WHEN count(*) = count(v.avg_width) THEN sum(v.avg_width) END AS width,
                       least(exp(least(sum(ln(v.keys)), 40)), greatest(t.reltuples, 1)) AS distinct_keys
                  FROM (SELECT w.avg_width,
                               greatest(1, CASE WHEN w.most_common_freqs IS NULL OR w.n_distinct BETWEEN 0 AND 3000
                                    THEN CASE WHEN w.n_distinct >= 0 THEN w.n_distinct ELSE - w.n_distinct * t.reltuples END
                                    ELSE t.reltuples * (1 - w.null_frac - (SELECT sum(h) FROM unnest(w.most_common_freqs) h)) END
                               + (w.null_frac > 0)::integer) AS keys
                          FROM generate_series(1, i.indnatts) k(number)
                          LEFT JOIN pg_catalog.pg_attribute a
                               ON a.attrelid = CASE WHEN i.indkey[k.number - 1] = 0 THEN i.indexrelid ELSE i.indrelid END
                              AND a.attnum = coalesce(nullif(i.indkey[k.number - 1], 0), k.number)
                          LEFT JOIN pg_catalog.pg_stats w ON NOT w.inherited AND w.attname = a.attname
                              AND w.schemaname = CASE WHEN i.indkey[k.number - 1] = 0 THEN n.nspname ELSE tn.nspname END
                              AND w.tablename = CASE WHEN i.indkey[k.number - 1] = 0 THEN c.relname ELSE t.relname END) v) s),
        sized AS (
            SELECT i.*, 8 * ceil((8 + width) / 8.0) AS entry,
                   CASE WHEN merges THEN least(greatest(rows / distinct_keys, 1), 130) ELSE 1 END AS equal_keys
              FROM indexes i)
        SELECT i.table_schema::text AS table_schema, i.table_name::text AS table_name, i.schema::text AS schema,
               i.relname::text AS name, i.amname::text AS method,
               ARRAY(SELECT coalesce(a.attname::text, '') FROM generate_series(0, i.indnkeyatts - 1) k
                       LEFT JOIN pg_catalog.pg_attribute a
                              ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k] AND a.attnum > 0 ORDER BY k) AS columns,
               ARRAY(SELECT CASE WHEN k >= i.indnkeyatts THEN 'include ' || pg_catalog.pg_get_indexdef(i.indexrelid, k + 1, true)
                            ELSE pg_catalog.concat_ws(' ', pg_catalog.pg_get_indexdef(i.indexrelid, k + 1, true),
                                 i.indclass[k], i.indcollation[k], i.indoption[k]) END
                       FROM generate_series(0, i.indnatts - 1) k ORDER BY k) AS keys,
               coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid, true), '') AS condition,
               CASE WHEN i.indisunique THEN pg_catalog.concat_ws(' ', 'unique', CASE WHEN NOT i.indimmediate THEN 'deferrable' END,
                    CASE WHEN pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct' = 'true' THEN 'nulls' END) ELSE '' END AS uniqueness,
               coalesce((SELECT CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' END FROM pg_catalog.pg_constraint k
                          WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u') LIMIT 1), '') AS constraint_kind,
               i.indisprimary OR i.indisexclusion OR i.indisreplident OR i.relkind = 'I'
               OR EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = i.indexrelid)
               OR EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid) AS enforces,
               EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND k.conrelid = i.indrelid
                   AND i.indkey[0] = ANY (k.conkey)) AS referencing,
               i.indisvalid AND i.indisready AND i.indislive AS valid, i.relkind = 'I' AS partitioned,
               ARRAY(SELECT pn.nspname::text FROM pg_catalog.pg_inherits p JOIN pg_catalog.pg_class pc ON pc.oid = p.inhrelid
                       JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace WHERE %1$s ORDER BY pc.oid) AS unattached_schemas,
               ARRAY(SELECT pc.relname::text FROM pg_catalog.pg_inherits p JOIN pg_catalog.pg_class pc ON pc.oid = p.inhrelid
                      WHERE %1$s ORDER BY pc.oid) AS unattached_names,
               ARRAY(SELECT pc.relkind = 'p' FROM pg_catalog.pg_inherits p JOIN pg_catalog.pg_class pc ON pc.oid = p.inhrelid
                      WHERE %1$s ORDER BY pc.oid) AS unattached_partitioned,
               a.schema AS attached_schema, a.name AS attached_name,
               EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index b WHERE b.index_relid = i.indexrelid)
               OR EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'relation' AND l.relation = i.indexrelid
                   AND l.mode IN ('RowExclusiveLock', 'ShareUpdateExclusiveLock', 'AccessExclusiveLock')
                   AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                   AND NOT i.indisvalid) AS building,
               coalesce(pg_catalog.pg_stat_get_numscans(i.indexrelid), 0) AS scans, i.bytes,
               CASE WHEN i.amname = 'btree' AND i.bytes > 0 AND i.width IS NOT NULL AND i.rows > 0
                    THEN i.rows / i.bytes * least(4 + i.entry, (4 + 8 * ceil((i.entry + 6 * i.equal_keys) / 8)) / i.equal_keys)
                    ELSE 'NaN' END::float8 AS filled,
               i.fill_factor, pg_catalog.pg_get_indexdef(i.indexrelid) AS definition,
               i.seen OR i.amname <> 'btree' OR i.rows = 0 AS seen,
               coalesce(abs(i.id_order) < 0.5, false) AS random_ids
          FROM sized i LEFT JOIN LATERAL (
               SELECT an.nspname::text AS schema, ac.relname::text AS name
                 FROM pg_catalog.pg_inherits h
                 JOIN pg_catalog.pg_class ac ON ac.oid = h.inhrelid JOIN pg_catalog.pg_namespace an ON an.oid = ac.relnamespace
                WHERE h.inhparent = i.indexrelid AND NOT i.indisvalid
                  AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits o JOIN pg_catalog.pg_index x ON x.indexrelid = o.inhrelid
                                   WHERE o.inhparent = i.indexrelid AND NOT x.indisvalid)
                ORDER BY ac.oid LIMIT 1) a ON true
         WHERE i.relkind IN ('i', 'I') ORDER BY 1, 2, 3, 4
        """.formatted("""
            i.relkind = 'I' AND NOT i.indisvalid AND p.inhparent = i.indrelid AND pc.relkind IN ('r', 'p')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_index x ON x.indexrelid = h.inhrelid
                             WHERE h.inhparent = i.indexrelid AND x.indrelid = p.inhrelid)\
            """);

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
     * @param hidden tables of whose values the role sees no statistics
     */
    record Indexes(List<IndexFacts> indexes, List<String> randomIds, List<String> hidden) {}

    private record IndexRow(IndexFacts facts, boolean randomIds, boolean seen) {}

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
                        .toList(),
                rows.stream()
                        .filter(row -> !row.seen())
                        .map(row -> row.facts().table().toString())
                        .distinct()
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
                        row.text("uniqueness"),
                        row.text("constraint_kind"),
                        row.flag("enforces"),
                        row.flag("referencing"),
                        row.flag("valid"),
                        row.flag("partitioned"),
                        unattached(row),
                        row.find("attached_name", String.class)
                                .map(name -> new TableName(row.text("attached_schema"), name)),
                        row.flag("building"),
                        row.number("scans"),
                        row.number("bytes"),
                        row.get("filled", Double.class),
                        row.get("fill_factor", Double.class),
                        row.text("definition")),
                row.flag("random_ids"),
                row.flag("seen"));
    }

    private static List<IndexFacts.Partition> unattached(Session.Fields row) {
        String[] schemas = row.get("unattached_schemas", String[].class);
        String[] names = row.get("unattached_names", String[].class);
        Boolean[] partitioned = row.get("unattached_partitioned", Boolean[].class);
        return IntStream.range(0, names.length)
                .mapToObj(i -> new IndexFacts.Partition(new TableName(schemas[i], names[i]), partitioned[i]))
                .toList();
    }
}
