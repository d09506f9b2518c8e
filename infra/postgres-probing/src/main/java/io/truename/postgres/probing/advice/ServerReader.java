// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.probing.advice.ServerFacts;
import io.truename.probing.advice.Unseen;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads buffers, replication, and the age of ids with the holders that keep it up. */
final class ServerReader {
    /** The bgwriter's counters begin anew with the server's, after a crash too; a database's own time is mostly empty. */
    private static final String SERVER = """
        SELECT pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers')) AS buffers,
               s.blks_hit AS hit, s.blks_read AS missed,
               coalesce(greatest(s.stats_reset, b.stats_reset), pg_catalog.to_timestamp(0)) AS since,
               pg_catalog.current_setting('autovacuum')::boolean AND pg_catalog.current_setting('track_counts')::boolean AS autovacuum
          FROM pg_catalog.pg_stat_database s, pg_catalog.pg_stat_bgwriter b WHERE s.datname = current_database()
        """;

    private static final String MISSING = """
        SELECT coalesce('TOAST of ' || m.oid::regclass::text, n.nspname || '.' || c.relname) AS relation,
               pg_catalog.pg_stat_get_blocks_fetched(c.oid) - pg_catalog.pg_stat_get_blocks_hit(c.oid) AS missed
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_catalog.pg_class m ON m.reltoastrelid = c.oid
         WHERE c.relkind IN ('r', 'i', 't', 'm')
           AND pg_catalog.pg_stat_get_blocks_fetched(c.oid) > pg_catalog.pg_stat_get_blocks_hit(c.oid)
         ORDER BY 2 DESC, 1 LIMIT 3
        """;

    private static final String POSITION = """
        CASE WHEN pg_catalog.pg_is_in_recovery()
             THEN coalesce(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())
             ELSE pg_catalog.pg_current_wal_lsn() END\
        """;

    /** A role without the right sees no state. Receivers of WAL that replay nothing report how far they have written. */
    private static final String REPLICAS = """
        SELECT coalesce(nullif(application_name, ''), 'replica') AS name, state IS NOT NULL AS seen,
               extract(epoch FROM replay_lag)::float8 AS seconds,
               coalesce(pg_catalog.pg_wal_lsn_diff(place, '0/0'), 0)::bigint AS replayed,
               coalesce(greatest(pg_catalog.pg_wal_lsn_diff(%s, place), 0), 0)::bigint AS bytes
          FROM (SELECT *, coalesce(replay_lsn, flush_lsn, write_lsn, sent_lsn) AS place FROM pg_catalog.pg_stat_replication) r
         WHERE state IS NULL OR state IN ('catchup', 'streaming', 'stopping') AND place IS NOT NULL
         ORDER BY bytes DESC, name LIMIT 20
        """.formatted(POSITION);

    private static final String SLOTS = """
        SELECT slot_name::text AS name, slot_type = 'logical' AS logical, active, coalesce(wal_status, '') AS status,
               greatest(pg_catalog.pg_wal_lsn_diff(%s, restart_lsn), 0)::bigint AS bytes
          FROM pg_catalog.pg_replication_slots
         ORDER BY coalesce(wal_status, '') IN ('lost', 'unreserved') DESC, bytes DESC NULLS LAST, name LIMIT 20
        """.formatted(POSITION);

    /** Of tables those with a limit of their own: the database's age shows the others. A vacuum of a table does its TOAST too. */
    private static final String AGED = """
        WITH databases AS (
            SELECT datname::text AS database, NULL::text AS schema, NULL::text AS name, datname = current_database() AS here,
                   datallowconn AS connectable, d.*
              FROM pg_catalog.pg_database, LATERAL (VALUES
                   (false, pg_catalog.age(datfrozenxid), pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint),
                   (true, pg_catalog.mxid_age(datminmxid), pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::bigint))
                   AS d(multixacts, age, most)),
        tables AS (
            SELECT current_database()::text, n.nspname::text, c.relname::text, true, true, o.option_name ~ 'multixact',
                   CASE WHEN o.option_name ~ 'multixact'
                        THEN greatest(pg_catalog.mxid_age(c.relminmxid), pg_catalog.mxid_age(t.relminmxid))
                        ELSE greatest(pg_catalog.age(c.relfrozenxid), pg_catalog.age(t.relfrozenxid)) END,
                   least(o.option_value::bigint, pg_catalog.current_setting(o.option_name)::bigint)
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid,
                   LATERAL pg_catalog.pg_options_to_table(c.reloptions) o
             WHERE c.relkind IN ('r', 'm') AND o.option_name IN ('autovacuum_freeze_max_age', 'autovacuum_multixact_freeze_max_age'))
        SELECT database, schema, name, here, connectable, multixacts, age::bigint AS age, most FROM (
            SELECT * FROM databases UNION ALL SELECT * FROM tables) a
         ORDER BY schema IS NOT NULL, age::float8 / most DESC, database, schema, name LIMIT 100
        """;

    /** A slot of a logical subscriber holds the catalog only; while it is connected, its WAL shows how far it is behind. */
    private static final String HOLDERS = """
        SELECT 'SESSION' AS kind, pid::text AS name, datname::text AS database, datname = current_database() AS here,
               extract(epoch FROM pg_catalog.clock_timestamp() - xact_start)::float8 AS seconds,
               greatest(pg_catalog.age(backend_xmin), pg_catalog.age(backend_xid))::bigint AS age
          FROM pg_catalog.pg_stat_activity
         WHERE pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend' AND xact_start IS NOT NULL
           AND coalesce(backend_xmin, backend_xid) IS NOT NULL
         UNION ALL
        SELECT 'PREPARED', gid, database::text, database = current_database(),
               extract(epoch FROM pg_catalog.clock_timestamp() - prepared)::float8, pg_catalog.age(transaction)::bigint
          FROM pg_catalog.pg_prepared_xacts
         UNION ALL
        SELECT CASE WHEN active THEN 'REPLICA' ELSE 'SLOT' END, slot_name::text, '', xmin IS NOT NULL, NULL,
               greatest(pg_catalog.age(xmin), pg_catalog.age(catalog_xmin))::bigint
          FROM pg_catalog.pg_replication_slots
         WHERE coalesce(xmin, catalog_xmin) IS NOT NULL AND NOT (active AND slot_type = 'logical')
         UNION ALL
        SELECT 'REPLICA', coalesce(nullif(application_name, ''), 'replica'), '', true, NULL, pg_catalog.age(backend_xmin)::bigint
          FROM pg_catalog.pg_stat_replication WHERE backend_xmin IS NOT NULL
         ORDER BY age DESC, kind, name LIMIT 20
        """;

    private ServerReader() {}

    private record Server(long buffers, long hit, long missed, Instant since, boolean autovacuum) {}

    static ServerFacts read(Session session, int version, List<Unseen> unseen) {
        Server server = session.one(
                SERVER,
                row -> new Server(
                        row.number("buffers"),
                        row.number("hit"),
                        row.number("missed"),
                        row.get("since", OffsetDateTime.class).toInstant(),
                        row.flag("autovacuum")));
        List<Optional<ServerFacts.Replica>> replicas = session.list(
                REPLICAS,
                row -> row.flag("seen")
                        ? Optional.of(new ServerFacts.Replica(
                                row.text("name"), real(row, "seconds"), row.number("bytes"), row.number("replayed")))
                        : Optional.empty());
        if (replicas.stream().anyMatch(Optional::isEmpty)) {
            unseen.add(new Unseen(
                    "replication lag, snapshots of replicas",
                    "Replicas hide their position from this role.",
                    "GRANT pg_read_all_stats TO the role of TRUENAME_DATABASE_URL, or pg_monitor, which includes it."));
        }
        return new ServerFacts(
                version,
                server.since(),
                server.autovacuum(),
                server.buffers(),
                server.hit(),
                server.missed(),
                session.list(MISSING, row -> new ServerFacts.Missing(row.text("relation"), row.number("missed"))),
                replicas.stream().flatMap(Optional::stream).toList(),
                session.list(SLOTS, ServerReader::slot),
                session.list(AGED, ServerReader::aged),
                session.list(HOLDERS, ServerReader::holder));
    }

    private static ServerFacts.Slot slot(Session.Fields row) {
        Optional<Long> bytes = row.find("bytes", Long.class);
        return new ServerFacts.Slot(
                row.text("name"),
                row.flag("logical"),
                row.flag("active"),
                row.text("status"),
                bytes.isPresent() ? OptionalLong.of(bytes.get()) : OptionalLong.empty());
    }

    private static ServerFacts.Aged aged(Session.Fields row) {
        return new ServerFacts.Aged(
                row.text("database"),
                row.find("name", String.class).map(name -> new TableName(row.text("schema"), name)),
                row.flag("here"),
                row.flag("connectable"),
                row.flag("multixacts"),
                row.number("age"),
                row.number("most"));
    }

    private static ServerFacts.Holder holder(Session.Fields row) {
        return new ServerFacts.Holder(
                ServerFacts.Holder.Kind.valueOf(row.text("kind")),
                row.text("name"),
                row.text("database"),
                row.flag("here"),
                real(row, "seconds"),
                row.number("age"));
    }

    private static OptionalDouble real(Session.Fields row, String column) {
        Optional<Double> value = row.find(column, Double.class);
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
