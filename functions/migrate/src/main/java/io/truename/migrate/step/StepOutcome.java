// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.step;

import java.util.HashMap;
import java.util.Map;

/**
 * Result of a step.
 *
 * @param outcome one word: moved, planned, held, idle, finished, elsewhere and so on
 * @param batches that were committed
 * @param rows that were moved, over all tables
 * @param log further fields of the request's log line
 */
public record StepOutcome(String outcome, int batches, long rows, Map<String, Object> log) {
    /** There was nothing to do. */
    public static final StepOutcome IDLE = new StepOutcome("idle", 0, 0);

    public StepOutcome {
        log = Map.copyOf(log);
    }

    /** A result without further fields. */
    public StepOutcome(String outcome, int batches, long rows) {
        this(outcome, batches, rows, Map.of());
    }

    /** The same result, with more fields in the log line. */
    public StepOutcome logging(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(log);
        all.putAll(more);
        return new StepOutcome(outcome, batches, rows, all);
    }
}
