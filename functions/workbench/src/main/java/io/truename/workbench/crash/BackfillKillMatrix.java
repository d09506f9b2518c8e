// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.corpus.mapping.MappingReader;
import io.truename.postgres.Database;
import io.truename.postgres.DatabaseUrl;
import io.truename.postgres.SchemaMigrations;
import io.truename.postgres.corpus.schema.BackfillInspection;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.rekeying.batch.BackfillState;
import io.truename.postgres.rekeying.run.RunDefinition;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.rekeying.run.RunSettings;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.TcpProxy;
import io.truename.testkit.schema.KeyedVariant;
import io.truename.workbench.crash.BackfillKill.Stage;
import io.truename.workbench.rekey.Direction;
import io.truename.workbench.rekey.MigrationUnderTest;
import io.truename.workbench.rekey.TruenameMigration;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runner of kills of runs beside keys: takes a copy of a small corpus with a run before the stage, kills the process of a worker at the
 * statement, then lets a fresh worker finish, and takes the run back. Uses a server of its own that does not wait for the disk.
 */
public final class BackfillKillMatrix implements AutoCloseable {
    private static final int DOCUMENTS = 60;
    private static final int ROWS_PER_BATCH = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Any: a worker takes the mapping from the run. */
    private final MigrationUnderTest engine = new TruenameMigration();

    private final TestServer server;
    private final Map<KeyedVariant, Ready> ready = new EnumMap<>(KeyedVariant.class);

    /**
     * Databases that kills begin with.
     *
     * @param contents of the tables before any run
     */
    private record Ready(Map<String, String> contents, TestDatabase created, TestDatabase started, TestDatabase back) {
        TestDatabase before(Stage stage) {
            return switch (stage) {
                case PLAN -> created;
                case FILL, VERIFY -> started;
                case ROLLBACK -> back;
            };
        }
    }

    /** A matrix on a server of that version. */
    public BackfillKillMatrix(TestServer.Version version) {
        server = TestServer.start(version, Map.of("fsync", "off", "synchronous_commit", "off"));
    }

    /**
     * Plays a kill.
     *
     * @return the violated invariants; empty is a pass
     */
    public List<String> play(BackfillKill kill) {
        Ready corpus = ready.computeIfAbsent(kill.corpus(), this::prepare);
        TestDatabase database = server.copy(corpus.before(kill.statement().stage()));
        try {
            List<String> wrong = new ArrayList<>();
            if (!killed(kill, database)) {
                wrong.add("the statement never came by");
            }
            recordsEqualBatches(database, wrong);
            database.execute("UPDATE truename.shard SET expires_at = clock_timestamp() - interval '1 hour'");
            if (kill.statement().stage() != Stage.ROLLBACK) {
                finish(database, Direction.FORWARD);
                recordsEqualBatches(database, wrong);
                String untrue = database.value(kill.corpus().untrue());
                if (!untrue.equals(database.value(kill.corpus().twice()))) {
                    wrong.add(untrue + " rows lack their true id");
                }
                engine.rollBack(database.url());
            }
            finish(database, Direction.BACK);
            if (!kill.corpus().contents(database).equals(corpus.contents())) {
                wrong.add("rows differ after the rollback");
            }
            return wrong;
        } finally {
            server.drop(database);
        }
    }

    private Ready prepare(KeyedVariant variant) {
        TestDatabase created = server.database();
        variant.create(created, DOCUMENTS);
        Map<String, String> contents = variant.contents(created);
        try (Database database = Database.of(DatabaseUrl.parse(created.url()), "truename-workbench", 4)) {
            SchemaMigrations.run(database);
            BackfillInspection inspection =
                    database.with(session -> BackfillInspector.inspect(session, MappingReader.read(variant.mapping())));
            new RunStore(database)
                    .create(new RunDefinition(
                            settings(), variant.mapping(), inspection.fingerprint(), inspection.findings(), "{}"));
        }
        TestDatabase started = server.copy(created);
        deliverUntil(started, "PLANNED");
        started.execute("UPDATE truename.shard SET sizer = jsonb_build_object('rows', " + ROWS_PER_BATCH
                + ", 'frozen', 1000000)");
        engine.start(started.url());
        TestDatabase back = server.copy(started);
        finish(back, Direction.FORWARD);
        engine.rollBack(back.url());
        return new Ready(contents, created, started, back);
    }

    private static RunSettings settings() {
        RunSettings usual = RunSettings.DEFAULT;
        return new RunSettings(
                usual.strategy(),
                usual.onCollision(),
                false,
                true,
                true,
                1,
                usual.targetBatch(),
                0,
                Optional.empty(),
                usual.quarantineLimit(),
                usual.onFailure(),
                usual.recentDays(),
                false);
    }

    /** Delivers a message to a worker in a process of its own, which is killed; whether it came to the statement. */
    private boolean killed(BackfillKill kill, TestDatabase database) {
        try (TcpProxy proxy = TcpProxy.before(server.port())) {
            CompletableFuture<Process> started = new CompletableFuture<>();
            ArmedFault aim = kill.aim(proxy, exchange -> {
                if (kill.answered()) {
                    exchange.forward();
                    exchange.awaitAnswer();
                }
                started.join().destroyForcibly();
                exchange.cut();
            });
            Process worker = WorkerProcess.start(engine, database.url(proxy.port()));
            started.complete(worker);
            try {
                return worker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        && aim.struck()
                        && aim.awaitOver(PATIENCE);
            } finally {
                worker.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Holds at every moment: the rows that batches have written and not taken back are those that the record has as written. */
    private static void recordsEqualBatches(TestDatabase database, List<String> wrong) {
        String found = database.value(
                "SELECT b || ' rows by batches, ' || r || ' by the record' FROM (SELECT (SELECT coalesce(sum(CASE direction"
                        + " WHEN 'FORWARD' THEN rows_moved ELSE -rows_moved END), 0) FROM truename.batch) AS b,"
                        + " (SELECT count(*) FROM truename.backfill WHERE state = " + BackfillState.WRITTEN.code()
                        + ") AS r) t WHERE b <> r UNION ALL SELECT '' LIMIT 1");
        if (!found.isEmpty()) {
            wrong.add(found);
        }
    }

    private void finish(TestDatabase database, Direction direction) {
        if (direction == Direction.FORWARD && state(database).equals("PLANNING")) {
            deliverUntil(database, "PLANNED");
        }
        if (state(database).equals("PLANNED")) {
            engine.start(database.url());
        }
        deliverUntil(database, direction.endState());
    }

    private void deliverUntil(TestDatabase database, String wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (MigrationUnderTest.Instance worker = engine.instance(database.url(), Clock.systemUTC())) {
            String answer = "nothing";
            while (!state(database).equals(wanted)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The run is " + state(database) + " and not " + wanted
                            + "; the last answer was " + answer + ": "
                            + database.value("SELECT coalesce(last_error::text, '') FROM truename.run"));
                }
                answer = worker.deliver();
            }
        }
    }

    private static String state(TestDatabase database) {
        return database.value("SELECT state FROM truename.run");
    }

    @Override
    public void close() {
        server.close();
    }
}
