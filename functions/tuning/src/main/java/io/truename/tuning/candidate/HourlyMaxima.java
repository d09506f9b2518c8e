// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Thresholds that a stated share of past hours exceeded: calibrated on the largest residual of each hour, for a person counts
 * hours with a false alarm, and not on a standard deviation, which says little of the tail of a skewed metric.
 *
 * <p>For each window: the trailing median of the metric, its usual level by hour of the week, and the residuals from that level. All
 * bounds have one strictness: the share of hours that each may reach is the budget by the number of bounds, and more where their hours
 * coincide. How much they do is counted at the largest tenth of the hours, where there are enough to count.
 *
 * @param name of the candidate
 * @param windows of the trailing medians; those shorter than the period of the metric are its raw values
 * @param budget share of the hours that may exceed a bound, between 0 and 1
 * @param transform scale of the residuals
 * @param sides on which values violate
 * @param lasting time for which a threshold must be violated; it is calibrated on the least residual of so long a time
 */
public record HourlyMaxima(
        String name, List<Duration> windows, double budget, Transform transform, List<Side> sides, Duration lasting)
        implements Candidate {
    private static final int FEWEST_HOURS = 24;
    private static final double MANY = 0.1;

    public HourlyMaxima {
        windows = List.copyOf(windows);
        sides = List.copyOf(sides);
        if (!(budget > 0 && budget < 1)) {
            throw new IllegalArgumentException("budget: between 0 and 1");
        }
    }

    /** One violating value is enough. */
    public HourlyMaxima(String name, List<Duration> windows, double budget, Transform transform, List<Side> sides) {
        this(name, windows, budget, transform, sides, Duration.ZERO);
    }

    @Override
    public FittedPolicy fit(Past past) {
        List<HourlyTail> tails = new ArrayList<>();
        windows.stream()
                .mapToInt(window -> past.series().slotsIn(window.toMillis()))
                .distinct()
                .forEach(window -> sides.forEach(side -> tails.add(past.tail(window, transform, side, lasting))));
        if (tails.stream().anyMatch(tail -> tail.known() < FEWEST_HOURS)) {
            return new FittedPolicy(name, past.series().end(), List.of());
        }
        double share = budget / (tails.size() * coincidence(tails));
        List<Bound> bounds = new ArrayList<>();
        for (HourlyTail tail : tails) {
            WeeklyThreshold threshold = tail.threshold(past.scale(transform), tail.reachedBy(share));
            Duration window = Duration.ofMillis(tail.window() * past.series().period());
            bounds.add(new Bound(window, Bound.MEDIAN, tail.side(), threshold, lasting));
        }
        return new FittedPolicy(name, past.series().end(), bounds);
    }

    /** Hours that reach any bound by the sum of those that reach each: 1 if they never coincide. */
    private static double coincidence(List<HourlyTail> tails) {
        double[] bounds =
                tails.stream().mapToDouble(tail -> tail.reachedBy(MANY)).toArray();
        long any = 0;
        long sum = 0;
        for (int hour = 0; hour < tails.get(0).hours(); hour++) {
            int reached = 0;
            for (int i = 0; i < bounds.length; i++) {
                reached += tails.get(i).reaches(hour, bounds[i]) ? 1 : 0;
            }
            any += reached > 0 ? 1 : 0;
            sum += reached;
        }
        return sum == 0 ? 1 : (double) any / sum;
    }
}
