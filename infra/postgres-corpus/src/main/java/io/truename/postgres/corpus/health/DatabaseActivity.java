// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.health;

import io.truename.postgres.Session;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Activity of a database at one moment, cheap enough to read every few seconds.
 *
 * @param connections sessions of clients in this database by state: {@code active}, {@code idle}, {@code idle_in_transaction},
 *     {@code other}, which counts those whose state the role may not see
 * @param deadRows dead rows of the tables asked for, partitions included, as the server counts them
 * @param replicas how far the slowest replica is; empty without one, on a replica, and if the role may not see them
 */
public record DatabaseActivity(Map<String, Long> connections, long deadRows, Optional<ReplicaPosition> replicas) {
    private static final String SQL = """
            WITH RECURSIVE tables AS (
                SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname || '.' || c.relname = ANY ($1::text[]) AND c.relkind IN ('r', 'p')
                 UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tables t ON i.inhparent = t.oid),
            states AS (
                SELECT state FROM pg_catalog.pg_stat_activity
                 WHERE datname = current_database() AND coalesce(backend_type, 'client backend') = 'client backend'),
            replicas AS (
                SELECT pg_catalog.pg_wal_lsn_diff(min(replay_lsn), '0/0')::bigint AS replayed,
                       max(extract(epoch FROM coalesce(replay_lag, interval '0')))::float8 AS seconds
                  FROM pg_catalog.pg_stat_replication HAVING count(*) > 0 AND count(replay_lsn) = count(*))
            SELECT (SELECT count(*) FROM states WHERE state = 'active') AS active,
                   (SELECT count(*) FROM states WHERE state = 'idle') AS idle,
                   (SELECT count(*) FROM states WHERE state LIKE 'idle in transaction%') AS idle_in_transaction,
                   (SELECT count(*) FROM states WHERE state IS NULL
                       OR state NOT IN ('active', 'idle') AND state NOT LIKE 'idle in transaction%') AS other,
                   coalesce((SELECT sum(pg_catalog.pg_stat_get_dead_tuples(oid)) FROM tables), 0)::bigint AS dead,
                   CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN
                       pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')::bigint END AS written,
                   (SELECT replayed FROM replicas) AS replayed,
                   (SELECT seconds FROM replicas) AS seconds
            """;

    public DatabaseActivity {
        connections = Map.copyOf(connections);
    }

    /**
     * Reads it in one statement, as any role.
     *
     * @param tables names as {@code schema.table}; tables that do not exist are ignored
     * @throws io.truename.postgres.SqlException if the database does not answer
     */
    public static DatabaseActivity read(Session session, Collection<String> tables) {
        return session.one(SQL, DatabaseActivity::of, (Object) tables.toArray(String[]::new));
    }

    private static DatabaseActivity of(Session.Fields row) {
        Map<String, Long> connections = new LinkedHashMap<>();
        for (String state : new String[] {"active", "idle", "idle_in_transaction", "other"}) {
            connections.put(state, row.number(state));
        }
        Optional<Long> written = row.find("written", Long.class);
        Optional<Long> replayed = row.find("replayed", Long.class);
        return new DatabaseActivity(
                connections,
                row.number("dead"),
                written.isPresent() && replayed.isPresent()
                        ? Optional.of(new ReplicaPosition(
                                written.get(),
                                replayed.get(),
                                row.find("seconds", Double.class).orElse(0.0)))
                        : Optional.empty());
    }
}
