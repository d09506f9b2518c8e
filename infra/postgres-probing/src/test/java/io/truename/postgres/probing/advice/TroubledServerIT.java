// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.probing.advice.Advice;
import io.truename.probing.advice.AdviceLimits;
import io.truename.probing.advice.AdviceRule;
import io.truename.probing.advice.AdviceRules;
import io.truename.probing.advice.DatabaseReading;
import io.truename.probing.advice.IndexFacts;
import io.truename.testkit.database.StandbyServer;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers in real trouble: each is named, and gone once its statement was run as written. */
class TroubledServerIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String USED_IDS =
            "DO $$ BEGIN FOR i IN 1..160000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$";
    private static final AdviceLimits SMALL = new AdviceLimits(
            Duration.ofMillis(1),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            64 << 10,
            1 << 20,
            100_000,
            1_000,
            1 << 20,
            Duration.ofDays(7));

    private static DatabaseReading reading(TestDatabase corpus) {
        try (Database database = Database.of(DatabaseUrl.parse(corpus.url()), "truename-probe", 2)) {
            return DatabaseReader.read(database, Optional.empty());
        }
    }

    private static List<Advice> advise(TestDatabase corpus, AdviceRule rule) {
        return AdviceRules.advise(reading(corpus), Optional.empty(), SMALL).stream()
                .filter(one -> one.rule() == rule)
                .toList();
    }

    private static List<Advice> awaited(TestDatabase corpus, AdviceRule rule, Predicate<List<Advice>> wanted) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<Advice> advice = advise(corpus, rule);
        while (!wanted.test(advice) && System.nanoTime() < end) {
            advice = advise(corpus, rule);
        }
        return advice;
    }

    /** Runs it as psql does, one statement after the other. */
    private static void asWritten(TestDatabase corpus, String statements) {
        for (String one : statements.replaceAll("--.*", "").split(";", -1)) {
            if (!one.isBlank()) {
                corpus.executeAsSuperuser(one);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void replicationAndVacuum(TestServer.Version version, @TempDir Path data) throws Exception {
        Map<String, String> settings = Map.of(
                "wal_level", "logical", "max_prepared_transactions", "5", "autovacuum_naptime", "1d", "fsync", "off");
        try (TestServer server = TestServer.start(version, settings)) {
            TestDatabase corpus = server.database();
            corpus.executeAsSuperuser("GRANT pg_monitor TO " + corpus.role());
            corpus.execute(
                    "CREATE TABLE app AS SELECT n AS id, repeat('x', 100) AS text FROM generate_series(1, 2000) n");
            stuckStandby(server, corpus, version, data);
            forgottenSlots(corpus);
            preparedTransaction(corpus);
            autovacuumOff(corpus);
        }
    }

    private static void stuckStandby(TestServer server, TestDatabase corpus, TestServer.Version version, Path data) {
        try (TestServer standby = StandbyServer.start(
                server, version, Map.of("max_prepared_transactions", "5", "wal_level", "logical"), data)) {
            TestDatabase copy = new TestDatabase(standby, corpus.name(), corpus.role());
            awaited(corpus, AdviceRule.REPLICATION_LAG, List::isEmpty);
            copy.executeAsSuperuser("SELECT pg_wal_replay_pause()");
            corpus.execute("UPDATE app SET text = text || 'y'");
            List<Advice> advice = awaited(corpus, AdviceRule.REPLICATION_LAG, found -> !found.isEmpty());
            assertThat(advice).extracting(Advice::subject).containsExactly("standby");
            asWritten(copy, advice.get(0).statement());
            copy.executeAsSuperuser("SELECT pg_wal_replay_resume()");
            assertThat(awaited(corpus, AdviceRule.REPLICATION_LAG, List::isEmpty))
                    .isEmpty();
        }
    }

    private static void forgottenSlots(TestDatabase corpus) {
        corpus.executeAsSuperuser("SELECT pg_create_physical_replication_slot('empty'),"
                + " pg_create_physical_replication_slot('left', true),"
                + " pg_create_logical_replication_slot('behind', 'pgoutput')");
        for (int i = 0; i < 6; i++) {
            corpus.execute("UPDATE app SET text = text || 'y'");
        }
        List<Advice> advice = advise(corpus, AdviceRule.SLOT_RETAINS);
        assertThat(advice).extracting(Advice::subject).containsExactlyInAnyOrder("behind", "left");

        corpus.executeAsSuperuser("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
        corpus.executeAsSuperuser("SELECT pg_reload_conf()");
        for (int i = 0; i < 4; i++) {
            corpus.executeAsSuperuser("SELECT pg_switch_wal()");
            corpus.execute("UPDATE app SET text = text || 'y'");
        }
        corpus.executeAsSuperuser("CHECKPOINT");
        List<Advice> lost = advise(corpus, AdviceRule.SLOT_LOST);
        assertThat(lost).extracting(Advice::subject).containsExactlyInAnyOrder("behind", "left");
        lost.forEach(one -> asWritten(corpus, one.statement()));
        assertThat(advise(corpus, AdviceRule.SLOT_LOST)).isEmpty();
        assertThat(advise(corpus, AdviceRule.SLOT_RETAINS)).isEmpty();
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
