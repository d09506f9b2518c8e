// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.probing.advice.Sessions;
import io.truename.probing.advice.Unseen;
import java.util.List;

/** Reads sessions of clients, their pools, waits for locks and open transactions. */
final class SessionReader {
    private static final int MOST = 20;

    private static final String USE = """
        SELECT count(*) FILTER (WHERE datid IS NOT NULL AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend') AS used,
               pg_catalog.current_setting('max_connections')::bigint
               - pg_catalog.current_setting('superuser_reserved_connections')::bigint
               - coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::bigint AS most,
               count(*) FILTER (WHERE datid IS NOT NULL AND usesysid IS NOT NULL AND backend_type IS NULL) AS hidden
          FROM pg_catalog.pg_stat_activity
        """;

    private static final String POOLS = """
        SELECT coalesce(usename::text, '') AS role, coalesce(application_name, '') AS application, count(*) AS sessions,
               count(*) FILTER (WHERE state = 'idle') AS idle
          FROM pg_catalog.pg_stat_activity
         WHERE datid IS NOT NULL AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
         GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT %d
        """.formatted(MOST);

    private static final String WAITS = """
        SELECT w.pid::bigint AS pid, coalesce((pg_catalog.pg_blocking_pids(w.pid))[1], 0)::bigint AS blocker,
               greatest(0, extract(epoch FROM pg_catalog.clock_timestamp() - w.waitstart))::float8 AS seconds,
               coalesce((SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c
                           JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                          WHERE c.oid = coalesce(w.relation, (SELECT t.relation FROM pg_catalog.pg_locks t
                                 WHERE t.pid = w.pid AND t.locktype = 'tuple' LIMIT 1))), w.locktype) AS target,
               w.mode
          FROM pg_catalog.pg_locks w
         WHERE NOT w.granted AND w.waitstart IS NOT NULL
           AND w.pid IN (SELECT a.pid FROM pg_catalog.pg_stat_activity a WHERE a.datname = current_database())
         ORDER BY w.waitstart LIMIT %d
        """.formatted(MOST);

    private static final String TRANSACTIONS = """
        SELECT pid::bigint AS pid, coalesce(state, 'unknown') AS state, coalesce(application_name, '') AS application,
               greatest(0, extract(epoch FROM pg_catalog.clock_timestamp() - xact_start))::float8 AS seconds
          FROM pg_catalog.pg_stat_activity
         WHERE xact_start IS NOT NULL AND pid <> pg_catalog.pg_backend_pid() AND datname = current_database()
           AND backend_type = 'client backend'
         ORDER BY xact_start LIMIT %d
        """.formatted(MOST);

    private SessionReader() {}

    private record Use(long used, long most, long hidden) {}

    static Sessions read(Session session, Database database, List<Unseen> unseen) {
        Use use = session.one(USE, row -> new Use(row.number("used"), row.number("most"), row.number("hidden")));
        if (use.hidden() > 0) {
            unseen.add(new Unseen(
                    "transactions and idle sessions of other roles",
                    use.hidden() + " sessions of other roles hide their state.",
                    "GRANT pg_read_all_stats TO the role of TRUENAME_DATABASE_URL, or pg_monitor, which includes it."));
        }
        Database.PoolUse own = database.poolUse();
        return new Sessions(
                use.used(),
                use.most(),
                session.list(
                        POOLS,
                        row -> new Sessions.Pool(
                                row.text("role"), row.text("application"), row.number("sessions"), row.number("idle"))),
                session.list(
                        WAITS,
                        row -> new Sessions.LockWait(
                                row.number("pid"),
                                row.number("blocker"),
                                row.get("seconds", Double.class),
                                row.text("target"),
                                row.text("mode"))),
                session.list(
                        TRANSACTIONS,
                        row -> new Sessions.OpenTransaction(
                                row.number("pid"),
                                row.get("seconds", Double.class),
                                row.text("state"),
                                row.text("application"))),
                own.waiting(),
                own.most());
    }
}
