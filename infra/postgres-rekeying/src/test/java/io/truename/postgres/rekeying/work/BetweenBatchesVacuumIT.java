// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.health.TableBloat;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BetweenBatchesVacuumIT {
    private static final TableName JOBS = new TableName("upload_pipeline", "upload_jobs");
    private static final TableBloat DEAD = new TableBloat(JOBS, JOBS, 100, 50, false, true, true);
    private static final String VACUUMS =
            "SELECT vacuum_count FROM pg_stat_all_tables WHERE relid = 'upload_pipeline.upload_jobs'::regclass";

    /** Some 80 MiB of dead rows, as a migration of such a table leaves them. */
    private static final String LEAVE_DEAD_ROWS =
            "ALTER TABLE upload_pipeline.upload_jobs SET (autovacuum_enabled = off);"
                    + "INSERT INTO upload_pipeline.upload_jobs SELECT gen_random_uuid(), document_id, stage, state,"
                    + " to_jsonb(repeat(md5(g::text), 50)), created_at FROM (SELECT * FROM upload_pipeline.upload_jobs LIMIT 1) j,"
                    + " generate_series(1, 45000) g; DELETE FROM upload_pipeline.upload_jobs WHERE jsonb_typeof(payload) = 'string'";

    @ParameterizedTest
    @EnumSource
    void vacuum_cleansTheTable_isRecorded_andLeavesNoSettingBehind(Version version) {
        TestDatabase corpus = Migration.database(version);
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            UUID run = migration.started(Migration.SETTINGS);
            try (Session session = migration.database().open()) {
                String before = settings(session);

                vacuum(migration, run, session).vacuum(DEAD);

                assertThat(settings(session)).isEqualTo(before);
            }
            awaitVacuums(corpus);
            assertThat(new BookkeepingTables(corpus).holds())
                    .containsExactly(new BookkeepingTables.Hold(
                            "vacuum",
                            "The run vacuums upload_pipeline.upload_jobs, 0 of whose 0 MiB are dead rows.",
                            true));
            assertThat(migration.view(run).waiting()).isEmpty();
        }
    }

    @Test
    void vacuum_ofWhatSomebodyHasLocked_isSkipped() throws Exception {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        try (Migration migration = Migration.ofSample(corpus, 30);
                Connection other = corpus.connect();
                Statement statement = other.createStatement()) {
            UUID run = migration.started(Migration.SETTINGS);
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE upload_pipeline.upload_jobs IN SHARE UPDATE EXCLUSIVE MODE");
            try (Session session = migration.database().open()) {
                // Waiting for it would take until the lease is lost.
                vacuum(migration, run, session).vacuum(DEAD);
            }
            assertThat(corpus.value(VACUUMS)).isEqualTo("0");
        }
    }

    @Test
    void vacuum_thatIsCut_isNoError() throws Exception {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        try (Migration migration = Migration.ofSample(corpus, 30);
                Session session = migration.database().open()) {
            corpus.execute(LEAVE_DEAD_ROWS);
            UUID run = migration.started(Migration.SETTINGS);
            String before = settings(session);
            int process = session.one("SELECT pg_backend_pid() AS pid", row -> row.get("pid", Integer.class));
            // Of 10,000 pages, some milliseconds each.
            session.execute("SET vacuum_cost_limit = 1");
            CompletableFuture<Duration> vacuum = CompletableFuture.supplyAsync(
                    () -> vacuum(migration, run, session).vacuum(DEAD));
            Migration.await(
                    () -> "no vacuum",
                    () -> corpus.value("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_progress_vacuum WHERE pid = "
                                    + process)
                            .equals("1"));
            vacuum.get(1, TimeUnit.MINUTES);

            assertThat(settings(session)).isEqualTo(before);
            assertThat(corpus.value(VACUUMS)).isEqualTo("0");
            assertThat(migration.view(run).lastError()).isEmpty();
            assertThat(migration.view(run).waiting()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void run_vacuumsATableOfDeadRows_unlessItIsToldNotTo(boolean wanted) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            corpus.execute(LEAVE_DEAD_ROWS);
            UUID run = migration.started(with(wanted));

            RunView finished = migration.drive(run, RunState.FINISHED);

            assertThat(finished.settings().vacuum()).isEqualTo(wanted);
            assertThat(new BookkeepingTables(corpus).holds())
                    .filteredOn(hold -> hold.code().equals("vacuum"))
                    .hasSize(wanted ? 1 : 0);
            if (wanted) {
                awaitVacuums(corpus);
            }
        }
    }

    private static void awaitVacuums(TestDatabase corpus) {
        Migration.await(() -> "not vacuumed", () -> corpus.value(VACUUMS).equals("1"));
    }

    private static String settings(Session session) {
        return session.one(
                "SELECT current_setting('statement_timeout') || ' ' || current_setting('vacuum_cost_delay') AS settings",
                row -> row.text("settings"));
    }

    private static BetweenBatchesVacuum vacuum(Migration migration, UUID id, Session session) {
        RunView run = migration.view(id);
        return new BetweenBatchesVacuum(
                session,
                migration.runs(),
                run,
                Leases.take(session, run.number(), 0, UUID.randomUUID()).orElseThrow(),
                WorkListener.NONE,
                () -> true);
    }

    private static RunSettings with(boolean vacuum) {
        RunSettings usual = Migration.SETTINGS;
        return new RunSettings(
                usual.strategy(),
                usual.onCollision(),
                usual.dryRun(),
                usual.acceptNoBackup(),
                usual.acceptSlowReferences(),
                usual.workers(),
                usual.targetBatch(),
                usual.mostRowsPerSecond(),
                usual.window(),
                usual.quarantineLimit(),
                usual.onFailure(),
                usual.recentDays(),
                vacuum);
    }
}
