// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import java.time.Duration;
import java.util.Optional;

/**
 * Result of a piece of work.
 *
 * @param batches that were committed
 * @param rows that were moved, over all tables
 * @param again after how long to go on; empty when nothing is left for this worker
 * @param everyWorker whether the other workers have something to do again too
 */
public record WorkResult(Outcome outcome, int batches, long rows, Optional<Duration> again, boolean everyWorker) {
    /** How it ended. */
    public enum Outcome {
        /** Some of the plan was written. */
        PLANNING,
        /** The plan is complete, and waits to be started. */
        PLANNED,
        /** Rows were moved, one way or the other, and there are more. */
        MOVED,
        /** The run waits, its record says why; or this worker waits for others of the run. */
        HELD,
        /** Nothing is left for this worker; others are still at work. */
        DONE,
        /** Another instance does this piece. */
        ELSEWHERE,
        /** The run is in a state in which nothing is to be done. */
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

    /** Whether the piece was done: an error that kept this worker from doing it before is over. */
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
