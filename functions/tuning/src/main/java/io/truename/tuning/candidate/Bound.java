// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;

/**
 * One condition of a policy: a trailing quantile of the metric against a threshold, without a gap for a time.
 *
 * @param window of the trailing quantile; the raw values, if it is not longer than their period
 * @param quantile from 0 to 1; 0.5 is the median
 * @param side on which values violate the threshold
 * @param threshold by hour of the week
 * @param lasting time for which the threshold must be violated, from the first violating evaluation to the present one
 */
public record Bound(Duration window, double quantile, Side side, WeeklyThreshold threshold, Duration lasting) {
    public static final double MEDIAN = 0.5;

    public Bound {
        if (window.isNegative() || lasting.isNegative() || !(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("window, lasting, quantile: not negative, quantile at most 1");
        }
    }

    /** Violated by one value of the metric. */
    public static Bound ofValues(Side side, WeeklyThreshold threshold, Duration lasting) {
        return new Bound(Duration.ZERO, MEDIAN, side, threshold, lasting);
    }
}
