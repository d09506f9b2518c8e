// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.baseline.Levels;
import io.truename.tuning.series.MetricSeries;
import io.truename.tuning.series.TrailingQuantile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Thresholds that a stated share of past hours exceeded: calibrated on the largest residual of each hour, for what a person counts is
 * an hour with a false alarm, and not on a standard deviation, which says little of the tail of a skewed metric.
 *
 * <p>For each window: the trailing median of the metric, its usual level by hour of the week, and the residuals from that level. All
 * bounds share one level of strictness: the strictest rank of the hourly maxima at which the hours that exceed any bound stay within
 * the budget. Bounds whose alarms coincide so cost less than under Bonferroni's division of the budget.
 *
 * @param name of the candidate
 * @param windows of the trailing medians; those shorter than the period of the metric are its raw values
 * @param budget share of the hours that may exceed a bound, between 0 and 1
 * @param transform scale of the residuals
 * @param sides on which values violate
 */
public record HourlyMaxima(String name, List<Duration> windows, double budget, Transform transform, List<Side> sides)
        implements Candidate {
    private static final int FEWEST_HOURS = 24;

    public HourlyMaxima {
        windows = List.copyOf(windows);
        sides = List.copyOf(sides);
        if (!(budget > 0 && budget < 1)) {
            throw new IllegalArgumentException("budget: between 0 and 1");
        }
    }

    @Override
    public FittedPolicy fit(MetricSeries past) {
        Transform.Fitted scale = transform.fit(past.present());
        List<HourlyTail> tails = new ArrayList<>();
        int[] slots = windows.stream()
                .mapToInt(window -> past.slotsIn(window.toMillis()))
                .distinct()
                .toArray();
        for (int window : slots) {
            double[] values = TrailingQuantile.of(past, window, Bound.MEDIAN);
            Levels levels = Levels.of(
                    past.start(),
                    past.period(),
                    Arrays.stream(values).map(scale::of).toArray());
            sides.forEach(side -> tails.add(HourlyTail.of(past, window, levels, side)));
        }
        if (tails.stream().anyMatch(tail -> tail.known() < FEWEST_HOURS)) {
            return new FittedPolicy(name, List.of());
        }
        int excess = excess(tails);
        List<Bound> bounds = new ArrayList<>();
        for (HourlyTail tail : tails) {
            double distance = tail.side().sign() * tail.exceededBy(excess);
            WeeklyThreshold threshold =
                    WeeklyThreshold.of(hour -> scale.inverse(tail.levels().ofHour(hour) + distance));
            Duration window = Duration.ofMillis(tail.window() * past.period());
            bounds.add(new Bound(window, Bound.MEDIAN, tail.side(), threshold, Duration.ZERO));
        }
        return new FittedPolicy(name, bounds);
    }

    /** Largest number of hours that each bound alone may exceed, so that all together stay within the budget. */
    private int excess(List<HourlyTail> tails) {
        int shortest = tails.stream().mapToInt(HourlyTail::known).min().orElseThrow();
        int allowed = (int) Math.floor(budget * shortest);
        for (int excess = Math.min(allowed, shortest - 1); excess > 0; excess--) {
            if (firing(tails, excess) <= allowed) {
                return excess;
            }
        }
        return 0;
    }

    private static long firing(List<HourlyTail> tails, int excess) {
        double[] thresholds =
                tails.stream().mapToDouble(tail -> tail.exceededBy(excess)).toArray();
        return IntStream.range(0, tails.get(0).hours())
                .filter(hour -> IntStream.range(0, thresholds.length)
                        .anyMatch(i -> tails.get(i).exceeds(hour, thresholds[i])))
                .count();
    }
}
