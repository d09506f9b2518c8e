// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.baseline.Levels;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;

/** Largest residual of each past hour, of one window on one side. */
final class HourlyTail {
    private static final double ROUNDING = 1e-9;
    private static final int FEWEST_REACHED = 5;
    private static final int FEWEST_FITTED = 10;
    private static final double TAIL = 0.2;

    private final int window;
    private final Side side;
    private final Levels levels;
    private final double[] maxima;
    private final double[] sorted;

    private HourlyTail(int window, Side side, Levels levels, double[] maxima) {
        this.window = window;
        this.side = side;
        this.levels = levels;
        this.maxima = maxima;
        this.sorted = Arrays.stream(maxima)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }

    /**
     * Takes the maxima.
     *
     * @param window in slots
     * @param levels of the window's trailing median over {@code past}
     * @param lasting slots before each for which its residual must be reached, too
     */
    static HourlyTail of(MetricSeries past, int window, Levels levels, Side side, int lasting) {
        long first = HourOfWeek.number(past.start());
        double[] maxima = new double[(int) (HourOfWeek.number(past.end() - 1) - first) + 1];
        Arrays.fill(maxima, Double.NaN);
        double[] residuals = levels.residuals();
        for (int slot = lasting; slot < residuals.length; slot++) {
            int hour = (int) (HourOfWeek.number(past.time(slot)) - first);
            double residual = least(residuals, side, slot - lasting, slot);
            if (!Double.isNaN(residual) && !(maxima[hour] >= residual)) {
                maxima[hour] = residual;
            }
        }
        return new HourlyTail(window, side, levels, maxima);
    }

    /** Least residual of some slots, towards the side; NaN if one has none, for a gap begins anew. */
    private static double least(double[] residuals, Side side, int from, int to) {
        double least = side.sign() * residuals[from];
        for (int slot = from + 1; slot <= to; slot++) {
            least = Math.min(least, side.sign() * residuals[slot]);
        }
        return least;
    }

    int window() {
        return window;
    }

    Side side() {
        return side;
    }

    /** The threshold at a distance from the usual level, in the unit of the metric. */
    WeeklyThreshold threshold(Transform.Fitted scale, double distance) {
        return WeeklyThreshold.of(hour -> {
            double level = scale.inverse(levels.ofHour(hour));
            double threshold = scale.inverse(levels.ofHour(hour) + side.sign() * Math.max(0, distance));
            // Logarithms and back differ in the last digits, by which a constant metric would violate its own level.
            double least = Math.abs(level) * ROUNDING;
            return side.sign() * (threshold - level) < least ? level + side.sign() * least : threshold;
        });
    }

    /** Number of hours, those without a value among them. */
    int hours() {
        return maxima.length;
    }

    /** Number of hours with a value. */
    int known() {
        return sorted.length;
    }

    /**
     * The residual that a share of the hours reaches: the one that was reached by as many, as long as those were five at least, and
     * farther out that of a tail fitted to the largest fifth.
     */
    double reachedBy(double share) {
        int reached = (int) Math.floor(share * sorted.length);
        if (reached >= FEWEST_REACHED) {
            return sorted[sorted.length - reached];
        }
        int largest = Math.max(FEWEST_FITTED, (int) (TAIL * sorted.length));
        double base = sorted[sorted.length - largest - 1];
        double[] excesses = Arrays.stream(sorted, sorted.length - largest, sorted.length)
                .map(value -> value - base)
                .toArray();
        return base + ParetoTail.of(excesses).reachedBy(share * sorted.length / largest);
    }

    boolean reaches(int hour, double residual) {
        return maxima[hour] >= residual;
    }
}
