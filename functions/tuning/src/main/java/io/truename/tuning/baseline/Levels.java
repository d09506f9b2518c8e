// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.baseline;

import io.truename.tuning.series.HourOfWeek;
import java.util.Arrays;

/**
 * Usual level of a metric by hour of the week, and how far each value was from it.
 *
 * <p>The level of an hour is the median over days of each day's median in that hour: a bad day counts once, however far its values
 * are. Residuals leave the value's own day out of its level; with it, they would be too small by the share of one day.
 *
 * <p>A pattern pays if it makes the median absolute residual at least a tenth smaller than the best pattern with fewer levels.
 */
public final class Levels {
    private static final double MUST_PAY = 0.9;
    private static final long DAY = 24 * HourOfWeek.MILLIS;
    private static final int HOURS_OF_DAY = 24;

    private final Season season;
    private final double[] byHour;
    private final double[] residuals;

    private Levels(Season season, double[] byHour, double[] residuals) {
        this.season = season;
        this.byHour = byHour;
        this.residuals = residuals;
    }

    /**
     * Learns levels, with the pattern that pays.
     *
     * @param start time of the first value, in milliseconds since 1970
     * @param period milliseconds between values
     * @param values NaN where there is none
     */
    public static Levels of(long start, long period, double... values) {
        double[][] days = medians(start, period, values);
        Levels best = of(Season.NONE, start, period, values, days);
        double spread = spread(best.residuals);
        for (Season season : Season.values()) {
            if (season == Season.NONE || days.length < season.fewestDays()) {
                continue;
            }
            Levels candidate = of(season, start, period, values, days);
            double rest = spread(candidate.residuals);
            if (rest <= MUST_PAY * spread && rest < spread) {
                best = candidate;
                spread = rest;
            }
        }
        return best;
    }

    /** The pattern. */
    public Season season() {
        return season;
    }

    /** Level of an hour of the week; NaN if nothing is known of it. */
    public double ofHour(int hourOfWeek) {
        return byHour[hourOfWeek];
    }

    /** Distance of each value from its level, the value's day left out; NaN where there is no value or no level. */
    public double[] residuals() {
        return residuals.clone();
    }

    private static Levels of(Season season, long start, long period, double[] values, double[][] days) {
        double[][] leftOut = new double[days.length][];
        double[][] byLevel = new double[season.levels()][];
        long firstDay = Math.floorDiv(start, DAY);
        int[] levelOfCell = new int[days.length * HOURS_OF_DAY];
        int[] sizes = new int[season.levels()];
        for (int cell = 0; cell < levelOfCell.length; cell++) {
            long time = (firstDay * HOURS_OF_DAY + cell) * HourOfWeek.MILLIS;
            levelOfCell[cell] = season.level(HourOfWeek.of(time));
            sizes[levelOfCell[cell]] += Double.isNaN(cell(days, cell)) ? 0 : 1;
        }
        for (int level = 0; level < byLevel.length; level++) {
            byLevel[level] = new double[sizes[level]];
        }
        int[] filled = new int[season.levels()];
        for (int cell = 0; cell < levelOfCell.length; cell++) {
            double median = cell(days, cell);
            if (!Double.isNaN(median)) {
                byLevel[levelOfCell[cell]][filled[levelOfCell[cell]]++] = median;
            }
        }
        for (double[] medians : byLevel) {
            Arrays.sort(medians);
        }
        for (int day = 0; day < days.length; day++) {
            leftOut[day] = new double[HOURS_OF_DAY];
            for (int hour = 0; hour < HOURS_OF_DAY; hour++) {
                double[] medians = byLevel[levelOfCell[day * HOURS_OF_DAY + hour]];
                // A pattern of one level has so many hours that a day more or less does not move it.
                leftOut[day][hour] =
                        season == Season.NONE ? Robust.ofSorted(medians) : without(medians, days[day][hour]);
            }
        }
        double[] residuals = new double[values.length];
        for (int slot = 0; slot < values.length; slot++) {
            long hour = HourOfWeek.number(start + slot * period) - firstDay * HOURS_OF_DAY;
            residuals[slot] = values[slot] - leftOut[(int) (hour / HOURS_OF_DAY)][(int) (hour % HOURS_OF_DAY)];
        }
        double[] byHour = new double[HourOfWeek.COUNT];
        for (int hour = 0; hour < byHour.length; hour++) {
            byHour[hour] = Robust.ofSorted(byLevel[season.level(hour)]);
        }
        return new Levels(season, byHour, residuals);
    }

    private static double cell(double[][] days, int cell) {
        return days[cell / HOURS_OF_DAY][cell % HOURS_OF_DAY];
    }

    /** Median of sorted values without one of them. */
    private static double without(double[] sorted, double value) {
        int size = sorted.length - 1;
        int place = Arrays.binarySearch(sorted, value);
        if (Double.isNaN(value) || place < 0) {
            return Robust.ofSorted(sorted);
        }
        if (size == 0) {
            return Double.NaN;
        }
        int lower = (size - 1) / 2;
        int upper = size / 2;
        return (sorted[lower < place ? lower : lower + 1] + sorted[upper < place ? upper : upper + 1]) / 2;
    }

    /** Median of the values of each hour, by day in UTC. */
    private static double[][] medians(long start, long period, double[] values) {
        long firstHour = Math.floorDiv(start, DAY) * HOURS_OF_DAY;
        long lastHour = HourOfWeek.number(start + Math.max(0, values.length - 1) * period);
        double[][] days = new double[(int) ((lastHour - firstHour) / HOURS_OF_DAY) + 1][HOURS_OF_DAY];
        for (double[] day : days) {
            Arrays.fill(day, Double.NaN);
        }
        int slot = 0;
        while (slot < values.length) {
            long hour = HourOfWeek.number(start + slot * period);
            int first = slot;
            while (slot < values.length && HourOfWeek.number(start + slot * period) == hour) {
                slot++;
            }
            double[] present = Arrays.stream(values, first, slot)
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            int cell = (int) (hour - firstHour);
            days[cell / HOURS_OF_DAY][cell % HOURS_OF_DAY] = Robust.median(present);
        }
        return days;
    }

    private static double spread(double[] residuals) {
        return Robust.median(Arrays.stream(residuals)
                .filter(residual -> !Double.isNaN(residual))
                .map(Math::abs)
                .toArray());
    }
}
