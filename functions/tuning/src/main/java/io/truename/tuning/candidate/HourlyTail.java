// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.baseline.Levels;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;

/** Largest residual of each past hour, of one window on one side. */
final class HourlyTail {
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
     */
    static HourlyTail of(MetricSeries past, int window, Levels levels, Side side) {
        long first = HourOfWeek.number(past.start());
        double[] maxima = new double[(int) (HourOfWeek.number(past.end() - 1) - first) + 1];
        Arrays.fill(maxima, Double.NaN);
        double[] residuals = levels.residuals();
        for (int slot = 0; slot < residuals.length; slot++) {
            int hour = (int) (HourOfWeek.number(past.time(slot)) - first);
            double residual = side.sign() * residuals[slot];
            if (!Double.isNaN(residual) && !(maxima[hour] >= residual)) {
                maxima[hour] = residual;
            }
        }
        return new HourlyTail(window, side, levels, maxima);
    }

    int window() {
        return window;
    }

    Side side() {
        return side;
    }

    Levels levels() {
        return levels;
    }

    /** Number of hours, those without a value among them. */
    int hours() {
        return maxima.length;
    }

    /** Number of hours with a value. */
    int known() {
        return sorted.length;
    }

    /** The residual that as many hours exceed, or fewer if some are equal. */
    double exceededBy(int hours) {
        return sorted[sorted.length - 1 - hours];
    }

    boolean exceeds(int hour, double residual) {
        return maxima[hour] > residual;
    }
}
