// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.failure.FailureKind;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.failure.BatchDecision;
import io.truename.rekeying.failure.BatchOutcome;
import io.truename.rekeying.failure.BatchRecovery;
import io.truename.rekeying.hold.Hold;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.sizing.BatchResult;
import io.truename.rekeying.sizing.BatchSizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Loop over the batches of one worker, in either direction, until the deadline, a reason to hold, or the end. {@link BatchRecovery}
 * decides how to go on after a failure; this class carries out the decision.
 *
 * @param <T> what a batch is made of, and what can be set aside
 */
final class BatchLoop<T> {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(1);

    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final BatchTime batchTime;
    private final Clock clock;
    private final Batches<T> batches;

    private BatchRecovery<T> recovery;
    private BatchSizer sizer;
    private int batchesDone;
    private long rowsDone;
    private Instant notedAt = Instant.MIN;

    BatchLoop(
            Session session,
            RunStore runs,
            RunView run,
            LeaseToken lease,
            WorkListener events,
            BatchTime batchTime,
            Clock clock,
            Batches<T> batches) {
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.events = events;
        this.batchTime = batchTime;
        this.clock = clock;
        this.batches = batches;
        this.recovery = BatchRecovery.first(run.direction());
        this.sizer = WorkerStateStore.sizer(
                session, lease.run(), lease.shard(), run.settings().targetBatch());
    }

    /**
     * Works until the deadline.
     *
     * @param throttle closed at the end
     * @param nothingLeft continues when no batch is left for this worker
     */
    WorkResult work(LoadThrottle throttle, BooleanSupplier timeLeft, Supplier<WorkResult> nothingLeft) {
        WorkResult result;
        try (throttle) {
            result = loop(throttle, timeLeft, nothingLeft);
        }
        WorkerStateStore.keep(session, lease, sizer, throttle.holding(), throttle.pace());
        return result.with(batchesDone, rowsDone);
    }

    /** Result for a worker that has lost its lease after the batches that it committed. */
    WorkResult elsewhere() {
        return new WorkResult(Outcome.ELSEWHERE, batchesDone, rowsDone, Optional.empty(), false);
    }

    private WorkResult loop(LoadThrottle throttle, BooleanSupplier timeLeft, Supplier<WorkResult> nothingLeft) {
        int mostRows = throttle.mostRows();
        while (timeLeft.getAsBoolean()) {
            Optional<Hold> hold = throttle.hold(session);
            if (hold.isPresent()) {
                return held(
                        hold.get().code().code(),
                        hold.get().sentence(),
                        hold.get().retryAfter());
            }
            List<T> batch = recovery.batch().orElseGet(() -> batches.next(Math.min(sizer.rows(), mostRows)));
            if (batch.isEmpty()) {
                return batches.waitForOthers() ? waitForOthers() : nothingLeft.get();
            }
            Optional<WorkResult> end = attempt(batch, throttle);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return WorkResult.goesOn(Outcome.MOVED);
    }

    /** Tries one batch; returns the result if the work ends, or empty to go on. */
    private Optional<WorkResult> attempt(List<T> batch, LoadThrottle throttle) {
        BatchOptions options =
                new BatchOptions(recovery.lockRows(), recovery.extendedTime() ? batchTime.most() : batchTime.usual());
        BatchAttempt attempt = BatchAttempt.at(() -> batches.move(batch, options), options);
        attempt.moved().ifPresent(moved -> committed(moved, attempt.duration(), throttle));
        if (attempt.failed().isPresent() && attempt.outcome() instanceof BatchOutcome.Failed failed) {
            events.failed(run.id(), lease.shard(), failed.failure());
            sizer = sizer.after(new BatchResult(
                    batches.rows(batch),
                    attempt.duration(),
                    BatchResult.Outcome.of(failed.failure().kind())));
        }
        BatchRecovery.Step<T> step = recovery.after(batch, attempt.outcome());
        recovery = step.next();
        if (step.decision() instanceof BatchDecision.Reconnect) {
            // Nothing more can be said on this connection; the record is read on the next.
            throw attempt.failed().orElseThrow();
        }
        if (step.decision() instanceof BatchDecision.Quarantine quarantine) {
            return setAside(batch.get(0), quarantine);
        }
        if (step.decision() instanceof BatchDecision.Hold hold) {
            return Optional.of(held(hold.code(), hold.sentence(), hold.retryAfter()));
        }
        return step.decision() instanceof BatchDecision.Stop stop
                ? Optional.of(stop(explained(stop)))
                : Optional.empty();
    }

    /** Adds the missing privilege to a refusal, because PostgreSQL names the table only. */
    private BatchDecision.Stop explained(BatchDecision.Stop stop) {
        List<String> obstacles = stop.cause() == Cause.CANNOT_GO_ON ? RunObstacles.of(session, run) : List.of();
        return obstacles.isEmpty()
                ? stop
                : new BatchDecision.Stop(stop.cause(), stop.code(), stop.reason() + " " + String.join(" ", obstacles));
    }

    private void committed(BatchSummary moved, Duration duration, LoadThrottle throttle) {
        batchesDone++;
        rowsDone += moved.rows();
        sizer = sizer.after(new BatchResult(moved.rows(), duration, BatchResult.Outcome.COMMITTED));
        double seconds = duration.toNanos() / 1e9;
        throttle.moved(moved.rows(), seconds);
        events.moved(run.id(), lease.shard(), run.direction(), moved, seconds);
        Instant now = clock.instant();
        if (notedAt.equals(Instant.MIN) || Duration.between(notedAt, now).abs().compareTo(BETWEEN_NOTES) >= 0) {
            notedAt = now;
            WorkerStateStore.keep(session, lease, sizer, throttle.holding(), throttle.pace());
            goesOn();
        }
    }

    private Optional<WorkResult> setAside(T one, BatchDecision.Quarantine quarantine) {
        batches.setAside(one, quarantine);
        events.quarantined(run.id(), lease.shard(), quarantine.code());
        return quarantine
                .then()
                .or(() -> QuarantineLimit.whileMoving(run, batches))
                .map(this::stop);
    }

    private WorkResult held(String code, String sentence, Duration delay) {
        try {
            session.inTransaction(() -> {
                runs.waiting(session, lease.run(), lease.shard(), code, sentence);
                return true;
            });
        } catch (SqlException cannotSay) {
            // A server that takes no writes takes this neither. Of a full disk the caller is told: nothing else can
            // tell.
            if (SqlFailures.of(cannotSay).kind() == FailureKind.FULL) {
                throw cannotSay;
            }
            events.failed(run.id(), lease.shard(), SqlFailures.of(cannotSay));
        }
        events.held(run.id(), lease.shard(), code);
        return WorkResult.later(Outcome.HELD, delay);
    }

    /** Waits for other workers. The run's record does not show it, because the others move rows. */
    private WorkResult waitForOthers() {
        goesOn();
        events.held(run.id(), lease.shard(), "later.moves");
        return WorkResult.later(Outcome.HELD, SOON);
    }

    /** Ends a hold of this worker. */
    void goesOn() {
        session.inTransaction(() -> {
            runs.goesOn(session, lease.run(), lease.shard());
            return true;
        });
    }

    private WorkResult stop(BatchDecision.Stop stop) {
        return RunStop.stop(session, runs, run, events, stop);
    }
}
