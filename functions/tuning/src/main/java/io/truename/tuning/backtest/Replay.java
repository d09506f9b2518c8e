// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.series.MetricSeries;
import io.truename.tuning.series.TrailingQuantile;

/**
 * Evaluates a policy at the end of each period of a series, as Cloud Monitoring would: a bound is met once its threshold has been
 * violated without a gap since {@link Bound#lasting} before, and a period without a value in its window begins anew.
 */
public final class Replay {
    private Replay() {}

    /**
     * Whether the policy fires at each slot.
     *
     * @param from first slot of interest; slots before it are read as the past of windows and durations
     * @return for the slots from {@code from} on
     */
    public static boolean[] firing(FittedPolicy policy, MetricSeries series, int from) {
        boolean[] firing = new boolean[series.size() - from];
        for (Bound bound : policy.bounds()) {
            mark(bound, series, from, firing);
        }
        return firing;
    }

    private static void mark(Bound bound, MetricSeries series, int from, boolean[] firing) {
        int window = series.slotsIn(bound.window().toMillis());
        long lasting = bound.lasting().toMillis();
        int needed = (int) ((lasting + series.period() - 1) / series.period());
        int first = Math.max(0, from - needed - window + 1);
        MetricSeries read = series.part(first, series.size());
        double[] values = TrailingQuantile.of(read, window, bound.quantile());
        int violated = 0;
        for (int slot = 0; slot < values.length; slot++) {
            boolean violates =
                    bound.side().violates(values[slot], bound.threshold().at(read.time(slot)));
            violated = violates ? violated + 1 : 0;
            int place = slot + first - from;
            if (violated > needed && place >= 0) {
                firing[place] = true;
            }
        }
    }
}
