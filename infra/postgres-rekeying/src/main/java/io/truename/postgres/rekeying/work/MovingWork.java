// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.LostLeaseException;
import io.truename.postgres.rekeying.merge.RefusedMergeException;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.postgres.rekeying.move.BatchPicker;
import io.truename.postgres.rekeying.move.Quarantines;
import io.truename.postgres.rekeying.move.RollbackPicker;
import io.truename.postgres.rekeying.move.RollbackQuarantine;
import io.truename.postgres.rekeying.run.RunStore;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.postgres.rekeying.work.WorkResult.Outcome;
import io.truename.rekeying.failure.Bisection;
import io.truename.rekeying.failure.ErrorBudget;
import io.truename.rekeying.failure.Failure;
import io.truename.rekeying.failure.Failures;
import io.truename.rekeying.hold.Hold;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.sizing.BatchResult;
import io.truename.rekeying.sizing.BatchSizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Batch after batch of one worker, either way, until the deadline, a reason to hold, or the end. What is done about a failure is
 * decided by {@link Failures}; nothing is done again without a bound.
 *
 * <p>Long, because the loop and what it does about each way to fail share every counter that bounds it.
 */
final class MovingWork {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(1);
    private static final int ATTEMPTS_AT_ONCE = 3;
    private static final int CROSSED_ATTEMPTS = 6;
    private static final int LOCKED_BATCHES = 20;

    private final Database database;
    private final Session session;
    private final RunStore runs;
    private final RunView run;
    private final LeaseToken lease;
    private final WorkListener events;
    private final BatchTime batchTime;
    private final Clock clock;
    private final boolean back;

    private BatchSizer sizer;
    private int mostRows = Integer.MAX_VALUE;
    private Optional<Bisection<PlannedDocument>> halving = Optional.empty();
    private long batchToUndo;
    private boolean waitsForOthers;
    private int attempts;
    private int crossed;
    private int lockedBatches;
    private boolean patient;
    private int batchesDone;
    private long rowsDone;
    private Instant notedAt = Instant.MIN;

    MovingWork(
            Database database,
            Session session,
            RunStore runs,
            RunView run,
            LeaseToken lease,
            WorkListener events,
            BatchTime batchTime,
            Clock clock) {
        this.batchTime = batchTime;
        this.database = database;
        this.session = session;
        this.runs = runs;
        this.run = run;
        this.lease = lease;
        this.events = events;
        this.clock = clock;
        this.back = run.state() == RunState.ROLLING_BACK;
        this.sizer = WorkerStateStore.sizer(
                session, lease.run(), lease.shard(), run.settings().targetBatch());
    }

    WorkResult work(BooleanSupplier timeLeft) {
        Optional<CorpusSchema> schema = PlannedSchema.of(session, run);
        if (schema.isEmpty()) {
            return stop(
                    Cause.CANNOT_GO_ON,
                    "schema.changed",
                    "The tables are not those that were planned for: undo the change and resume, or roll back and plan again.");
        }
        FinishingWork finishing = finishing(schema.get());
        if (!back && !run.planned()) {
            return finishing.plan(timeLeft);
        }
        if (!back && finishing.validating()) {
            return finishing.validate(timeLeft);
        }
        LoadThrottle throttle = new LoadThrottle(
                database,
                schema.get(),
                run,
                new BetweenBatchesVacuum(session, runs, run, lease, events, timeLeft),
                WorkerStateStore.holding(session, lease.run(), lease.shard()),
                WorkerStateStore.pace(session, lease.run(), lease.shard()),
                clock);
        mostRows = throttle.mostRows();
        try {
            WorkResult result = loop(schema.get(), throttle, timeLeft);
            WorkerStateStore.keep(session, lease, sizer, throttle.holding(), throttle.pace());
            return result.with(batchesDone, rowsDone);
        } catch (LostLeaseException lost) {
            return new WorkResult(Outcome.ELSEWHERE, batchesDone, rowsDone, Optional.empty(), false);
        }
    }

    private WorkResult loop(CorpusSchema schema, LoadThrottle throttle, BooleanSupplier timeLeft) {
        BatchMover mover = new BatchMover(schema, lease.run());
        while (timeLeft.getAsBoolean()) {
            Optional<Hold> hold = throttle.hold(session);
            if (hold.isPresent()) {
                return held(
                        hold.get().code().code(),
                        hold.get().sentence(),
                        hold.get().retryAfter());
            }
            List<PlannedDocument> documents = next();
            if (documents.isEmpty()) {
                return waitsForOthers ? waitForOthers() : nothingLeft(schema, timeLeft);
            }
            Optional<WorkResult> end = batch(mover, documents, throttle);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return WorkResult.goesOn(Outcome.MOVED);
    }

    private List<PlannedDocument> next() {
        if (halving.isPresent()) {
            Optional<List<PlannedDocument>> part = halving.get().next();
            if (part.isPresent()) {
                return part.get();
            }
            halving = Optional.empty();
        }
        if (!back) {
            return BatchPicker.forward(
                    session, lease.run(), lease.shard(), run.settings().workers(), batchRows(), Integer.MAX_VALUE);
        }
        return nextBack();
    }

    private List<PlannedDocument> nextBack() {
        while (true) {
            RollbackPicker.Next next = RollbackPicker.next(session, lease.run(), lease.shard(), batchRows());
            waitsForOthers = next instanceof RollbackPicker.Waits;
            if (!(next instanceof RollbackPicker.Documents picked)) {
                return List.of();
            }
            batchToUndo = picked.batch();
            if (!picked.movedOn().isEmpty()) {
                RollbackQuarantine.add(session, lease, batchToUndo, picked.movedOn(), new RollbackQuarantine.MovedOn());
            }
            if (!picked.documents().isEmpty()) {
                return picked.documents();
            }
        }
    }

    private int batchRows() {
        return Math.min(sizer.rows(), mostRows);
    }

    /** Tries one batch; what the work ends with, or empty to go on. */
    private Optional<WorkResult> batch(BatchMover mover, List<PlannedDocument> documents, LoadThrottle throttle) {
        BatchOptions care = new BatchOptions(lockedBatches > 0, patient ? batchTime.most() : batchTime.usual());
        long begun = System.nanoTime();
        try {
            BatchSummary moved = back
                    ? mover.back(session, lease, documents, batchToUndo, care)
                    : mover.forward(session, lease, documents, care);
            double seconds = (System.nanoTime() - begun) / 1e9;
            succeeded(moved, seconds, throttle);
            return Optional.empty();
        } catch (ValidationException invalid) {
            return invalid(documents, invalid, care);
        } catch (RefusedMergeException refused) {
            return poison(documents, refused.failure(), String.valueOf(refused.getMessage()));
        } catch (SqlException failed) {
            long nanos = System.nanoTime() - begun;
            return failed(documents, Failures.classify(failed.sqlState(), failed.getMessage()), failed, nanos, care);
        }
    }

    private void succeeded(BatchSummary moved, double seconds, LoadThrottle throttle) {
        batchesDone++;
        rowsDone += moved.rows();
        attempts = 0;
        crossed = 0;
        patient = false;
        lockedBatches = Math.max(0, lockedBatches - 1);
        halving = halving.map(Bisection::moved);
        sizer = sizer.after(
                new BatchResult(moved.rows(), Duration.ofNanos((long) (seconds * 1e9)), BatchResult.Outcome.COMMITTED));
        throttle.moved(moved.rows(), seconds);
        events.moved(run.id(), lease.shard(), run.direction(), moved, seconds);
        Instant now = clock.instant();
        if (notedAt.equals(Instant.MIN) || Duration.between(notedAt, now).abs().compareTo(BETWEEN_NOTES) >= 0) {
            notedAt = now;
            WorkerStateStore.keep(session, lease, sizer, throttle.holding(), throttle.pace());
            session.inTransaction(() -> {
                runs.goesOn(session, lease.run(), lease.shard());
                return true;
            });
        }
    }

    private Optional<WorkResult> invalid(
            List<PlannedDocument> documents, ValidationException invalid, BatchOptions care) {
        if (!care.lockRows() || (invalid.mayPass() && crossed++ < CROSSED_ATTEMPTS)) {
            lockedBatches = LOCKED_BATCHES;
            return Optional.empty();
        }
        crossed = 0;
        if (documents.size() > 1) {
            halve(documents);
            return Optional.empty();
        }
        String reason = String.valueOf(invalid.getMessage());
        if (back) {
            return setAside(documents.get(0), new RollbackQuarantine.Fails("validation", reason, Optional.empty()));
        }
        quarantine(documents.get(0), "validation", reason, Optional.empty());
        return Optional.of(stop(Cause.VALIDATION_FAILED, "validation", reason));
    }

    private Optional<WorkResult> failed(
            List<PlannedDocument> documents, Failure failure, SqlException failed, long nanos, BatchOptions care) {
        events.failed(run.id(), lease.shard(), failure);
        long rows = documents.stream().mapToLong(PlannedDocument::rows).sum();
        sizer = sizer.after(
                new BatchResult(rows, Duration.ofNanos(nanos), failure.kind().outcome()));
        String message = String.valueOf(failed.getMessage());
        boolean tookTooLong = failed.sqlState().equals("57014")
                && nanos >= care.longestStatement().toNanos();
        if (documents.size() == 1 && tookTooLong) {
            return tooLong(documents, failure, message);
        }
        return switch (failure.kind()) {
            case RETRY ->
                ++attempts < ATTEMPTS_AT_ONCE
                        ? Optional.empty()
                        : Optional.of(held(failure.code(), failure.sentence(), SOON));
            // Nothing more can be said on this connection; the record is read on the next.
            case CONNECTION -> throw failed;
            case READ_ONLY, FULL ->
                Optional.of(held(failure.code(), failure.sentence() + " " + failure.remedy(), LATER));
            case POISON -> care.lockRows() ? poison(documents, failure, message) : withRowsLocked();
            case PRIVILEGE, SCHEMA_CHANGED ->
                Optional.of(stop(
                        Cause.CANNOT_GO_ON,
                        failure.code(),
                        failure.sentence() + " " + failure.remedy() + " " + message));
            case BUG ->
                ++attempts < ATTEMPTS_AT_ONCE
                        ? Optional.empty()
                        : Optional.of(stop(Cause.CANNOT_GO_ON, failure.code(), failure.sentence() + " " + message));
        };
    }

    /**
     * Once more, carefully, before anything is made of it: a row that refers to an old id may have come between the look and the
     * move, and a chunk's number may have changed since the plan.
     */
    private Optional<WorkResult> withRowsLocked() {
        lockedBatches = LOCKED_BATCHES;
        return Optional.empty();
    }

    /** A document that does not fit into the usual time although it is alone gets more, and then is set aside. */
    private Optional<WorkResult> tooLong(List<PlannedDocument> documents, Failure failure, String message) {
        if (!patient) {
            patient = true;
            return Optional.empty();
        }
        patient = false;
        return poison(documents, failure, message);
    }

    private Optional<WorkResult> poison(List<PlannedDocument> documents, Failure failure, String message) {
        if (documents.size() > 1) {
            halve(documents);
            return Optional.empty();
        }
        PlannedDocument document = documents.get(0);
        if (back) {
            return setAside(
                    document,
                    new RollbackQuarantine.Fails(
                            failure.code(), failure.sentence() + " " + message, Optional.of(failure.sqlState())));
        }
        quarantine(document, failure.code(), failure.sentence() + " " + message, Optional.of(failure.sqlState()));
        Quarantines.Share share = Quarantines.share(session, lease.run());
        if (new ErrorBudget(run.settings().quarantineLimit()).burnt(share.tried(), share.quarantined())) {
            return Optional.of(stop(
                    Cause.ERROR_BUDGET_BURNT,
                    "quarantine",
                    share.quarantined() + " of " + share.tried()
                            + " documents are in quarantine; the limit is a share of "
                            + run.settings().quarantineLimit() + "."));
        }
        return Optional.empty();
    }

    private Optional<WorkResult> setAside(PlannedDocument document, RollbackQuarantine.Fails why) {
        RollbackQuarantine.add(session, lease, batchToUndo, List.of(document), why);
        halving = halving.map(Bisection::failed);
        events.quarantined(run.id(), lease.shard(), why.code());
        Quarantines.Share share = RollbackQuarantine.share(session, lease.run());
        if (!new ErrorBudget(run.settings().quarantineLimit()).burnt(share.tried(), share.quarantined())) {
            return Optional.empty();
        }
        return Optional.of(stop(
                Cause.ERROR_BUDGET_BURNT,
                "quarantine",
                share.quarantined() + " of " + share.tried()
                        + " documents could not be moved back; the limit is a share of "
                        + run.settings().quarantineLimit() + ". " + FinishingWork.whatToDo(run)));
    }

    private void halve(List<PlannedDocument> documents) {
        halving = Optional.of(halving.map(Bisection::failed).orElseGet(() -> Bisection.of(documents)));
    }

    private void quarantine(PlannedDocument document, String code, String reason, Optional<String> sqlState) {
        Quarantines.add(session, lease, document, code, reason, sqlState);
        halving = halving.map(Bisection::failed);
        events.quarantined(run.id(), lease.shard(), code);
    }

    private WorkResult held(String code, String sentence, Duration delay) {
        try {
            session.inTransaction(() -> {
                runs.waiting(session, lease.run(), lease.shard(), code, sentence);
                return true;
            });
        } catch (SqlException cannotSay) {
            // A server that takes no writes takes this neither.
            events.failed(run.id(), lease.shard(), Failures.classify(cannotSay.sqlState(), cannotSay.getMessage()));
        }
        events.held(run.id(), lease.shard(), code);
        return WorkResult.later(Outcome.HELD, delay);
    }

    /** Not said of the run, which does not wait: others of its workers move. */
    private WorkResult waitForOthers() {
        session.inTransaction(() -> {
            runs.goesOn(session, lease.run(), lease.shard());
            return true;
        });
        events.held(run.id(), lease.shard(), "later.moves");
        return WorkResult.later(Outcome.HELD, SOON);
    }

    private WorkResult nothingLeft(CorpusSchema schema, BooleanSupplier timeLeft) {
        session.inTransaction(() -> {
            runs.goesOn(session, lease.run(), lease.shard());
            return true;
        });
        if (!WorkerStateStore.done(session, lease)) {
            return WorkResult.of(Outcome.DONE);
        }
        FinishingWork finishing = finishing(schema);
        return back ? finishing.rolledBack(timeLeft) : finishing.plan(timeLeft);
    }

    private FinishingWork finishing(CorpusSchema schema) {
        return new FinishingWork(session, runs, run, lease, schema, events);
    }

    private WorkResult stop(Cause cause, String code, String reason) {
        UUID id = run.id();
        return session.inTransaction(() -> {
            runs.failed(session, lease.run(), code, Optional.empty(), reason);
            return runs.became(session, lease.run(), run.state(), cause, reason)
                    .map(next -> {
                        events.became(id, run.state(), next.state(), cause.name());
                        return RunWorker.ended(next.state());
                    })
                    .orElse(WorkResult.of(Outcome.IDLE));
        });
    }
}
