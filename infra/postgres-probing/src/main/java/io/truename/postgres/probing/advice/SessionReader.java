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

    private static final String LIMITS = """
        WITH clients AS (
            SELECT datname, usesysid FROM pg_catalog.pg_stat_activity
             WHERE datid IS NOT NULL AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend')
        SELECT kind, name, most, used FROM (
        SELECT 'DATABASE' AS kind, d.datname::text AS name, d.datconnlimit::bigint AS most,
               (SELECT count(*) FROM clients c WHERE c.datname = d.datname) AS used
          FROM pg_catalog.pg_database d WHERE d.datname = current_database() AND d.datconnlimit > 0
         UNION ALL
        SELECT 'ROLE', r.rolname::text, r.rolconnlimit::bigint, (SELECT count(*) FROM clients c WHERE c.usesysid = r.oid)
          FROM pg_catalog.pg_roles r WHERE r.rolconnlimit > 0 AND NOT r.rolsuper) l
         ORDER BY used::float8 / most DESC, kind, name LIMIT %d
        """.formatted(MOST);

    private static final String POOLS = """
        SELECT coalesce(usename::text, '') AS role, coalesce(application_name, '') AS application, count(*) AS sessions,
               count(*) FILTER (WHERE state = 'idle') AS idle
          FROM pg_catalog.pg_stat_activity
         WHERE datid IS NOT NULL AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
         GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT %d
        """.formatted(MOST);

    /**
     * The longest waits, and those of the sessions behind which they wait: these may have begun later. A prepared transaction has no
     * process: its locks share a virtual transaction, one of them with its own id.
     */
    private static final String WAITS = """
        WITH RECURSIVE waiting AS MATERIALIZED (
            SELECT * FROM pg_catalog.pg_locks
             WHERE NOT granted AND waitstart IS NOT NULL
               AND pid IN (SELECT a.pid FROM pg_catalog.pg_stat_activity a WHERE a.datname = current_database())),
        chains AS (
            SELECT l.pid, coalesce((pg_catalog.pg_blocking_pids(l.pid))[1], 0) AS blocker
              FROM (SELECT pid FROM waiting ORDER BY waitstart LIMIT %d) l
             UNION
            SELECT n.pid, coalesce((pg_catalog.pg_blocking_pids(n.pid))[1], 0) FROM chains c JOIN waiting n ON n.pid = c.blocker),
        waits AS MATERIALIZED (SELECT w.*, c.blocker FROM waiting w JOIN chains c USING (pid))
        SELECT w.pid::bigint AS pid, w.blocker::bigint AS blocker,
               greatest(0, extract(epoch FROM pg_catalog.clock_timestamp() - w.waitstart))::float8 AS seconds,
               coalesce((SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c
                           JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                          WHERE c.oid = coalesce(w.relation, (SELECT t.relation FROM pg_catalog.pg_locks t
                                 WHERE t.pid = w.pid AND t.locktype = 'tuple' LIMIT 1))), w.locktype) AS target,
               w.mode, coalesce(a.state, '') AS blocker_state,
               CASE WHEN w.blocker = 0 THEN (
                   SELECT p.gid FROM pg_catalog.pg_locks h
                     JOIN pg_catalog.pg_locks x ON x.pid IS NULL AND x.virtualtransaction = h.virtualtransaction
                     JOIN pg_catalog.pg_prepared_xacts p ON p.transaction = x.transactionid
                    WHERE h.granted AND h.pid IS NULL AND h.locktype = w.locktype AND h.database IS NOT DISTINCT FROM w.database
                      AND h.relation IS NOT DISTINCT FROM w.relation AND h.transactionid IS NOT DISTINCT FROM w.transactionid
                    ORDER BY p.prepared LIMIT 1) END AS prepared
          FROM waits w LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = w.blocker
         WHERE w.blocker <> 0 OR EXISTS (SELECT FROM pg_catalog.pg_prepared_xacts)
         ORDER BY w.waitstart
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
                        LIMITS,
                        row -> new Sessions.Limit(
                                row.text("kind"), row.text("name"), row.number("used"), row.number("most"))),
                session.list(
                        POOLS,
                        row -> new Sessions.Pool(
                                row.text("role"), row.text("application"), row.number("sessions"), row.number("idle"))),
                session.list(
                        WAITS,
                        row -> new Sessions.LockWait(
                                row.number("pid"),
                                row.number("blocker"),
                                row.find("prepared", String.class),
                                row.text("blocker_state"),
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
