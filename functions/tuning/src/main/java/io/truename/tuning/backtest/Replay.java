// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Hysteresis;
import io.truename.tuning.candidate.Silence;
import io.truename.tuning.series.MetricSeries;
import io.truename.tuning.series.TrailingQuantile;
import java.time.Duration;
import java.util.List;

/**
 * Evaluates a policy at the end of each period of a series, as Cloud Monitoring would: a bound is met once its threshold has been
 * violated without a gap since {@link Bound#lasting} before, and a period without a value in its window begins anew. With a hysteresis it
 * then stays fulfilled for a while.
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
            mark(bound, policy.hysteresis(), series, from, firing);
        }
        markSilence(policy.silence(), series, from, firing);
        return firing;
    }

    /** Whether any of several policies or series fires at each slot, as an alert of several series does. */
    public static boolean[] any(List<boolean[]> firing) {
        boolean[] any = new boolean[firing.get(0).length];
        for (boolean[] each : firing) {
            for (int slot = 0; slot < any.length; slot++) {
                any[slot] |= each[slot];
            }
        }
        return any;
    }

    private static void mark(Bound bound, Hysteresis hysteresis, MetricSeries series, int from, boolean[] firing) {
        int window = series.slotsIn(bound.window().toMillis());
        int needed = slots(bound.lasting(), series);
        int hold = Math.max(1, slots(hysteresis.hold(), series));
        int quiet = Math.max(1, slots(hysteresis.quiet(bound.lasting()), series));
        int first = Math.max(0, from - needed - window - Math.max(hold, quiet) + 1);
        MetricSeries read = series.part(first, series.size());
        double[] values = TrailingQuantile.of(read, window, bound.quantile());
        int violated = 0;
        int fulfilled = -hold;
        int near = -quiet;
        for (int slot = 0; slot < values.length; slot++) {
            double threshold = bound.threshold().at(read.time(slot));
            violated = bound.side().violates(values[slot], threshold) ? violated + 1 : 0;
            fulfilled = violated > needed ? slot : fulfilled;
            near = bound.side().violates(values[slot], hysteresis.nearer(bound.side(), threshold)) ? slot : near;
            int place = slot + first - from;
            if (place >= 0 && slot - fulfilled < hold && slot - near < quiet) {
                firing[place] = true;
            }
        }
    }

    private static int slots(Duration time, MetricSeries series) {
        return (int) ((time.toMillis() + series.period() - 1) / series.period());
    }

    private static void markSilence(Silence silence, MetricSeries series, int from, boolean[] firing) {
        int absent =
                silence.absent().isZero() ? 0 : series.slotsIn(silence.absent().toMillis());
        int flat = silence.flat().isZero() ? 0 : series.slotsIn(silence.flat().toMillis());
        for (int slot = from; slot < series.size() && absent > 0; slot++) {
            firing[slot - from] |= slot + 1 >= absent && values(series, slot, absent) == 0;
        }
        for (int slot = from; slot < series.size() && flat > 0; slot++) {
            firing[slot - from] |= slot + 1 >= flat && isFlat(series, slot, flat);
        }
    }

    private static int values(MetricSeries series, int last, int slots) {
        int values = 0;
        for (int slot = last - slots + 1; slot <= last; slot++) {
            values += Double.isNaN(series.value(slot)) ? 0 : 1;
        }
        return values;
    }

    /** Whether all values are equal, and half of the slots have one. */
    private static boolean isFlat(MetricSeries series, int last, int slots) {
        double first = Double.NaN;
        for (int slot = last; slot > last - slots; slot--) {
            double value = series.value(slot);
            first = Double.isNaN(first) ? value : first;
            if (!Double.isNaN(value) && value != first) {
                return false;
            }
        }
        return 2 * values(series, last, slots) > slots;
    }
}
