// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting.ledger;

import io.truename.corpus.schema.TableName;
import io.truename.costing.savings.StorageSize;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the bytes that PostgreSQL has allocated for tables and their partitions: table, TOAST, indexes, vector indexes. They add up to
 * {@code pg_total_relation_size}.
 *
 * <p>Unused bytes are an estimate from statistics, and reads no page. Of a table, they are its bytes without those that its live rows need
 * by their number and average width; of a TOAST table, its bytes without 4 full chunks a page, which is the least that can be unused. Where
 * this is less than the share of dead rows, that share counts, and it alone counts for indexes: free space within them is unknown. The
 * server's counters restart at zero after a crash.
 */
public final class StorageSizes {
    private static final Set<String> TAKES_TOO_LONG = Set.of("55P03", "57014");

    /** Header and line pointer of a row: 23 bytes, aligned, and 4. */
    private static final int ROW = 28;

    private static final String SQL = """
            WITH RECURSIVE tables AS (
                SELECT c.oid, given.schema, given.name FROM unnest($1::text[], $2::text[]) AS given(schema, name)
                  JOIN pg_catalog.pg_namespace n ON n.nspname = given.schema
                  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = given.name
                 UNION SELECT i.inhrelid, t.schema, t.name FROM pg_catalog.pg_inherits i JOIN tables t ON i.inhparent = t.oid),
            indexes AS (
                SELECT i.indrelid, pg_catalog.pg_total_relation_size(i.indexrelid) AS bytes,
                       a.amname IN ('hnsw', 'ivfflat') OR EXISTS (
                           SELECT FROM pg_catalog.pg_attribute k JOIN pg_catalog.pg_type y ON y.oid = k.atttypid
                            WHERE k.attrelid = i.indexrelid AND y.typname IN ('vector', 'halfvec', 'sparsevec')) AS of_vectors
                  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                  JOIN pg_catalog.pg_am a ON a.oid = c.relam
                 WHERE i.indrelid IN (SELECT oid FROM tables)),
            counted AS (
                SELECT t.schema, t.name, pg_catalog.pg_table_size(c.oid) AS with_toast,
                       pg_catalog.pg_relation_size(c.oid) AS main,
                       coalesce(pg_catalog.pg_total_relation_size(o.oid), 0) AS toast,
                       coalesce(pg_catalog.pg_relation_size(o.oid), 0) AS toast_main,
                       (SELECT coalesce(sum(bytes) FILTER (WHERE NOT of_vectors), 0) FROM indexes WHERE indrelid = c.oid) AS indexes,
                       (SELECT coalesce(sum(bytes) FILTER (WHERE of_vectors), 0) FROM indexes WHERE indrelid = c.oid) AS vector_indexes,
                       %1$s AS dead, %2$s AS toast_dead, %3$s AS live, %4$s AS toast_live,
                       (SELECT sum((1 - s.null_frac) * s.avg_width) FROM pg_catalog.pg_stats s
                         WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND NOT s.inherited
                        HAVING count(*) = (SELECT count(*) FROM pg_catalog.pg_attribute a
                                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS width
                  FROM tables t JOIN pg_catalog.pg_class c USING (oid)
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  LEFT JOIN pg_catalog.pg_class o ON o.oid = c.reltoastrelid
                 WHERE c.relkind = 'r'),
            estimated AS (
                SELECT *, CASE WHEN dead IS NULL THEN 0 ELSE least(main, greatest(
                           main * dead, main - live * (%5$d + ceil(width / 8) * 8) * 8192 / 8168)) END AS unused_main,
                       CASE WHEN toast_dead IS NULL THEN 0 ELSE least(toast_main, greatest(
                           toast_main * toast_dead, toast_main - toast_live * 2048)) END AS unused_toast,
                       coalesce((indexes + vector_indexes) * dead, 0) AS unused_indexes
                  FROM counted)
            SELECT schema, name, sum(with_toast - toast)::bigint AS bytes, sum(toast)::bigint AS toast,
                   sum(indexes)::bigint AS indexes, sum(vector_indexes)::bigint AS vector_indexes,
                   sum(unused_main + unused_toast + unused_indexes)::bigint AS unused,
                   bool_and(main = 0 OR dead IS NOT NULL AND width IS NOT NULL) AS known
              FROM estimated GROUP BY schema, name ORDER BY schema, name
            """.formatted(dead("c"), dead("o"), live("c"), live("o"), ROW);

    private final String[] schemas;
    private final String[] names;

    /**
     * Creates a reader without reading.
     *
     * @param tables of the corpus, for a partitioned one its root; tables that do not exist are ignored
     */
    public StorageSizes(Collection<TableName> tables) {
        this.schemas = tables.stream().map(TableName::schema).toArray(String[]::new);
        this.names = tables.stream().map(TableName::name).toArray(String[]::new);
    }

    /**
     * Bytes of a table with its partitions.
     *
     * @param known whether the server had statistics for an estimate of what is unused; if not, {@code ANALYZE} makes them
     */
    public record Table(TableName name, StorageSize size, boolean known) {}

    /** Sizes of the tables, and their sum. */
    public record Measured(List<Table> tables) {
        public Measured {
            tables = List.copyOf(tables);
        }

        /** Sum of the tables. */
        public StorageSize sum() {
            return tables.stream().map(Table::size).reduce(new StorageSize(0, 0, 0, 0, 0), Measured::plus);
        }

        /** Whether the unused bytes of every table are an estimate, and not 0 for want of statistics. */
        public boolean known() {
            return tables.stream().allMatch(Table::known);
        }

        private static StorageSize plus(StorageSize one, StorageSize other) {
            return new StorageSize(
                    Math.addExact(one.table(), other.table()),
                    Math.addExact(one.toast(), other.toast()),
                    Math.addExact(one.indexes(), other.indexes()),
                    Math.addExact(one.vectorIndexes(), other.vectorIndexes()),
                    Math.addExact(one.unused(), other.unused()));
        }
    }

    /**
     * Reads the sizes, outside of a transaction.
     *
     * @return empty while another session alters one of the tables
     * @throws SqlException if the database does not answer
     */
    public Optional<Measured> read(Session session) {
        try {
            return Optional.of(session.inTransaction(() -> {
                session.execute(
                        "SET TRANSACTION READ ONLY; SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '10s'");
                return new Measured(session.list(SQL, StorageSizes::table, schemas, names));
            }));
        } catch (SqlException failed) {
            if (TAKES_TOO_LONG.contains(failed.sqlState())) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static Table table(Session.Fields row) {
        return new Table(
                new TableName(row.text("schema"), row.text("name")),
                new StorageSize(
                        row.number("bytes"),
                        row.number("toast"),
                        row.number("indexes"),
                        row.number("vector_indexes"),
                        row.number("unused")),
                row.flag("known"));
    }

    /** Share of dead rows; null if nobody counted any row. */
    private static String dead(String table) {
        return "pg_catalog.pg_stat_get_dead_tuples(" + table + ".oid)::float8 / nullif(" + live(table)
                + " + pg_catalog.pg_stat_get_dead_tuples(" + table + ".oid), 0)";
    }

    /** Number of live rows: as counted, else as estimated by the last vacuum. */
    private static String live(String table) {
        return "CASE WHEN pg_catalog.pg_stat_get_live_tuples(" + table + ".oid) > 0 THEN"
                + " pg_catalog.pg_stat_get_live_tuples(" + table + ".oid) ELSE greatest(" + table
                + ".reltuples::bigint, 0) END";
    }
}
