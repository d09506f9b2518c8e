// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import static io.truename.postgres.probing.advice.Advised.advise;
import static io.truename.postgres.probing.advice.Advised.asWritten;
import static io.truename.postgres.probing.advice.Advised.awaited;
import static io.truename.postgres.probing.advice.Advised.reading;
import static io.truename.postgres.probing.advice.Advised.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.health.DatabaseHealth;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.corpus.health.DatabaseHealthReader;
import io.truename.probing.advice.Advice;
import io.truename.probing.advice.AdviceRule;
import io.truename.probing.advice.IndexFacts;
import io.truename.rekeying.hold.Hold;
import io.truename.rekeying.hold.HoldCode;
import io.truename.rekeying.hold.HoldLimits;
import io.truename.rekeying.hold.HoldRules;
import io.truename.rekeying.hold.HoldState;
import io.truename.rekeying.hold.RowRate;
import io.truename.testkit.database.StandbyServer;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.suite.LongSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.physical.ChainedPhysicalStreamBuilder;

/** Servers in real trouble: each is named, and gone once its statement was run as written. Long, because each trouble has a case. */
@LongSuite
class TroubledServerIT {
    private static final String SOME_IDS =
            "DO $$ BEGIN FOR i IN 1..1200 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$";
    /** A transaction and a subtransaction of it that lock the same row differently make one. */
    private static final String USED_MULTIXACTS = "DO $$ BEGIN FOR i IN 1..16000 LOOP"
            + " PERFORM FROM rows FOR KEY SHARE;"
            + " BEGIN PERFORM FROM rows FOR SHARE; EXCEPTION WHEN division_by_zero THEN NULL; END;"
            + " COMMIT; END LOOP; END $$";

    private static final String USED_IDS =
            "DO $$ BEGIN FOR i IN 1..160000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$";

    @ParameterizedTest
    @EnumSource
    void everyTrouble_isGoneAfterItsStatement(TestServer.Version version, @TempDir Path data) throws Exception {
        Map<String, String> settings = Map.ofEntries(
                Map.entry("wal_level", "logical"),
                Map.entry("max_prepared_transactions", "5"),
                Map.entry("autovacuum_naptime", "1d"),
                Map.entry("autovacuum_multixact_freeze_max_age", "10000"),
                Map.entry("max_connections", Integer.toString(TroubledSessions.MOST)),
                Map.entry("shared_preload_libraries", "pg_stat_statements"),
                Map.entry("fsync", "off"),
                Map.entry("synchronous_commit", "off"));
        Path primary = Files.createDirectory(data.resolve("primary"));
        try (TestServer server = TestServer.start(version, settings, primary)) {
            TestDatabase corpus = server.database();
            corpus.executeAsSuperuser("GRANT pg_monitor TO " + corpus.role());
            corpus.execute(
                    "CREATE TABLE app AS SELECT n AS id, repeat('x', 100) AS text FROM generate_series(1, 2000) n");
            stuckStandby(server, corpus, version, Files.createDirectory(data.resolve("standby")));
            forgottenSlots(corpus);
            preparedTransaction(corpus);
            anotherDatabase(server, corpus);
            autovacuumOff(corpus);
            TroubledSessions.all(corpus);
        }
        TroubledSessions.notFullAfterARestart(version, primary);
    }

    private static void stuckStandby(TestServer server, TestDatabase corpus, TestServer.Version version, Path data)
            throws SQLException {
        try (TestServer standby = StandbyServer.start(
                server,
                version,
                Map.of("max_prepared_transactions", "5", "wal_level", "logical", "hot_standby_feedback", "on"),
                data)) {
            TestDatabase copy = new TestDatabase(standby, corpus.name(), corpus.role());
            copy.executeAsSuperuser("SELECT pg_wal_replay_pause()");
            until(copy, "SELECT pg_get_wal_replay_pause_state() = 'paused'");
            corpus.execute("UPDATE app SET text = text || 'y'");
            List<Advice> advice = awaited(corpus, AdviceRule.REPLICATION_LAG, found -> !found.isEmpty());
            assertThat(advice).extracting(Advice::subject).containsExactly("standby");
            aMigrationWaits(corpus);
            asWritten(copy, advice.get(0).statement());
            copy.executeAsSuperuser("SELECT pg_wal_replay_resume()");
            assertThat(awaited(corpus, AdviceRule.REPLICATION_LAG, List::isEmpty))
                    .isEmpty();
            feedback(corpus, copy);
        }
        List<Advice> left = awaited(corpus, AdviceRule.HORIZON_HELD, isOf("slot fed"));
        assertThat(left).extracting(Advice::subject).containsExactly("slot fed");
        asWritten(corpus, left.get(0).statement());
        assertThat(advise(corpus, AdviceRule.HORIZON_HELD)).isEmpty();
    }

    /** Whatever the server knows of the time, and although another receiver replays nothing: the WAL that the standby lacks holds it. */
    private static void aMigrationWaits(TestDatabase corpus) throws SQLException {
        try (Connection archive = replication(corpus);
                PGReplicationStream archived = stream(archive)
                        .withStartPosition(LogSequenceNumber.valueOf(corpus.value("SELECT pg_current_wal_flush_lsn()")))
                        .start();
                Database database = Database.of(DatabaseUrl.parse(corpus.url()), "truename-migrate", 1)) {
            until(corpus, "SELECT count(*) = 2 AND count(replay_lsn) = 1 FROM pg_stat_replication");
            assertThat(archived.isClosed()).isFalse();
            DatabaseHealth health = database.with(new DatabaseHealthReader("truename-migrate", List.of())::read);
            HoldLimits usual = HoldLimits.DEFAULT;
            HoldLimits small = new HoldLimits(
                    usual.lockWaiters(),
                    usual.longTransactionSeconds(),
                    Double.MAX_VALUE,
                    64 << 10,
                    Double.MAX_VALUE,
                    usual.archiverReady(),
                    usual.deadRatio(),
                    usual.smallTableBytes(),
                    usual.latencyRatio());
            assertThat(new HoldRules(small)
                            .decide(health, Optional.empty(), health.at(), RowRate.of(0, health.at()), HoldState.NONE)
                            .hold()
                            .map(Hold::code))
                    .contains(HoldCode.REPLICATION);
        }
    }

    /** A query of the standby keeps rows of the primary, at first for itself, then for a slot that outlives both. */
    private static void feedback(TestDatabase corpus, TestDatabase copy) {
        try (Connection reader = copy.connect();
                Statement query = reader.createStatement()) {
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            reader.setAutoCommit(false);
            query.execute("SELECT count(*) FROM app");
            corpus.execute(SOME_IDS);
            List<Advice> held = awaited(corpus, AdviceRule.HORIZON_HELD, isOf("replica standby"));
            assertThat(held).extracting(Advice::subject).containsExactly("replica standby");
            // The statement only shows the query.
            assertThat(copy.rows(held.get(0).statement().replaceAll("--.*", "")))
                    .anySatisfy(row -> assertThat(row).contains("idle in transaction"));

            corpus.executeAsSuperuser("SELECT pg_create_physical_replication_slot('fed')");
            copy.executeAsSuperuser("ALTER SYSTEM SET primary_slot_name = 'fed'");
            copy.executeAsSuperuser("SELECT pg_reload_conf()");
            assertThat(awaited(corpus, AdviceRule.HORIZON_HELD, isOf("replica fed")))
                    .extracting(Advice::subject)
                    .containsExactly("replica fed");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Predicate<List<Advice>> isOf(String subject) {
        return advice -> advice.size() == 1 && advice.get(0).subject().equals(subject);
    }

    private static void forgottenSlots(TestDatabase corpus) {
        corpus.executeAsSuperuser("SELECT pg_create_physical_replication_slot('empty'),"
                + " pg_create_physical_replication_slot('left', true),"
                + " pg_create_physical_replication_slot('slow', true),"
                + " pg_create_logical_replication_slot('behind', 'pgoutput')");
        for (int i = 0; i < 6; i++) {
            corpus.execute("UPDATE app SET text = text || 'y'");
        }
        List<Advice> advice = advise(corpus, AdviceRule.SLOT_RETAINS);
        assertThat(advice).extracting(Advice::subject).containsExactlyInAnyOrder("behind", "left", "slow");
        slowReader(corpus);

        keep(corpus, "1MB");
        for (int i = 0; i < 4; i++) {
            corpus.executeAsSuperuser("SELECT pg_switch_wal()");
            corpus.execute("UPDATE app SET text = text || 'y'");
        }
        List<Advice> nearly = awaited(corpus, AdviceRule.SLOT_LOST, found -> found.size() == 2);
        assertThat(nearly).extracting(Advice::subject).containsExactlyInAnyOrder("behind", "left");
        assertThat(nearly.get(0).seen()).startsWith("The next checkpoint removes WAL");
        asWritten(corpus, nearly.get(0).statement());
        assertThat(awaited(corpus, AdviceRule.SLOT_LOST, List::isEmpty)).isEmpty();

        keep(corpus, "1MB");
        awaited(corpus, AdviceRule.SLOT_LOST, found -> found.size() == 2);
        corpus.executeAsSuperuser("CHECKPOINT");
        List<Advice> lost = advise(corpus, AdviceRule.SLOT_LOST);
        assertThat(lost).extracting(Advice::subject).containsExactlyInAnyOrder("behind", "left");
        lost.forEach(one -> asWritten(corpus, one.statement()));
        assertThat(advise(corpus, AdviceRule.SLOT_LOST)).isEmpty();
        assertThat(advise(corpus, AdviceRule.SLOT_RETAINS)).isEmpty();
    }

    private static void keep(TestDatabase corpus, String size) {
        corpus.executeAsSuperuser("ALTER SYSTEM SET max_slot_wal_keep_size = '" + size + "'");
        corpus.executeAsSuperuser("SELECT pg_reload_conf()");
    }

    private static Connection replication(TestDatabase corpus) throws SQLException {
        Properties replication = new Properties();
        PGProperty.USER.set(replication, "postgres");
        PGProperty.REPLICATION.set(replication, "true");
        PGProperty.PREFER_QUERY_MODE.set(replication, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(replication, "14");
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + corpus.server().port() + "/", replication);
    }

    private static ChainedPhysicalStreamBuilder stream(Connection replication) throws SQLException {
        return replication
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .physical();
    }

    /** A reader that is connected and confirms nothing, until it does. */
    private static void slowReader(TestDatabase corpus) {
        try (Connection connection = replication(corpus);
                PGReplicationStream stream = stream(connection)
                        .withSlotName("slow")
                        .withStartPosition(LogSequenceNumber.valueOf(
                                corpus.value("SELECT restart_lsn FROM pg_replication_slots WHERE slot_name = 'slow'")))
                        .start()) {
            List<Advice> behind = awaited(corpus, AdviceRule.SLOT_BEHIND, found -> !found.isEmpty());
            assertThat(behind).extracting(Advice::subject).containsExactly("slow");
            // The statement only shows the reader.
            assertThat(corpus.rows(behind.get(0).statement().replace(";", ""))).hasSize(1);
            LogSequenceNumber all = LogSequenceNumber.valueOf(corpus.value("SELECT pg_current_wal_flush_lsn()"));
            stream.setFlushedLSN(all);
            stream.setAppliedLSN(all);
            stream.forceUpdateStatus();
            assertThat(awaited(corpus, AdviceRule.SLOT_BEHIND, List::isEmpty)).isEmpty();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        corpus.executeAsSuperuser("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                + " slot_name = 'slow' AND pg_terminate_backend(coalesce(active_pid, 0), 10000) IS NOT NULL");
    }

    private static void preparedTransaction(TestDatabase corpus) throws Exception {
        corpus.execute("ALTER TABLE app SET (autovacuum_freeze_max_age = 100000)");
        try (Connection connection = corpus.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "BEGIN; LOCK TABLE app IN SHARE MODE; SELECT pg_current_xact_id(); PREPARE TRANSACTION 'for''got'");
        }
        corpus.execute(USED_IDS);
        List<Advice> held = advise(corpus, AdviceRule.HORIZON_HELD);
        assertThat(held).extracting(Advice::subject).containsExactly("prepared transaction for'got");
        List<Advice> old = advise(corpus, AdviceRule.WRAPAROUND);
        assertThat(old).extracting(Advice::subject).containsExactly("public.app");
        assertThat(old.get(0).seen()).contains("prepared transaction for'got holds it back");
        // Only its own process id is known of a session that waits: the prepared transaction has none.
        try (Connection waiter = corpus.connect();
                Statement waiting = waiter.createStatement()) {
            CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> {
                try {
                    waiting.execute("UPDATE app SET text = '' WHERE id = 1");
                } catch (SQLException ended) {
                    throw new IllegalStateException(ended);
                }
            });
            List<Advice> locks = awaited(corpus, AdviceRule.LOCK_WAIT, found -> !found.isEmpty());
            assertThat(locks).extracting(Advice::statement).containsExactly("ROLLBACK PREPARED 'for''got';");
            asWritten(corpus, held.get(0).statement());
            waits.get(30, java.util.concurrent.TimeUnit.SECONDS);
        }
        asWritten(corpus, old.get(0).statement());
        assertThat(advise(corpus, AdviceRule.HORIZON_HELD)).isEmpty();
        assertThat(advise(corpus, AdviceRule.WRAPAROUND)).isEmpty();
    }

    /** Its prepared transaction holds the catalogs that all share; its ids age as those of every database do. */
    private static void anotherDatabase(TestServer server, TestDatabase corpus) throws SQLException {
        TestDatabase other = server.database();
        other.execute("CREATE TABLE rows AS SELECT 1 AS id");
        try (Connection connection = other.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN; SELECT FROM rows FOR KEY SHARE; SELECT pg_current_xact_id();"
                    + " PREPARE TRANSACTION 'there'");
        }
        other.execute(USED_MULTIXACTS);
        List<Advice> held = advise(corpus, AdviceRule.HORIZON_HELD);
        assertThat(held)
                .extracting(Advice::subject)
                .containsExactly("prepared transaction there of database " + other.name());
        List<Advice> old = advise(corpus, AdviceRule.WRAPAROUND);
        assertThat(old)
                .extracting(Advice::subject)
                .containsExactlyInAnyOrder(
                        "database " + corpus.name(),
                        "database " + other.name(),
                        "database postgres",
                        "database template0",
                        "database template1");
        assertThat(old)
                .allSatisfy(one -> assertThat(one.seen())
                        .startsWith("The oldest multixact id is ")
                        .contains("prepared transaction there of database " + other.name() + " holds it back"));
        asWritten(other, held.get(0).statement());
        assertThat(advise(corpus, AdviceRule.HORIZON_HELD)).isEmpty();
        try (Connection young = other.connect();
                Statement statement = young.createStatement()) {
            young.setAutoCommit(false);
            statement.execute("SELECT pg_current_xact_id()");
            assertThat(advise(corpus, AdviceRule.WRAPAROUND))
                    .hasSize(5)
                    .allSatisfy(one -> assertThat(one.seen()).doesNotContain("holds it back"));
        }
        for (Advice one : old) {
            TestDatabase database = new TestDatabase(server, one.subject().replace("database ", ""), "postgres");
            if (one.statement().startsWith("ALTER DATABASE")) {
                asWritten(corpus, one.statement());
                asWritten(database, "VACUUM (FREEZE);");
                asWritten(corpus, one.statement().replace("true", "false"));
            } else {
                assertThat(one.statement())
                        .isEqualTo("VACUUM (FREEZE);"
                                + (database.name().equals(corpus.name()) ? "" : " -- in database " + database.name()));
                asWritten(database, one.statement());
            }
        }
        assertThat(advise(corpus, AdviceRule.WRAPAROUND)).isEmpty();
    }

    private static void autovacuumOff(TestDatabase corpus) {
        corpus.executeAsSuperuser("ALTER SYSTEM SET autovacuum = off");
        corpus.executeAsSuperuser("SELECT pg_reload_conf()");
        List<Advice> advice = awaited(corpus, AdviceRule.SERVER_NO_AUTOVACUUM, found -> !found.isEmpty());
        assertThat(advice).hasSize(1);
        assertThat(advise(corpus, AdviceRule.TABLE_NO_AUTOVACUUM)).isEmpty();
        asWritten(corpus, advice.get(0).statement());
        assertThat(awaited(corpus, AdviceRule.SERVER_NO_AUTOVACUUM, List::isEmpty))
                .isEmpty();
    }

    /** Against what REINDEX leaves: the estimate is that of an index built now. */
    @ParameterizedTest
    @EnumSource
    void fill_isThatOfAFreshIndex_andOfABloatedOne(TestServer.Version version) {
        TestDatabase corpus = TestServer.shared(version).database();
        corpus.execute(
                "CREATE TABLE app (id uuid, few int, five int, hot int, kind boolean, late int) WITH (autovacuum_enabled = off);"
                        + " INSERT INTO app SELECT gen_random_uuid(), n % 1000, n / 5, CASE WHEN n % 2 = 0 THEN 0 ELSE n END, n % 2 = 0,"
                        + " CASE WHEN n % 10 = 0 THEN n END FROM generate_series(1, 100000) n;"
                        + " CREATE INDEX a_id ON app (id); CREATE INDEX a_few ON app (few); CREATE INDEX a_five ON app (five);"
                        + " CREATE INDEX a_hot ON app (hot); CREATE INDEX a_kind ON app (kind);"
                        + " CREATE INDEX a_low ON app (id, kind) WITH (fillfactor = 30);"
                        + " CREATE INDEX a_part ON app (id, few) WHERE late IS NOT NULL;"
                        + " CREATE INDEX a_text ON app ((few + 1)); ANALYZE app");
        List<IndexFacts> fresh = reading(corpus).indexes();
        assertThat(fresh)
                .hasSize(8)
                .allSatisfy(index -> assertThat(index.filled() / index.fillFactor())
                        .as(index.name() + " fills " + index.filled())
                        .isBetween(0.85, index.name().name().equals("a_hot") ? 1.7 : 1.1));
        assertThat(advise(corpus, AdviceRule.INDEX_BLOATED)).isEmpty();

        corpus.execute("DELETE FROM app WHERE five % 10 > 1");
        corpus.execute("VACUUM (ANALYZE) app");
        List<Advice> bloated = awaited(corpus, AdviceRule.INDEX_BLOATED, found -> found.size() >= 4);
        assertThat(bloated)
                .extracting(Advice::subject)
                .contains("public.a_five", "public.a_hot", "public.a_id", "public.a_low");
        bloated.forEach(one -> corpus.execute(one.statement()));
        assertThat(advise(corpus, AdviceRule.INDEX_BLOATED)).isEmpty();
    }
}
