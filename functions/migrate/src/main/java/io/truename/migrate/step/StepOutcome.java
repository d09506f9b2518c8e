// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

/**
 * Result of a step.
 *
 * @param outcome one word: moved, planned, held, idle, finished, elsewhere and so on
 * @param batches that were committed
 * @param rows that were moved, over all tables
 */
public record StepOutcome(String outcome, int batches, long rows) {
    /** There was nothing to do. */
    public static final StepOutcome IDLE = new StepOutcome("idle", 0, 0);
}
