// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.workbench.rekey.Direction;
import io.truename.workbench.rekey.MigrationUnderTest;
import io.truename.workbench.rekey.SampleCorpus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Load test with eight readers and eight writers, each on its own connection, during a whole migration and a whole rollback.
 * Checks every acknowledged write after the migration and again after the rollback. Measures its baseline in the same run.
 */
public final class LiveLoad {
    private static final int READERS = 8;
    private static final int WRITERS = 8;
    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final MigrationUnderTest migration;
    private final SampleCorpus corpus;
    private final Duration quiet;
    private final Duration pause;
    private final Latencies reads = new Latencies();
    private final Latencies writes = new Latencies();
    private final Journal journal = new Journal();
    private final LongAdder wrongReads = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder secondRetries = new LongAdder();
    private final LongAdder stranded = new LongAdder();
    private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
    /** Clients hold it for a call; a count of rows takes it whole, and nobody writes. */
    private final ReentrantReadWriteLock quietness = new ReentrantReadWriteLock(true);

    private volatile Phase phase = Phase.BASELINE;
    private volatile boolean goesOn = true;

    /**
     * A load.
     *
     * @param quiet the length of the phases without a migration
     * @param pause between two calls of one client
     */
    public LiveLoad(MigrationUnderTest migration, SampleCorpus corpus, Duration quiet, Duration pause) {
        this.migration = migration;
        this.corpus = corpus;
        this.quiet = quiet;
        this.pause = pause;
    }

    /** Runs it, once. */
    public LiveLoadResult run(TestServer server) throws SQLException, InterruptedException {
        TestDatabase database = server.database();
        corpus.create(database);
        migration.plan(database.url(), 0);
        List<Thread> clients = clients(database);
        clients.forEach(Thread::start);
        List<String> wrong = new ArrayList<>();
        double forwardSeconds;
        double backSeconds;
        try {
            LockSupport.parkNanos(quiet.toNanos());
            phase = Phase.FORWARD;
            migration.start(database.url());
            forwardSeconds = drive(database, Direction.FORWARD);
            phase = Phase.MOVED;
            LockSupport.parkNanos(quiet.toNanos());
            check(database, Direction.FORWARD, wrong);
            phase = Phase.BACK;
            migration.rollBack(database.url());
            backSeconds = drive(database, Direction.BACK);
        } finally {
            goesOn = false;
            for (Thread client : clients) {
                client.join();
            }
        }
        check(database, Direction.BACK, wrong);
        String setAside =
                database.value("SELECT count(*) || ' ' || coalesce(min(reason), '') FROM truename.quarantine");
        if (!setAside.startsWith("0 ")) {
            wrong.add("set aside: " + setAside);
        }
        server.drop(database);
        failures.forEach((message, count) -> wrong.add(count + " times: " + message));
        return new LiveLoadResult(
                migration.name(),
                reads,
                writes,
                journal.size(),
                retries.sum(),
                secondRetries.sum(),
                stranded.sum(),
                wrongReads.sum(),
                forwardSeconds,
                backSeconds,
                wrong);
    }

    private List<Thread> clients(TestDatabase database) throws SQLException {
        List<HeldDocument> documents;
        try (Connection connection = database.connect()) {
            documents = HeldDocument.all(connection);
        }
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            clients.add(new Thread(
                    new Reader(this, database.connect(), documents, reads, pause.toNanos(), i), "reader-" + i));
        }
        for (int i = 0; i < WRITERS; i++) {
            // Each writer has its own documents, so that it knows which write was the last.
            List<HeldDocument> own = new ArrayList<>();
            for (int at = i; at < documents.size(); at += WRITERS) {
                own.add(documents.get(at));
            }
            clients.add(new Thread(
                    new Writer(this, database.connect(), own, writes, journal, pause.toNanos(), 1000 + i),
                    "writer-" + i));
        }
        return clients;
    }

    private double drive(TestDatabase database, Direction direction) {
        long begun = System.nanoTime();
        String answer = "nothing";
        try (MigrationUnderTest.Instance instance = migration.instance(database.url(), Clock.systemUTC())) {
            while (System.nanoTime() - begun < LONGEST.toNanos()) {
                String state = database.value("SELECT state FROM truename.run ORDER BY number DESC LIMIT 1");
                if (state.equals(direction.endState())) {
                    return (System.nanoTime() - begun) / 1e9;
                }
                if (state.equals("PAUSED")) {
                    failed("the run paused: " + database.value("SELECT max(last_error::text) FROM truename.run"));
                    migration.resume(database.url());
                }
                answer = instance.deliver();
                if (!answer.startsWith("moved")) {
                    LockSupport.parkNanos(20_000_000);
                }
            }
        }
        throw new IllegalStateException("The run did not end; the last answer was " + answer);
    }

    private void check(TestDatabase database, Direction direction, List<String> wrong) throws SQLException {
        quietness.writeLock().lock();
        try (Connection connection = database.connect()) {
            int lost = journal.lost(connection);
            if (lost > 0) {
                wrong.add(lost + " writes lost when " + direction.endState());
            }
            long expected = corpus.chunks() + journal.chunks();
            String found = database.value("SELECT count(*) FROM upload_pipeline.document_chunks");
            if (!found.equals(Long.toString(expected))) {
                wrong.add(found + " chunks instead of " + expected + " when " + direction.endState());
            }
            long untrue = SampleCorpus.untrue(database);
            if (direction == Direction.FORWARD && untrue > 0) {
                wrong.add(untrue + " ids not true when FINISHED");
            }
        } finally {
            quietness.writeLock().unlock();
        }
    }

    boolean goesOn() {
        return goesOn;
    }

    Phase enter() {
        quietness.readLock().lock();
        return phase;
    }

    void leave() {
        quietness.readLock().unlock();
    }

    void wrongRead(String what) {
        wrongReads.increment();
        failed("wrong read: " + what);
    }

    void retried(int time) {
        (time == 1 ? retries : secondRetries).increment();
    }

    void stranded() {
        stranded.increment();
    }

    void failed(String message) {
        failures.computeIfAbsent(message, absent -> new AtomicInteger()).incrementAndGet();
    }
}
