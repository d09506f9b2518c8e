// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import java.util.OptionalDouble;

/** Retrievals of a window. */
public record RetrievalCount(long found, long missed) {
    /** Objective: more than this share of retrievals is found. */
    public static final double OBJECTIVE = 0.95;

    /** Share that was found; empty if nobody asked. */
    public OptionalDouble success() {
        long all = found + missed;
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) found / all);
    }

    /** Whether the objective is met; true if nobody asked. */
    public boolean meetsObjective() {
        return success().orElse(1) > OBJECTIVE;
    }
}
