// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.health.TableBloat;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.hold.VacuumRules;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Vacuum of a table beside the batches, on a connection of its own and as slow as autovacuum. It skips locked tables, does not
 * truncate the empty end of the file, which would lock out readers, and ends after {@link VacuumRules#LONGEST}. Only one worker
 * vacuums, one table at a time, because several together would slow the server down. Not thread-safe. Closing it waits for the vacuum
 * that is under way.
 */
final class ConcurrentVacuum implements AutoCloseable {
    /** Sets autovacuum's default delay; the limit is the server's. PARALLEL 0 means one process. */
    private static final String SLOWLY = "SET vacuum_cost_delay = '2ms'";

    private static final String VACUUM = "VACUUM (SKIP_LOCKED, TRUNCATE false, PARALLEL 0) ";

    /** Length of the lease from the beginning of a vacuum: closing may wait for its end, and no batch extends the lease then. */
    private static final Duration LEASE = VacuumRules.LONGEST.multipliedBy(3);

    private static final String QUERY_CANCELLED = "57014";

    private final Database database;
    private final Session session;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final BooleanSupplier timeLeft;
    private @Nullable CompletableFuture<Ended> underWay;

    /**
     * Creates a vacuum that has not begun.
     *
     * @param session of the worker; the vacuum takes another one from the database
     */
    ConcurrentVacuum(
            Database database,
            Session session,
            RunView run,
            LeaseToken lease,
            WorkListener events,
            BooleanSupplier timeLeft) {
        this.database = database;
        this.session = session;
        this.run = run;
        this.lease = lease;
        this.events = events;
        this.timeLeft = timeLeft;
    }

    /** Whether this worker vacuums, and may begin now: it needs time, and a connection that the process can spare. */
    boolean isDue() {
        Database.PoolUse use = database.poolUse();
        return underWay == null
                && run.settings().vacuum()
                && lease.shard() == 0
                && use.acquired() < use.most()
                && timeLeft.getAsBoolean();
    }

    /**
     * Begins to vacuum a table.
     *
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if another instance has taken the lease
     */
    void begin(TableBloat table) {
        Leases.keep(session, lease, LEASE);
        CompletableFuture<Ended> vacuum = new CompletableFuture<>();
        new Thread(() -> run(table, vacuum), "vacuum").start();
        underWay = vacuum;
    }

    private void run(TableBloat table, CompletableFuture<Ended> vacuum) {
        long begun = System.nanoTime();
        Optional<SqlException> failed = Optional.empty();
        try (Session own = database.open()) {
            vacuum(own, table);
        } catch (SqlException cutOrRefused) {
            failed = Optional.of(cutOrRefused);
        } finally {
            vacuum.complete(new Ended(Duration.ofNanos(System.nanoTime() - begun), failed));
        }
    }

    private static void vacuum(Session own, TableBloat table) {
        try {
            own.execute("SET statement_timeout = " + VacuumRules.LONGEST.toMillis());
            own.execute(SLOWLY);
            own.execute(VACUUM + TableSql.quoted(table.partition()));
        } finally {
            own.execute("RESET vacuum_cost_delay; RESET statement_timeout");
        }
    }

    /**
     * Duration of the vacuum, once it has ended; empty while it is under way, and if none has begun since the last answer. A vacuum
     * that is cut or refused is no error of the run: autovacuum or a later vacuum will do it.
     */
    Optional<Duration> ended() {
        CompletableFuture<Ended> vacuum = underWay;
        if (vacuum == null || !vacuum.isDone()) {
            return Optional.empty();
        }
        underWay = null;
        Ended ended = vacuum.join();
        ended.failed()
                .filter(failed -> !failed.sqlState().equals(QUERY_CANCELLED))
                .ifPresent(failed -> events.failed(run.id(), lease.shard(), SqlFailures.of(failed)));
        events.vacuumed(run.id(), lease.shard(), ended.took().toNanos() / 1e9);
        return Optional.of(ended.took());
    }

    @Override
    public void close() {
        if (underWay != null) {
            underWay.join();
        }
    }

    /** @param failed reason why the table was not vacuumed, or not whole */
    private record Ended(Duration took, Optional<SqlException> failed) {}
}
