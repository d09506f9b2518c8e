// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.baseline.Robust;
import java.util.Arrays;

/**
 * Scale on which distances from the usual are compared. A monotone one keeps medians, so that a threshold found on it is one of the
 * metric itself.
 */
public enum Transform {
    /** Distances in the unit of the metric. */
    NONE,
    /**
     * Distances as ratios: ln(x + c) with c a tenth of the median absolute value, so that small values do not count as far apart. For
     * values that are never negative; otherwise NONE is used.
     */
    LOG;

    private static final double SHARE_OF_MEDIAN = 0.1;

    /** A transform with its numbers. */
    public record Fitted(boolean log, double shift) {
        public double of(double value) {
            return log ? Math.log(Math.max(value, 0) + shift) : value;
        }

        public double inverse(double transformed) {
            return log ? Math.exp(transformed) - shift : transformed;
        }
    }

    Fitted fit(double... present) {
        if (this == NONE || Arrays.stream(present).anyMatch(value -> value < 0)) {
            return new Fitted(false, 0);
        }
        double shift = SHARE_OF_MEDIAN * Robust.median(present);
        return shift > 0 ? new Fitted(true, shift) : new Fitted(false, 0);
    }
}
