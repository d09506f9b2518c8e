// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.ServerControl;
import io.truename.testkit.fault.SmallDisk;
import io.truename.workbench.rekey.Direction;
import io.truename.workbench.rekey.MigrationUnderTest;
import io.truename.workbench.rekey.SampleCorpus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runner of crash tests: takes a copy of a small corpus with a run under way, injects the fault, then lets a fresh worker
 * finish. Uses a server of its own that does not wait for the disk, because a killed server loses none of its writes.
 */
public final class CrashMatrix implements AutoCloseable {
    private static final SampleCorpus CORPUS = new SampleCorpus(60, 6, 200);
    private static final int DOCUMENTS_PER_BATCH = 10;
    private static final int STRUCK_BATCH = 3;
    private static final int SMALL_DISK_MEGABYTES = 96;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final MigrationUnderTest migration;
    private final Duration patience;
    private final TestServer server;
    private final ServerControl control;
    private final Map<Direction, TestDatabase> ready = new EnumMap<>(Direction.class);
    private final String bytes;
    private final String content;
    private final boolean trueFullDisk;

    /** Makes the corpus and the two runs that cells begin with: one about to go forward, one about to go back. */
    public CrashMatrix(MigrationUnderTest migration, TestServer.Version version) {
        this(migration, version, PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience with a run that does not end
     */
    CrashMatrix(MigrationUnderTest migration, TestServer.Version version, Duration patience) {
        this.patience = patience;
        this.migration = migration;
        server = TestServer.start(
                version, Map.of("fsync", "off", "synchronous_commit", "off", "deadlock_timeout", "100ms"));
        control = ServerControl.of(server);
        TestDatabase forward = server.database();
        CORPUS.create(forward);
        bytes = SampleCorpus.bytes(forward);
        content = SampleCorpus.content(forward);
        migration.plan(forward.url(), DOCUMENTS_PER_BATCH);
        migration.start(forward.url());
        ready.put(Direction.FORWARD, forward);
        TestDatabase back = server.copy(forward);
        finish(back, Direction.FORWARD);
        migration.rollBack(back.url());
        ready.put(Direction.BACK, back);
        try (Closing<SmallDisk> disk = new Closing<>(SmallDisk.mount(server, 1))) {
            trueFullDisk = disk.thing().isPresent();
        }
    }

    /** Whether this machine can fill a real disk; otherwise the server only reports a full disk. */
    public boolean trueFullDisk() {
        return trueFullDisk;
    }

    /** Runs one cell. */
    public CellResult play(Cell cell) {
        boolean small = cell.scenario() == FaultScenario.FULL_DISK && trueFullDisk;
        try (Closing<SmallDisk> disk =
                new Closing<>(small ? SmallDisk.mount(server, SMALL_DISK_MEGABYTES) : Optional.empty())) {
            TestDatabase template = CrashMatrix.of(ready, cell.direction());
            TestDatabase database = server.copy(
                    template, disk.thing().map(SmallDisk::tablespace).orElse("pg_default"));
            try (CrashTestHarness harness = new CrashTestHarness(migration, database, control, disk.thing())) {
                return play(cell, harness, database);
            } finally {
                server.drop(database);
            }
        }
    }

    private CellResult play(Cell cell, CrashTestHarness harness, TestDatabase database) {
        ArmedFault aim =
                harness.proxy().at(cell.step(), STRUCK_BATCH, cell.scenario().fault(harness));
        String answer = harness.deliver(cell.scenario());
        harness.awaitOver(aim);
        harness.calm();
        List<String> wrong = new ArrayList<>(harness.wrong());
        if (!aim.struck()) {
            wrong.add("the statement never came by");
        }
        InvariantChecks checks = new InvariantChecks(migration, database, cell.direction());
        checks.recordsEqualRows(wrong);
        String told = checks.told();
        boolean progressed = answer.startsWith("moved") || answer.startsWith("finished");
        // A full disk takes no note either; then only the function's log has it.
        boolean noRoomToTell =
                harness.proxy().errors().stream().filter("53100"::equals).count() > 1;
        if (cell.scenario().canTell() && !noRoomToTell && !progressed && told.isEmpty()) {
            wrong.add("the run does not say why it holds");
        }
        harness.expireLeases();
        int deliveries = 0;
        try {
            deliveries = finish(database, cell.direction());
        } catch (RuntimeException failed) {
            wrong.add("could not go on: " + failed.getMessage());
        }
        checks.recordsEqualRows(wrong);
        checks.corpus(cell.direction() == Direction.BACK ? bytes : content, wrong);
        return new CellResult(cell, answer, harness.proxy().errors(), told, deliveries, wrong);
    }

    /** Goes on until the run has ended; how many messages it took. */
    private int finish(TestDatabase database, Direction direction) {
        long deadline = System.nanoTime() + patience.toNanos();
        int deliveries = 0;
        String answer = "nothing";
        try (MigrationUnderTest.Instance worker = migration.instance(database.url(), Clock.systemUTC())) {
            while (System.nanoTime() < deadline) {
                String state = database.value("SELECT state FROM truename.run ORDER BY number DESC LIMIT 1");
                if (state.equals(direction.endState())) {
                    return deliveries;
                }
                if (state.equals("PAUSED")) {
                    migration.resume(database.url());
                }
                answer = worker.deliver();
                deliveries++;
                if (!answer.startsWith("moved")) {
                    pause();
                }
            }
        }
        throw new IllegalStateException("The run did not end; the last answer was " + answer);
    }

    /** A message that was not of use comes again a little later. */
    private static void pause() {
        try {
            if (new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nobody counts it down");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static TestDatabase of(Map<Direction, TestDatabase> ready, Direction direction) {
        TestDatabase database = ready.get(direction);
        if (database == null) {
            throw new IllegalStateException("Nothing is ready to go " + direction);
        }
        return database;
    }

    @Override
    public void close() {
        server.close();
    }

    private record Closing<T extends AutoCloseable>(Optional<T> thing) implements AutoCloseable {
        @Override
        public void close() {
            thing.ifPresent(closeable -> {
                try {
                    closeable.close();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
    }
}
