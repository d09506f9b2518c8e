// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.health;

import io.truename.corpus.health.TableBloat;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads sizes and dead rows of the corpus' tables and partitions, as any role.
 *
 * <p>The number of dead rows is the server's count. It restarts at zero after a crash and after a reset of statistics, and is then too
 * low. The number of rows is the larger of the count and the estimate, so that such a reset does not make every row look dead. A table
 * with neither number is left out. Every role sees which processes vacuum, but not their tables; locks identify the tables. ANALYZE
 * takes the same lock and does not count as a vacuum.
 *
 * <p>Reading a size takes a lock that waits for a session that alters the table. A size that is not available within
 * {@link #LONGEST_WAIT} is unknown.
 */
public final class TableBloatReader {
    private static final String LONGEST_WAIT = "100ms";
    private static final Set<String> TAKES_TOO_LONG = Set.of("55P03", "57014");

    private static final String SQL = """
            WITH RECURSIVE tables AS (
                SELECT c.oid, given.schema, given.name FROM unnest($1::text[], $2::text[]) AS given(schema, name)
                  JOIN pg_catalog.pg_namespace n ON n.nspname = given.schema
                  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = given.name
                 UNION SELECT i.inhrelid, t.schema, t.name FROM pg_catalog.pg_inherits i JOIN tables t ON i.inhparent = t.oid),
            here AS (
                SELECT oid, pg_catalog.pg_has_role(datdba, 'USAGE') AS owned
                  FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
            vacuumed AS MATERIALIZED (
                SELECT l.relation FROM pg_catalog.pg_stat_progress_vacuum v JOIN pg_catalog.pg_locks l USING (pid)
                  LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
                 WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM here) AND l.granted
                   AND l.mode = 'ShareUpdateExclusiveLock' AND a.application_name IS DISTINCT FROM $3),
            counted AS (
                SELECT t.schema, t.name, n.nspname::text AS partition_schema, c.relname::text AS partition_name,
                       pg_catalog.pg_relation_size(c.oid) + pg_catalog.pg_indexes_size(c.oid) AS bytes,
                       pg_catalog.pg_stat_get_dead_tuples(c.oid) AS dead,
                       greatest(pg_catalog.pg_stat_get_live_tuples(c.oid) + pg_catalog.pg_stat_get_dead_tuples(c.oid),
                                c.reltuples::bigint) AS counted_rows,
                       c.reltuples >= 0 OR pg_catalog.pg_stat_get_live_tuples(c.oid) > 0 AS known,
                       EXISTS (SELECT FROM vacuumed WHERE relation IN (c.oid, c.reltoastrelid)) AS vacuuming,
                       pg_catalog.current_setting('autovacuum')::boolean
                       AND pg_catalog.current_setting('track_counts')::boolean
                       AND coalesce((SELECT o.option_value::boolean FROM pg_catalog.pg_options_to_table(c.reloptions) o
                                      WHERE o.option_name = 'autovacuum_enabled'), true) AS autovacuum,
                       (SELECT owned FROM here)
                       OR CASE WHEN pg_catalog.current_setting('server_version_num')::integer >= 170000
                          THEN pg_catalog.has_table_privilege(c.oid, 'MAINTAIN')
                          ELSE pg_catalog.pg_has_role(c.relowner, 'USAGE') END AS may_vacuum
                  FROM tables t JOIN pg_catalog.pg_class c USING (oid)
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind = 'r')
            SELECT schema, name, partition_schema, partition_name, bytes,
                   (bytes * (dead::float8 / greatest(counted_rows, 1)))::bigint AS dead_bytes, vacuuming, autovacuum, may_vacuum
              FROM counted WHERE bytes IS NOT NULL AND known
            """;

    private final String applicationName;
    private final String[] schemas;
    private final String[] names;

    /**
     * Creates a reader without reading.
     *
     * @param applicationName name of Truename's own sessions, whose vacuums are not counted
     * @param tables tables of the corpus, for a partitioned one its root; tables that do not exist are ignored
     */
    public TableBloatReader(String applicationName, Collection<TableName> tables) {
        this.applicationName = applicationName;
        this.schemas = tables.stream().map(TableName::schema).toArray(String[]::new);
        this.names = tables.stream().map(TableName::name).toArray(String[]::new);
    }

    /**
     * Reads the tables, outside of a transaction.
     *
     * @return empty while another session alters one of the tables
     * @throws SqlException if the database does not answer
     */
    public Optional<List<TableBloat>> read(Session session) {
        try {
            return Optional.of(session.inTransaction(() -> {
                session.execute("SET LOCAL lock_timeout = '" + LONGEST_WAIT + "'; SET LOCAL statement_timeout = '5s'");
                return session.list(SQL, TableBloatReader::bloat, schemas, names, applicationName);
            }));
        } catch (SqlException failed) {
            if (TAKES_TOO_LONG.contains(failed.sqlState())) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static TableBloat bloat(Session.Fields row) {
        return new TableBloat(
                new TableName(row.text("schema"), row.text("name")),
                new TableName(row.text("partition_schema"), row.text("partition_name")),
                row.number("bytes"),
                row.number("dead_bytes"),
                row.flag("vacuuming"),
                row.flag("autovacuum"),
                row.flag("may_vacuum"));
    }
}
