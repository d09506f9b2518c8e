// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.postgres.Session;
import io.truename.probing.advice.ServerFacts;
import io.truename.probing.advice.Unseen;
import java.util.List;
import java.util.Optional;

/** Reads buffers, replication and the age of transaction ids. */
final class ServerReader {
    private static final String SERVER = """
        SELECT pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers')) AS buffers,
               s.blks_hit AS hit, s.blks_read AS missed,
               greatest(pg_catalog.age(d.datfrozenxid), 0)::bigint AS age,
               pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint AS freeze_age
          FROM pg_catalog.pg_database d JOIN pg_catalog.pg_stat_database s ON s.datid = d.oid
         WHERE d.datname = current_database()
        """;

    private static final String REPLICAS = """
        SELECT coalesce(nullif(application_name, ''), 'replica') AS name, replay_lsn IS NOT NULL AS seen,
               extract(epoch FROM coalesce(replay_lag, interval '0'))::float8 AS seconds,
               coalesce(CASE WHEN NOT pg_catalog.pg_is_in_recovery()
                   THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), replay_lsn) END, 0)::bigint AS bytes
          FROM pg_catalog.pg_stat_replication ORDER BY 3 DESC LIMIT 20
        """;

    private static final String SLOTS = """
        SELECT slot_name::text AS name, active,
               coalesce(CASE WHEN NOT pg_catalog.pg_is_in_recovery()
                   THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn) END, 0)::bigint AS bytes
          FROM pg_catalog.pg_replication_slots ORDER BY 3 DESC LIMIT 20
        """;

    private ServerReader() {}

    private record Server(long buffers, long hit, long missed, long age, long freezeAge) {}

    static ServerFacts read(Session session, int version, List<Unseen> unseen) {
        Server server = session.one(
                SERVER,
                row -> new Server(
                        row.number("buffers"),
                        row.number("hit"),
                        row.number("missed"),
                        row.number("age"),
                        row.number("freeze_age")));
        List<Optional<ServerFacts.Replica>> replicas = session.list(
                REPLICAS,
                row -> row.flag("seen")
                        ? Optional.of(new ServerFacts.Replica(
                                row.text("name"), row.get("seconds", Double.class), row.number("bytes")))
                        : Optional.empty());
        if (replicas.stream().anyMatch(Optional::isEmpty)) {
            unseen.add(new Unseen(
                    "replication lag",
                    "Replicas hide their position from this role.",
                    "GRANT pg_read_all_stats TO the role of TRUENAME_DATABASE_URL, or pg_monitor, which includes it."));
        }
        return new ServerFacts(
                version,
                server.buffers(),
                server.hit(),
                server.missed(),
                server.age(),
                server.freezeAge(),
                replicas.stream().flatMap(Optional::stream).toList(),
                session.list(
                        SLOTS, row -> new ServerFacts.Slot(row.text("name"), row.flag("active"), row.number("bytes"))));
    }
}
