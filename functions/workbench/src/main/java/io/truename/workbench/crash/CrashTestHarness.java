// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.crash;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.fault.ArmedFault;
import io.truename.testkit.fault.Fault;
import io.truename.testkit.fault.ServerControl;
import io.truename.testkit.fault.SmallDisk;
import io.truename.testkit.fault.TcpProxy;
import io.truename.workbench.rekey.MigrationUnderTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Harness of one crash test: its database, the proxy in front of it, and the actions of the scenarios. Over 300 lines,
 * because every scenario acts on the same connections, process and disk.
 */
final class CrashTestHarness implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;

    private final MigrationUnderTest migration;
    private final TestDatabase database;
    private final ServerControl control;
    private final Optional<SmallDisk> disk;
    private final TcpProxy proxy;
    private final JumpingClock clock = new JumpingClock();
    private final MigrationUnderTest.Instance worker;
    private final List<Connection> others = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<String>> moreAnswers = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private @Nullable Process process;

    CrashTestHarness(
            MigrationUnderTest migration, TestDatabase database, ServerControl control, Optional<SmallDisk> disk) {
        this.migration = migration;
        this.database = database;
        this.control = control;
        this.disk = disk;
        this.proxy = TcpProxy.before(database.server().port());
        this.worker = migration.instance(database.url(proxy.port()), clock);
    }

    TcpProxy proxy() {
        return proxy;
    }

    ServerControl control() {
        return control;
    }

    JumpingClock clock() {
        return clock;
    }

    List<String> wrong() {
        return wrong;
    }

    /** Delivers one message to the worker behind the proxy and waits for its result. */
    String deliver(FaultScenario scenario) {
        CompletableFuture<String> answer;
        if (scenario == FaultScenario.PROCESS_KILLED) {
            Process started = WorkerProcess.start(migration, database.url(proxy.port()));
            process = started;
            answer = started.onExit().thenApply(ended -> "ended " + ended.exitValue());
        } else {
            answer = CompletableFuture.supplyAsync(worker::deliver);
        }
        List<String> answers = new ArrayList<>();
        answers.add(await("the struck worker", answer));
        for (CompletableFuture<String> other : moreAnswers) {
            answers.add(await("another instance", other));
        }
        return String.join(", ", answers);
    }

    /** A worker may have given up before the fault has done all that it does, such as starting a server again. */
    void awaitOver(ArmedFault aim) {
        try {
            if (aim.struck() && !aim.awaitOver(Duration.ofSeconds(LONGEST_SECONDS))) {
                wrong.add("the fault did not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private String await(String who, CompletableFuture<String> answer) {
        try {
            return answer.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            return "threw " + failed.getMessage();
        } catch (TimeoutException late) {
            wrong.add(who + " gave no answer in " + LONGEST_SECONDS + " s");
            proxy.cutAll();
            return "nothing";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    Fault killWorker() {
        return exchange -> {
            Process running = process;
            if (running != null) {
                running.destroyForcibly().waitFor();
            }
            exchange.cut();
        };
    }

    void terminateWorker() {
        database.executeAsSuperuser(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid()");
    }

    /** Another session takes every row that it can get, of the corpus and of ours, until the worker has given its answer. */
    void holdEveryRow() {
        try {
            Connection other = other();
            try (Statement statement = other.createStatement()) {
                for (String table : List.of(
                        "upload_pipeline.documents",
                        "upload_pipeline.document_chunks",
                        "upload_pipeline.upload_jobs",
                        "upload_pipeline.events",
                        "upload_pipeline.document_vector_buffer",
                        "truename.shard",
                        "truename.document_map")) {
                    statement.execute("SELECT 1 FROM " + table + " FOR UPDATE SKIP LOCKED");
                }
            }
            // A worker that waits without a limit would wait for ever: the locks are released after a while.
            CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS).execute(() -> close(other));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Two advisory locks taken crosswise: a true deadlock within the worker's own transaction, found from its side. */
    Fault deadlock() {
        return exchange -> {
            try (Statement statement = other().createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(2)");
                Fault first = step -> step.fail(
                        "SET LOCAL lock_timeout = '10s'",
                        "SELECT pg_advisory_xact_lock(1)",
                        "/* the other goes for 1 */ SELECT pg_sleep(0.3)",
                        "SELECT pg_advisory_xact_lock(2)");
                CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
                    try {
                        awaitAdvisoryLock();
                        statement.execute("SELECT pg_advisory_xact_lock(1)");
                    } catch (SQLException workerGone) {
                        // It got its error, which is what this is for.
                    }
                });
                first.meet(exchange);
                second.join();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        };
    }

    private void awaitAdvisoryLock() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND granted")
                .equals("0")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the worker did not take its lock");
            }
        }
    }

    Fault fullDisk() {
        return disk.map(small -> Fault.meanwhile(small::fill))
                .orElseGet(() -> Fault.fail(
                        "DO $$ BEGIN RAISE EXCEPTION 'disk full (injected)' USING ERRCODE = '53100'; END $$"));
    }

    void deliverAgain() {
        moreAnswers.add(CompletableFuture.supplyAsync(worker::deliver));
        mustLeave("the second delivery", moreAnswers.get(0));
    }

    void moreInstances() {
        for (int i = 0; i < 2; i++) {
            moreAnswers.add(CompletableFuture.supplyAsync(() -> deliverOnce(database.url())));
        }
        moreAnswers.forEach(answer -> mustLeave("another instance", answer));
    }

    private void mustLeave(String who, CompletableFuture<String> answer) {
        try {
            String said = answer.get(15, TimeUnit.SECONDS);
            if (said.startsWith("moved") || said.startsWith("finished")) {
                wrong.add(who + " moved rows: " + said);
            }
        } catch (ExecutionException failed) {
            wrong.add(who + " threw " + failed.getCause());
        } catch (TimeoutException late) {
            wrong.add(who + " did not leave at once");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The worker hangs; its lease expires; its transaction is ended as the server would end it; another takes over. */
    Fault loseLease() {
        return exchange -> {
            CompletableFuture<Void> other =
                    CompletableFuture.runAsync(this::takeOver).whenComplete((done, failed) -> proxy.thaw());
            exchange.freeze();
            other.exceptionally(failed -> {
                        wrong.add("nobody could take over: " + failed);
                        return null;
                    })
                    .join();
        };
    }

    private void takeOver() {
        terminateIdleInTransaction();
        expireLeases();
        String answer = deliverOnce(database.url());
        if (!answer.startsWith("moved") && !answer.startsWith("finished")) {
            wrong.add("who took over answered " + answer);
        }
    }

    /** As idle_in_transaction_session_timeout does, without the waiting. A connection that holds nothing lives on. */
    private void terminateIdleInTransaction() {
        database.executeAsSuperuser("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                + " AND state LIKE 'idle in transaction%' AND EXISTS (SELECT FROM pg_locks l"
                + " WHERE l.pid = pg_stat_activity.pid AND l.locktype = 'transactionid')");
    }

    void expireLeases() {
        database.execute("UPDATE truename.shard SET expires_at = clock_timestamp() - interval '1 hour'");
    }

    void readOnly() {
        database.executeAsSuperuser("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
        terminateWorker();
    }

    /** One message to an instance that has only just started. */
    String deliverOnce(String url) {
        try (MigrationUnderTest.Instance fresh = migration.instance(url, Clock.systemUTC())) {
            return fresh.deliver();
        }
    }

    /** The cause goes away: rows are given back, the disk gets room, the server writes again. */
    void calm() {
        others.forEach(CrashTestHarness::close);
        disk.ifPresent(SmallDisk::empty);
        try (Connection administrator = database.server().superuser("postgres");
                Statement statement = administrator.createStatement()) {
            statement.execute("ALTER DATABASE " + database.name() + " RESET default_transaction_read_only");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Connection other() throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        others.add(connection);
        return connection;
    }

    private static void close(Connection connection) {
        try {
            // Not close(), which would wait for a statement that is running.
            connection.abort(Runnable::run);
        } catch (SQLException closedAnyway) {
            throw new IllegalStateException(closedAnyway);
        }
    }

    @Override
    public void close() {
        others.forEach(CrashTestHarness::close);
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
        worker.close();
        proxy.close();
    }
}
