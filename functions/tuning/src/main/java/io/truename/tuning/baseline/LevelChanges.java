// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.baseline;

import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Times at which the level of a metric changed for good, by binary segmentation (Scott and Knott, 1974) over daily medians of the
 * residuals, each at the day that leaves the smallest distances from the medians of its sides. A split is kept if the medians of its sides lie farther apart than four times the usual distance of neighbouring days
 * and than the residuals of a usual hour, and if of nine in ten pairs of days the later one is on the same side (Cliff's delta of
 * 0.8). Each side has three days at least: a weekend is no level.
 */
final class LevelChanges {
    private static final int FEWEST_DAYS = 3;
    private static final double TIMES_USUAL = 4;
    private static final double PAIRS = 0.9;
    private static final long DAY = 24 * HourOfWeek.MILLIS;

    private LevelChanges() {}

    static List<Long> of(MetricSeries series, Levels levels) {
        double[] residuals = series.values();
        for (int slot = 0; slot < residuals.length; slot++) {
            residuals[slot] -= levels.ofHour(HourOfWeek.of(series.time(slot)));
        }
        int perDay = series.slotsIn(DAY);
        double[] days = new double[residuals.length / perDay];
        for (int day = 0; day < days.length; day++) {
            days[day] = Robust.median(present(residuals, day * perDay, (day + 1) * perDay));
        }
        double spread = Robust.deviation(present(residuals, 0, residuals.length), 0);
        List<Long> changes = new ArrayList<>();
        split(days, 0, days.length, spread, day -> changes.add(series.time(day * perDay)));
        changes.sort(null);
        return changes;
    }

    private static void split(double[] days, int from, int to, double spread, IntConsumer found) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int day = from + FEWEST_DAYS; day <= to - FEWEST_DAYS; day++) {
            double rest = rest(days, from, day) + rest(days, day, to);
            if (rest < least) {
                least = rest;
                best = day;
            }
        }
        if (best < 0) {
            return;
        }
        double distance = Math.abs(median(days, best, to) - median(days, from, best));
        if (distance > spread && distance > TIMES_USUAL * usualStep(days, from, to) && apart(days, from, best, to)) {
            found.accept(best);
            split(days, from, best, spread, found);
            split(days, best, to, spread, found);
        }
    }

    private static double median(double[] days, int from, int to) {
        return Robust.median(present(days, from, to));
    }

    /** Sum of the distances from the median of a part. */
    private static double rest(double[] days, int from, int to) {
        double median = median(days, from, to);
        return Arrays.stream(present(days, from, to))
                .map(day -> Math.abs(day - median))
                .sum();
    }

    private static boolean apart(double[] days, int from, int split, int to) {
        double[] before = present(days, from, split);
        double[] after = present(days, split, to);
        long above = Arrays.stream(after)
                .mapToLong(day ->
                        Arrays.stream(before).filter(other -> day > other).count())
                .sum();
        double share = (double) above / before.length / after.length;
        return share >= PAIRS || share <= 1 - PAIRS;
    }

    private static double usualStep(double[] days, int from, int to) {
        double[] steps = new double[to - from - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Math.abs(days[from + i + 1] - days[from + i]);
        }
        return Robust.median(present(steps, 0, steps.length));
    }

    private static double[] present(double[] values, int from, int to) {
        return Arrays.stream(values, from, to)
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }
}
