// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.health;

import io.truename.corpus.health.DatabaseHealth;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads the health of a database in one statement, as any role, on a primary or a replica. Values that the role may not see are
 * unknown; {@code pg_read_all_stats} or {@code pg_monitor} shows it other roles' transactions and the replicas.
 *
 * <p>Counts two kinds of sessions that wait for a lock: those that wait for Truename, directly or behind another session that does,
 * and those that are about to lock a table of the corpus against writers, because Truename's next statement would queue behind them.
 * Sessions of the application that wait for each other are not counted.
 *
 * <p>Receivers that archive WAL and replay nothing are no replicas. The position in the WAL is read only where somebody needs the WAL: an
 * archiver, a receiver, or the owner of a replication slot.
 *
 * <p>An application name identifies Truename's own sessions. The archiver's backlog is computed from the names of segments, because
 * its folder is hidden. The statement takes no lock on a table, so it answers while other sessions hold such locks;
 * {@code pg_partition_tree} would take one.
 */
public final class DatabaseHealthReader {
    private static final String SQL = """
            WITH RECURSIVE named AS (
                SELECT c.oid FROM unnest($1::text[], $2::text[]) AS given(schema, name)
                  JOIN pg_catalog.pg_namespace n ON n.nspname = given.schema
                  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = given.name),
            tables AS (
                SELECT oid FROM named
                 UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tables ON i.inhparent = tables.oid),
            sessions AS MATERIALIZED (
                SELECT pid, usesysid, xact_start, backend_type, state,
                       pid = pg_catalog.pg_backend_pid() OR application_name = $3 AS own
                  FROM pg_catalog.pg_stat_activity
                 WHERE datid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())),
            locks AS MATERIALIZED (
                SELECT pid, locktype, relation, mode, granted,
                       relation IN (SELECT oid FROM tables)
                       AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AS on_ours
                  FROM pg_catalog.pg_locks),
            waiting AS (
                SELECT DISTINCT s.pid FROM locks l JOIN sessions s USING (pid)
                 WHERE NOT l.granted AND NOT s.own AND s.usesysid IS NOT NULL),
            blocking AS MATERIALIZED (
                SELECT w.pid, blocker FROM waiting w, unnest(pg_catalog.pg_blocking_pids(w.pid)) blocker),
            behind_us AS (
                SELECT b.pid FROM blocking b JOIN sessions s ON s.pid = b.blocker WHERE s.own
                 UNION SELECT b.pid FROM blocking b JOIN behind_us u ON u.pid = b.blocker),
            before_us AS (
                SELECT w.pid FROM waiting w JOIN locks l USING (pid)
                 WHERE NOT l.granted AND l.locktype = 'relation' AND l.on_ours AND l.mode IN
                       ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')),
            replicas AS (
                SELECT count(*) AS number, count(state) AS seen,
                       max(extract(epoch FROM coalesce(replay_lag, interval '0')))
                           FILTER (WHERE replay_lsn IS NOT NULL)::float8 AS seconds,
                       max(CASE WHEN NOT pg_catalog.pg_is_in_recovery()
                           THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), replay_lsn) END)::bigint AS bytes
                  FROM pg_catalog.pg_stat_replication),
            archiver AS (
                SELECT last_archived_wal AS archived, pg_catalog.current_setting('archive_mode') <> 'off' AS is_on,
                       last_failed_time > coalesce(last_archived_time, '-infinity') AS failing,
                       pg_catalog.pg_size_bytes(pg_catalog.current_setting('wal_segment_size')) AS bytes
                  FROM pg_catalog.pg_stat_archiver),
            place AS (
                SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL
                       ELSE pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0') END AS bytes)
            SELECT pg_catalog.clock_timestamp() AS at,
                   (SELECT count(*) FROM (SELECT pid FROM behind_us UNION SELECT pid FROM before_us) concerned) AS lock_waiters,
                   (SELECT CASE WHEN bool_or(state IS NULL) AND max(xact_start) IS NULL THEN NULL
                           ELSE greatest(0, coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - min(xact_start)), 0)) END
                      FROM sessions WHERE NOT own AND usesysid IS NOT NULL
                       AND (backend_type IS NULL OR backend_type = 'client backend'))::float8 AS longest_transaction,
                   (SELECT CASE WHEN number > 0 AND seen = number THEN seconds END FROM replicas) AS replication_seconds,
                   (SELECT CASE WHEN number > 0 AND seen = number THEN bytes END FROM replicas) AS replication_bytes,
                   (SELECT bytes::bigint FROM place WHERE (SELECT is_on FROM archiver) OR (SELECT number > 0 FROM replicas)
                       OR EXISTS (SELECT FROM pg_catalog.pg_replication_slots)) AS wal_position,
                   (SELECT CASE WHEN is_on AND archived ~ '^[0-9A-F]{24}' THEN greatest(0,
                               floor(place.bytes / archiver.bytes)::bigint - 1
                               - ('x' || substr(archived, 9, 8))::bit(32)::bigint * (4294967296 / archiver.bytes)
                               - ('x' || substr(archived, 17, 8))::bit(32)::bigint) END::bigint
                      FROM archiver, place) AS archiver_ready,
                   (SELECT CASE WHEN is_on THEN coalesce(failing, false)::int::bigint END FROM archiver) AS archiver_failing
            """;

    private final String applicationName;
    private final String[] schemas;
    private final String[] names;

    /**
     * Creates a reader without reading.
     *
     * @param applicationName name of Truename's own sessions, as passed to {@link io.truename.postgres.Database#of}
     * @param tables tables of the corpus, for a partitioned one its root; tables that do not exist are ignored
     */
    public DatabaseHealthReader(String applicationName, Collection<TableName> tables) {
        this.applicationName = applicationName;
        this.schemas = tables.stream().map(TableName::schema).toArray(String[]::new);
        this.names = tables.stream().map(TableName::name).toArray(String[]::new);
    }

    /**
     * Reads the health of the database. The caller adds the rate of WAL, dead rows, the pool and the latency: see
     * {@link DatabaseHealth#since}, {@link DatabaseHealth#with}, {@link TableBloatReader}.
     *
     * @throws io.truename.postgres.SqlException if the database does not answer
     */
    public DatabaseHealth read(Session session) {
        return session.one(SQL, DatabaseHealthReader::health, schemas, names, applicationName);
    }

    private static DatabaseHealth health(Session.Fields row) {
        return new DatabaseHealth(
                row.get("at", OffsetDateTime.class).toInstant(),
                whole(row, "lock_waiters"),
                real(row, "longest_transaction"),
                real(row, "replication_seconds"),
                whole(row, "replication_bytes"),
                whole(row, "wal_position"),
                OptionalDouble.empty(),
                whole(row, "archiver_ready"),
                whole(row, "archiver_failing"),
                List.of(),
                OptionalLong.empty(),
                OptionalDouble.empty());
    }

    private static OptionalLong whole(Session.Fields row, String column) {
        Optional<Long> value = row.find(column, Long.class);
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    private static OptionalDouble real(Session.Fields row, String column) {
        Optional<Double> value = row.find(column, Double.class);
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
