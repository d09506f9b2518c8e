// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.health.TableBloat;
import io.truename.corpus.schema.TableName;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.fixture.BookkeepingTables;
import io.truename.postgres.rekeying.fixture.Migration;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer.Version;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrentVacuumIT {
    private static final TableName JOBS = new TableName("upload_pipeline", "upload_jobs");
    private static final TableBloat DEAD = new TableBloat(JOBS, JOBS, 100, 50, false, true, true);
    private static final String VACUUMS =
            "SELECT vacuum_count FROM pg_stat_all_tables WHERE relid = 'upload_pipeline.upload_jobs'::regclass";
    private static final String UNDER_WAY =
            "SELECT count(*) FROM pg_stat_progress_vacuum WHERE relid = 'upload_pipeline.upload_jobs'::regclass";
    private static final String CUT =
            "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_progress_vacuum WHERE relid = 'upload_pipeline.upload_jobs'::regclass";

    /** Of 10,000 pages, some milliseconds each. */
    private static final String VERY_SLOWLY = "ALTER ROLE CURRENT_USER SET vacuum_cost_limit = 1";

    private static final UUID HOLDER = UUID.randomUUID();

    /** Some 80 MiB of dead rows, as a migration of such a table leaves them. */
    private static final String LEAVE_DEAD_ROWS =
            "ALTER TABLE upload_pipeline.upload_jobs SET (autovacuum_enabled = off);"
                    + "INSERT INTO upload_pipeline.upload_jobs SELECT gen_random_uuid(), document_id, stage, state,"
                    + " to_jsonb(repeat(md5(g::text), 50)), created_at FROM (SELECT * FROM upload_pipeline.upload_jobs LIMIT 1) j,"
                    + " generate_series(1, 45000) g; DELETE FROM upload_pipeline.upload_jobs WHERE jsonb_typeof(payload) = 'string'";

    @ParameterizedTest
    @EnumSource
    void vacuum_cleansTheTable_andLeavesNoSettingBehind(Version version) {
        TestDatabase corpus = Migration.database(version);
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            UUID run = migration.started(Migration.SETTINGS);
            Listener listener = new Listener();
            try (Session session = migration.database().open()) {
                ConcurrentVacuum vacuum = vacuum(migration, run, session, listener);
                vacuum.begin(DEAD);
                vacuum.close();

                assertThat(vacuum.ended()).isPresent();
                assertThat(vacuum.ended()).as("the same vacuum again").isEmpty();
                try (Session used = migration.database().open()) {
                    assertThat(settings(used)).isEqualTo(settings(session));
                }
            }
            awaitVacuums(corpus);
            assertThat(listener.vacuums).isEqualTo(1);
            assertThat(listener.failures).isEmpty();
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
                ConcurrentVacuum vacuum = vacuum(migration, run, session, new Listener());
                vacuum.begin(DEAD);
                // Waiting for the lock would take until the lease is lost.
                vacuum.close();
                assertThat(vacuum.ended()).isPresent();
            }
            assertThat(corpus.value(VACUUMS)).isEqualTo("0");
        }
    }

    @Test
    void vacuum_thatIsCut_isNoError() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        corpus.execute(VERY_SLOWLY);
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            corpus.execute(LEAVE_DEAD_ROWS);
            UUID run = migration.started(Migration.SETTINGS);
            Listener listener = new Listener();
            try (Session session = migration.database().open()) {
                ConcurrentVacuum vacuum = vacuum(migration, run, session, listener);
                vacuum.begin(DEAD);
                Migration.await(() -> "no vacuum", () -> corpus.value(CUT).equals("1"));
                assertThat(vacuum.isDue()).as("two at once").isFalse();
                vacuum.close();

                assertThat(vacuum.ended()).isPresent();
                try (Session used = migration.database().open()) {
                    assertThat(settings(used)).isEqualTo(settings(session));
                }
            }
            assertThat(corpus.value(VACUUMS)).isEqualTo("0");
            assertThat(listener.failures).isEmpty();
        }
    }

    @Test
    void vacuum_withoutAConnectionToSpare_isNotDue() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        try (Migration migration = Migration.ofSample(corpus, 30);
                Database one = Database.of(DatabaseUrl.parse(corpus.url()), "one-connection", 1)) {
            UUID run = migration.started(Migration.SETTINGS);
            try (Session session = one.open()) {
                assertThat(vacuum(migration, one, run, session, new Listener()).isDue())
                        .isFalse();
            }
            try (Session session = migration.database().open()) {
                assertThat(vacuum(migration, run, session, new Listener()).isDue())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void run_vacuumsATableOfDeadRows_unlessItIsToldNotTo(boolean wanted) {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        try (Migration migration = Migration.ofSample(corpus, 30)) {
            corpus.execute(LEAVE_DEAD_ROWS);
            UUID run = migration.started(with(wanted));
            Listener listener = new Listener();

            work(migration, run, listener);

            assertThat(migration.view(run).settings().vacuum()).isEqualTo(wanted);
            assertThat(listener.vacuums).isEqualTo(wanted ? 1 : 0);
            if (wanted) {
                awaitVacuums(corpus);
            }
        }
    }

    /** A worker that waited for its vacuum fell behind the others, each of which has its own documents. */
    @Test
    void run_goesOnWhileItVacuums() {
        TestDatabase corpus = Migration.database(Version.NEWEST);
        corpus.execute(VERY_SLOWLY);
        try (Migration migration = Migration.ofSample(corpus, 200)) {
            corpus.execute(LEAVE_DEAD_ROWS);
            UUID run = migration.started(Migration.SETTINGS);
            List<String> underWay = new ArrayList<>();
            Listener listener = new Listener() {
                @Override
                public void moved(UUID moving, int shard, Direction direction, BatchSummary moved, double seconds) {
                    if (underWay.isEmpty()) {
                        Migration.await(
                                () -> "no vacuum", () -> corpus.value(UNDER_WAY).equals("1"));
                    }
                    underWay.add(corpus.value(underWay.size() < 2 ? UNDER_WAY : CUT));
                }
            };
            work(migration, run, listener);

            assertThat(underWay).startsWith("1", "1", "1");
            assertThat(listener.vacuums).isEqualTo(1);
            assertThat(listener.failures).isEmpty();
            assertThat(new BookkeepingTables(corpus).holds()).isEmpty();
        }
    }

    private static void work(Migration migration, UUID run, Listener listener) {
        RunWorker worker = migration.worker(listener);
        Migration.await(() -> migration.view(run).toString(), () -> {
            worker.work(run, 0, Instant.now().plusSeconds(40));
            return migration.view(run).state() == RunState.FINISHED;
        });
    }

    private static void awaitVacuums(TestDatabase corpus) {
        Migration.await(() -> "not vacuumed", () -> corpus.value(VACUUMS).equals("1"));
    }

    private static String settings(Session session) {
        return session.one(
                "SELECT current_setting('statement_timeout') || ' ' || current_setting('vacuum_cost_delay') AS settings",
                row -> row.text("settings"));
    }

    private static ConcurrentVacuum vacuum(Migration migration, UUID id, Session session, WorkListener events) {
        return vacuum(migration, migration.database(), id, session, events);
    }

    private static ConcurrentVacuum vacuum(
            Migration migration, Database database, UUID id, Session session, WorkListener events) {
        RunView run = migration.view(id);
        return new ConcurrentVacuum(
                database,
                session,
                run,
                Leases.take(session, run.number(), 0, HOLDER).orElseThrow(),
                events,
                () -> true);
    }

    private static class Listener implements WorkListener {
        int vacuums;
        final List<Failure> failures = new ArrayList<>();

        @Override
        public void vacuumed(UUID run, int shard, double seconds) {
            vacuums++;
        }

        @Override
        public void failed(UUID run, int shard, Failure failure) {
            failures.add(failure);
        }
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
