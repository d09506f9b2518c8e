// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import java.time.Duration;
import java.util.Optional;

/**
 * Result of a piece of work.
 *
 * @param batches number of committed batches
 * @param rows number of rows moved, in all tables
 * @param again delay before the next call; empty if nothing is left for this worker
 * @param everyWorker whether the other workers have work again, too
 */
public record WorkResult(Outcome outcome, int batches, long rows, Optional<Duration> again, boolean everyWorker) {
    /** Outcome of a piece of work. */
    public enum Outcome {
        /** A part of the plan was written. */
        PLANNING,
        /** The plan is complete; the run waits for its start. */
        PLANNED,
        /** Rows were moved, in either direction, and more are left. */
        MOVED,
        /** The run holds, for the reason in its record; or this worker waits for other workers. */
        HELD,
        /** Nothing is left for this worker; others are still at work. */
        DONE,
        /** Another instance does this piece of work. */
        ELSEWHERE,
        /** The run's state requires no work. */
        IDLE,
        PAUSED,
        FINISHED,
        ROLLED_BACK,
        FAILED
    }

    static WorkResult of(Outcome outcome) {
        return new WorkResult(outcome, 0, 0, Optional.empty(), false);
    }

    static WorkResult goesOn(Outcome outcome) {
        return new WorkResult(outcome, 0, 0, Optional.of(Duration.ZERO), false);
    }

    static WorkResult later(Outcome outcome, Duration delay) {
        return new WorkResult(outcome, 0, 0, Optional.of(delay), false);
    }

    /** Whether the piece of work succeeded, so that an earlier error of this worker is over. */
    boolean succeeded() {
        return switch (outcome) {
            case PLANNING, PLANNED, MOVED, DONE, FINISHED, ROLLED_BACK -> true;
            case HELD -> batches > 0;
            case ELSEWHERE, IDLE, PAUSED, FAILED -> false;
        };
    }

    WorkResult forEveryWorker() {
        return new WorkResult(outcome, batches, rows, again, true);
    }

    WorkResult with(int moreBatches, long moreRows) {
        return new WorkResult(outcome, batches + moreBatches, rows + moreRows, again, everyWorker);
    }
}
