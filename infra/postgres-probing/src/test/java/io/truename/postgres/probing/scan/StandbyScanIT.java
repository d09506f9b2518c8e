// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.probing.finding.FindingKind;
import io.truename.testkit.database.StandbyServer;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scans that read a corpus on a streaming standby, while all that they store goes to the primary. */
class StandbyScanIT {
    private static final String MAPPING = SchemaVariant.SOFT_REFERENCES.mapping();

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @LongSuite
    @ParameterizedTest
    @EnumSource
    void scans_ofEveryKind_readTheStandby(TestServer.Version version, @TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(version, Map.of("fsync", "off"))) {
            TestDatabase primary = server.database();
            SchemaVariant.SOFT_REFERENCES.create(primary, 60);
            try (TestServer copy = StandbyServer.start(server, version, Map.of("fsync", "off"), data);
                    ProbedCorpus corpus = new ProbedCorpus(primary, primary.url(copy.port()), MAPPING)) {
                TestDatabase standby = new TestDatabase(copy, primary.name(), primary.role());
                everyKind(corpus, primary, standby);
                lateDocument_isNotMissed(corpus, primary, standby);
                conflict_isTriedAgain(corpus, primary, standby);
            }
        }
    }

    private static void everyKind(ProbedCorpus corpus, TestDatabase primary, TestDatabase standby) {
        caughtUp(primary, standby);
        assertThat(corpus.scan(ScanKind.FULL).state()).isEqualTo(ScanStore.State.DONE);
        Map<FindingKind, Long> open = corpus.open();
        assertThat(open).containsKeys(FindingKind.ID_RANDOM, FindingKind.REFERENCE_ORPHAN);
        try (ProbedCorpus read = new ProbedCorpus(primary, MAPPING)) {
            assertThat(read.scan(ScanKind.FULL).state()).isEqualTo(ScanStore.State.DONE);
            assertThat(read.open()).as("the primary shows the same").isEqualTo(open);
        }
        assertThat(corpus.scan(ScanKind.SAMPLE, new ScanSettings(Optional.empty(), 500))
                        .state())
                .isEqualTo(ScanStore.State.DONE);
        assertThat(corpus.scan(ScanKind.INCREMENTAL).state()).isEqualTo(ScanStore.State.DONE);
    }

    /** By the clock, a standby that lags for longer than the overlap would lose all documents that it had not shown yet. */
    private static void lateDocument_isNotMissed(ProbedCorpus corpus, TestDatabase primary, TestDatabase standby) {
        caughtUp(primary, standby);
        standby.executeAsSuperuser("SELECT pg_wal_replay_pause()");
        primary.execute("INSERT INTO app.documents (id, number, user_id, sha256, created_at) VALUES"
                + " (gen_random_uuid(), 9999, 'late', fixture.hash('late'), clock_timestamp())");
        assertThat(corpus.scan(ScanKind.INCREMENTAL).summary().orElseThrow()).contains("\"documents\": 0");
        assertThat(primary.value(
                        "SELECT (SELECT at FROM truename.scan_watermark) <= created_at FROM app.documents WHERE"
                                + " number = 9999"))
                .isEqualTo("t");

        standby.executeAsSuperuser("SELECT pg_wal_replay_resume()");
        caughtUp(primary, standby);
        assertThat(corpus.scan(ScanKind.INCREMENTAL).summary().orElseThrow()).contains("\"documents\": 1");
    }

    /** While a part of a full scan waits for a table, rows vanish that its snapshot still shows: the standby cancels it. */
    private static void conflict_isTriedAgain(ProbedCorpus corpus, TestDatabase primary, TestDatabase standby)
            throws Exception {
        replayWaits(standby, "0");
        CorpusSchema schema = corpus.schema();
        UUID id = corpus.begin(ScanKind.FULL, ScanSettings.USUAL);
        try (Connection deleter = primary.connect();
                Statement deleting = deleter.createStatement();
                Connection holder = primary.connect();
                Statement held = holder.createStatement()) {
            // It begins before the lock's transaction, which would otherwise keep the rows from vacuum.
            deleter.setAutoCommit(false);
            deleting.execute("DELETE FROM app.jobs");
            holder.setAutoCommit(false);
            held.execute("LOCK TABLE app.bundles IN ACCESS EXCLUSIVE MODE");
            caughtUp(primary, standby);
            CompletableFuture<ScanStep.Result> step =
                    CompletableFuture.supplyAsync(() -> corpus.step().goOn(id, schema, Instant.MAX));
            until(standby, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
            deleter.commit();
            primary.execute("VACUUM app.jobs");
            assertThat(step.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(ScanStep.Outcome.WAITING);
        }
        assertThat(corpus.find(id).waiting().orElseThrow()).contains("conflict with recovery");
        replayWaits(standby, "30s");
        caughtUp(primary, standby);
        corpus.database().with(session -> {
            new ScanStore().wake(session, id);
            return true;
        });
        assertThat(corpus.step().goOn(id, schema, Instant.MAX).outcome()).isEqualTo(ScanStep.Outcome.DONE);
        assertThat(corpus.find(id).summary().orElseThrow()).doesNotContain("references app.bundles");
    }

    private static void replayWaits(TestDatabase standby, String forQueries) {
        standby.executeAsSuperuser("ALTER SYSTEM SET max_standby_streaming_delay = '" + forQueries + "'");
        standby.executeAsSuperuser("SELECT pg_reload_conf()");
        until(standby, "SELECT current_setting('max_standby_streaming_delay') = '" + forQueries + "'");
    }

    /** By a commit, because other records may wait seconds for the disk. */
    private static void caughtUp(TestDatabase primary, TestDatabase standby) {
        primary.value("SELECT pg_logical_emit_message(true, 'truename', '')");
        until(
                standby,
                "SELECT pg_last_wal_replay_lsn() >= '" + primary.value("SELECT pg_current_wal_flush_lsn()") + "'");
    }

    private static void until(TestDatabase database, String condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!database.value(condition).equals("t")) {
            assertThat(System.nanoTime()).as(condition).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
