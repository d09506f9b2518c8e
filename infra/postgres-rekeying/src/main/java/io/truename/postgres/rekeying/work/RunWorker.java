// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.plan.BackupProof;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.RunState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Worker of a run: does the next piece of work, which is planning, moving rows, moving them back, or validation. Its state is in the
 * database, so any instance can continue after the kill of another. Several instances may be called at once: one does the piece, the
 * others return.
 */
public final class RunWorker {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Database database;
    private final RunStore runs;
    private final UUID instance;
    private final Supplier<BackupProof> backup;
    private final WorkListener events;
    private final BatchTime batchTime;
    private final Supplier<Optional<String>> trace;
    private final Clock clock;

    /**
     * Creates a worker.
     *
     * @param instance id of this instance, under which failures are recorded that belong to no run
     * @param backup supplier of the backup's proof, called when a plan is complete
     */
    public RunWorker(Database database, UUID instance, Supplier<BackupProof> backup, WorkListener events, Clock clock) {
        this(database, instance, backup, events, BatchTime.DEFAULT, Optional::empty, clock);
    }

    /**
     * Creates a worker with other time limits.
     *
     * @param trace supplier of the id of the trace in which the calling thread works, which batches record: 32 hex digits
     */
    public RunWorker(
            Database database,
            UUID instance,
            Supplier<BackupProof> backup,
            WorkListener events,
            BatchTime batchTime,
            Supplier<Optional<String>> trace,
            Clock clock) {
        this.database = database;
        this.runs = new RunStore(database);
        this.instance = instance;
        this.backup = backup;
        this.events = events;
        this.batchTime = batchTime;
        this.trace = trace;
        this.clock = clock;
    }

    /**
     * Works until the deadline; finishes a batch that has begun.
     *
     * @param shard number of the run's worker, from 0; a number that the run does not have is idle
     * @throws SqlException if the database cannot be reached, or its disk is too full to record the failure
     */
    public WorkResult work(UUID id, int shard, Instant deadline) {
        return work(id, shard, until(deadline));
    }

    /** Works like {@link #work(UUID, int, Instant)}, while {@code timeLeft} is true. */
    public WorkResult work(UUID id, int shard, BooleanSupplier timeLeft) {
        Optional<RunView> found = runs.find(id);
        if (found.isEmpty() || shard < 0 || shard >= found.get().settings().workers()) {
            return WorkResult.of(Outcome.IDLE);
        }
        RunView run = found.get();
        try (Session session = database.open()) {
            return switch (run.state()) {
                case PLANNING -> shard == 0 ? underLease(session, run, shard, timeLeft) : WorkResult.of(Outcome.IDLE);
                case RUNNING, ROLLING_BACK -> underLease(session, run, shard, timeLeft);
                case PAUSED -> WorkResult.of(Outcome.PAUSED);
                case PLANNED, FINISHED, ROLLED_BACK, FAILED -> WorkResult.of(Outcome.IDLE);
            };
        } catch (SqlException failed) {
            return failed(run, shard, failed);
        }
    }

    /** Deadline check. It reads the wall clock once, so a later clock jump neither shortens nor extends the work. */
    private BooleanSupplier until(Instant deadline) {
        long begun = System.nanoTime();
        long nanos = Duration.between(clock.instant(), deadline).toNanos();
        return () -> System.nanoTime() - begun < nanos;
    }

    private WorkResult underLease(Session session, RunView run, int shard, BooleanSupplier timeLeft) {
        // A holder of its own for each piece: an instance may be asked for two at once.
        Optional<LeaseToken> lease = Leases.take(session, run.number(), shard, UUID.randomUUID(), trace.get());
        if (lease.isEmpty()) {
            return WorkResult.of(Outcome.ELSEWHERE);
        }
        try {
            WorkResult result = PlannedBackfill.is(run)
                    ? backfill(session, run, lease.get(), timeLeft)
                    : rekeying(session, run, lease.get(), timeLeft);
            boolean told = run.lastError().isPresent() || run.waiting().isPresent();
            if (told && result.succeeded()) {
                session.inTransaction(() -> {
                    if (result.outcome() != Outcome.HELD) {
                        runs.goesOn(session, run.number(), shard);
                    }
                    runs.recovered(session, run.number(), shard, run.state(), result.batches() > 0);
                    return true;
                });
            }
            return result;
        } finally {
            release(lease.get());
        }
    }

    private WorkResult rekeying(Session session, RunView run, LeaseToken lease, BooleanSupplier timeLeft) {
        return run.state() == RunState.PLANNING
                ? new PlanningWork(database, session, runs, run, lease, backup, events, timeLeft).plan()
                : new MovingWork(database, session, runs, run, lease, events, batchTime, clock).work(timeLeft);
    }

    private WorkResult backfill(Session session, RunView run, LeaseToken lease, BooleanSupplier timeLeft) {
        return run.state() == RunState.PLANNING
                ? new BackfillPlanning(session, runs, run, lease, backup, events, timeLeft).plan()
                : new BackfillWork(database, session, runs, run, lease, events, batchTime, clock).work(timeLeft);
    }

    /** Releases the lease on a new connection, because the worker's may be broken. If it fails, the lease expires later. */
    private void release(LeaseToken lease) {
        try (Session session = database.open()) {
            Leases.release(session, lease);
        } catch (SqlException unreachable) {
            events.failed(instance, lease.shard(), SqlFailures.of(unreachable));
        }
    }

    /** Handles a failure outside of a batch. */
    private WorkResult failed(RunView run, int shard, SqlException failed) {
        Failure failure = SqlFailures.of(failed);
        events.failed(run.id(), shard, failure);
        boolean passes = failure.kind() == FailureKind.CONNECTION
                || failure.kind() == FailureKind.RETRY
                || failure.kind().holds();
        try (Session session = database.open()) {
            return session.inTransaction(() -> {
                runs.failed(
                        session,
                        run.number(),
                        shard,
                        failure.code(),
                        Optional.of(failed.sqlState()),
                        failed.explanation());
                if (passes) {
                    if (failure.kind().holds()) {
                        runs.waiting(session, run.number(), shard, failure.code(), SqlFailures.ofARun(failure, failed));
                    }
                    return WorkResult.later(Outcome.HELD, SOON);
                }
                return stop(session, run, Cause.CANNOT_GO_ON, SqlFailures.ofARun(failure, failed));
            });
        } catch (SqlException stillUnreachable) {
            if (failure.kind() == FailureKind.FULL) {
                // Not even the reason can be written down, so the caller is told.
                throw failed;
            }
            return WorkResult.later(Outcome.HELD, SOON);
        }
    }

    private WorkResult stop(Session session, RunView run, Cause cause, String reason) {
        return RunStop.became(session, runs, run, events, cause, reason);
    }

    /** Result for a state that a run has just reached. */
    static WorkResult ended(RunState state) {
        return switch (state) {
            case PLANNING -> WorkResult.goesOn(Outcome.PLANNING);
            case PLANNED -> WorkResult.of(Outcome.PLANNED);
            case RUNNING, ROLLING_BACK -> WorkResult.goesOn(Outcome.MOVED).forEveryWorker();
            case PAUSED -> WorkResult.of(Outcome.PAUSED);
            case FINISHED -> WorkResult.of(Outcome.FINISHED);
            case ROLLED_BACK -> WorkResult.of(Outcome.ROLLED_BACK);
            case FAILED -> WorkResult.of(Outcome.FAILED);
        };
    }
}
