// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import io.truename.corpus.failure.Failure;
import io.truename.rekeying.run.Cause;
import io.truename.rekeying.run.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Error handling of one worker's batches, as an immutable state: {@link #after} takes the outcome of an attempt and returns the
 * decision with the state to go on from.
 *
 * <p>Three guarantees hold for every sequence of outcomes. Between two batches that were committed, halved or set aside there is a
 * bounded number of attempts. A batch that the corpus refuses is halved down to single documents. A document is set aside only
 * after it failed alone and with its rows locked; for a time-out, also with the longest statement time-out.
 *
 * @param halving parts of a failed batch that are still to be tried; empty if the next batch comes from the plan
 * @param attempts transient failures since the last progress
 * @param crossings failed checks since the last progress that a concurrent change can explain
 * @param lockedBatches how many batches from now on lock their rows first; 0 = none
 * @param extendedTime whether the next attempt has the longest statement time-out
 * @param <T> a document
 */
public record BatchRecovery<T>(
        Direction direction,
        Optional<Bisection<T>> halving,
        int attempts,
        int crossings,
        int lockedBatches,
        boolean extendedTime) {
    /** Attempts at a batch that fails transiently, the first included. */
    static final int MOST_ATTEMPTS = 3;

    /** Attempts with rows locked, after which a failed check is no longer blamed on a concurrent change. */
    static final int MOST_CROSSINGS = 6;

    /** Batches that lock their rows first once one had to. */
    static final int LOCKED_BATCHES = 20;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);

    /** State before the first batch. */
    public static <T> BatchRecovery<T> first(Direction direction) {
        return new BatchRecovery<>(direction, Optional.empty(), 0, 0, 0, false);
    }

    /** A decision, and the state for the next attempt. */
    public record Step<T>(BatchDecision decision, BatchRecovery<T> next) {}

    /** Documents to try next; empty if the plan gives them. */
    public Optional<List<T>> batch() {
        return halving.flatMap(Bisection::next);
    }

    /** Whether the next attempt locks its rows first. */
    public boolean lockRows() {
        return lockedBatches > 0;
    }

    /**
     * Decides after an attempt.
     *
     * @param batch documents of the attempt; {@link #batch} if that was not empty
     */
    public Step<T> after(List<T> batch, BatchOutcome outcome) {
        if (outcome instanceof BatchOutcome.Invalid invalid) {
            return afterInvalid(batch, invalid);
        }
        if (outcome instanceof BatchOutcome.Failed failed) {
            return afterFailure(batch, failed);
        }
        return new Step<>(
                new BatchDecision.Proceed(),
                new BatchRecovery<>(
                        direction, left(halving.map(Bisection::moved)), 0, 0, Math.max(0, lockedBatches - 1), false));
    }

    private Step<T> afterInvalid(List<T> batch, BatchOutcome.Invalid invalid) {
        if (!lockRows()) {
            return lockingRows();
        }
        if (invalid.mayPass() && crossings < MOST_CROSSINGS) {
            return new Step<>(
                    new BatchDecision.Retry(),
                    new BatchRecovery<>(direction, halving, attempts, crossings + 1, lockedBatches, extendedTime));
        }
        if (batch.size() > 1) {
            return halved(batch);
        }
        // Forward, a document that is not right although nobody interfered may be our mistake: a person must look
        // first.
        Optional<BatchDecision.Stop> stop = direction == Direction.FORWARD
                ? Optional.of(new BatchDecision.Stop(Cause.VALIDATION_FAILED, "validation", invalid.reason()))
                : Optional.empty();
        return setAside(new BatchDecision.Quarantine("validation", invalid.reason(), Optional.empty(), stop));
    }

    private Step<T> afterFailure(List<T> batch, BatchOutcome.Failed failed) {
        Failure failure = failed.failure();
        if (failed.timedOut() && batch.size() == 1) {
            return extendedTime
                    ? setAside(quarantine(failed))
                    : new Step<>(
                            new BatchDecision.ExtendTime(),
                            new BatchRecovery<>(direction, halving, attempts, crossings, LOCKED_BATCHES, true));
        }
        return switch (failure.kind()) {
            case RETRY -> again(new BatchDecision.Hold(failure.code(), failure.sentence(), SOON));
            case BUG -> again(new BatchDecision.Stop(Cause.CANNOT_GO_ON, failure.code(), failed.withRemedy()));
            case CONNECTION -> new Step<>(new BatchDecision.Reconnect(), this);
            case READ_ONLY, FULL ->
                new Step<>(new BatchDecision.Hold(failure.code(), failed.withRemedy(), LATER), this);
            case POISON -> refused(batch, failed);
            case PRIVILEGE, SCHEMA_CHANGED ->
                new Step<>(new BatchDecision.Stop(Cause.CANNOT_GO_ON, failure.code(), failed.withRemedy()), this);
        };
    }

    private Step<T> refused(List<T> batch, BatchOutcome.Failed failed) {
        // A row that refers to an old id may have come between the look and the move, or a chunk's number have changed.
        if (!lockRows()) {
            return lockingRows();
        }
        return batch.size() > 1 ? halved(batch) : setAside(quarantine(failed));
    }

    private Step<T> again(BatchDecision otherwise) {
        BatchDecision decision = attempts + 1 < MOST_ATTEMPTS ? new BatchDecision.Retry() : otherwise;
        return new Step<>(
                decision,
                new BatchRecovery<>(direction, halving, attempts + 1, crossings, lockedBatches, extendedTime));
    }

    private Step<T> lockingRows() {
        return new Step<>(
                new BatchDecision.LockRows(),
                new BatchRecovery<>(direction, halving, attempts, crossings, LOCKED_BATCHES, extendedTime));
    }

    private Step<T> halved(List<T> batch) {
        Bisection<T> parts = halving.map(Bisection::failed).orElseGet(() -> Bisection.of(batch));
        return new Step<>(new BatchDecision.Halve(), progressed(Optional.of(parts)));
    }

    private Step<T> setAside(BatchDecision.Quarantine decision) {
        return new Step<>(decision, progressed(left(halving.map(Bisection::failed))));
    }

    private BatchRecovery<T> progressed(Optional<Bisection<T>> parts) {
        return new BatchRecovery<>(direction, parts, 0, 0, lockedBatches, false);
    }

    private static <T> Optional<Bisection<T>> left(Optional<Bisection<T>> halving) {
        return halving.filter(parts -> parts.next().isPresent());
    }

    private static BatchDecision.Quarantine quarantine(BatchOutcome.Failed failed) {
        Failure failure = failed.failure();
        return new BatchDecision.Quarantine(
                failure.code(),
                failure.sentence() + " " + failed.message(),
                Optional.of(failure.sqlState()),
                Optional.empty());
    }
}
