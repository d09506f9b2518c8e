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
 * residuals. A split is kept if the medians of its sides lie farther apart than four times the usual distance of neighbouring days,
 * and farther than the residuals of a usual hour. Each side has two days at least: a shorter one is an incident, not a level.
 */
final class LevelChanges {
    private static final int FEWEST_DAYS = 2;
    private static final double TIMES_USUAL = 4;
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
        double widest = 0;
        for (int day = from + FEWEST_DAYS; day <= to - FEWEST_DAYS; day++) {
            double distance = Math.abs(Robust.median(present(days, day, to)) - Robust.median(present(days, from, day)));
            if (distance > widest) {
                widest = distance;
                best = day;
            }
        }
        if (best >= 0 && widest > spread && widest > TIMES_USUAL * usualStep(days, from, to)) {
            found.accept(best);
            split(days, from, best, spread, found);
            split(days, best, to, spread, found);
        }
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
