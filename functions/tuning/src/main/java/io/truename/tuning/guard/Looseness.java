// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.candidate.Side;

/** Thresholds of both sides on one scale, on which more is looser and ratios stay ratios: a lower bound by its reciprocal. */
final class Looseness {
    private Looseness() {}

    static double of(Side side, double threshold) {
        return side == Side.ABOVE ? threshold : 1 / threshold;
    }

    static double threshold(Side side, double looseness) {
        return side == Side.ABOVE ? looseness : 1 / looseness;
    }

    /** Ratio of two tiers with so many steps between them. */
    static double apart(int steps) {
        return Math.pow(1 + GuardLimits.BETWEEN_TIERS, steps);
    }
}
