// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.regression;

import io.truename.tuning.baseline.Robust;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;

/** Median of each hour of a series, by whole day in UTC. */
final class HourlyLevels {
    private static final int HOURS_OF_DAY = 24;
    private static final int FEWEST_OF_A_KIND = 2;

    private final long firstDay;
    private final double[][] medians;

    private HourlyLevels(long firstDay, double[][] medians) {
        this.firstDay = firstDay;
        this.medians = medians;
    }

    static HourlyLevels of(MetricSeries series) {
        long day = HOURS_OF_DAY * HourOfWeek.MILLIS;
        long first = -Math.floorDiv(-series.start(), day);
        double[][] medians = new double[(int) Math.max(0, Math.floorDiv(series.end(), day) - first)][HOURS_OF_DAY];
        HourlyLevels levels = new HourlyLevels(first, medians);
        for (int i = 0; i < medians.length; i++) {
            for (int hour = 0; hour < HOURS_OF_DAY; hour++) {
                long time = levels.time(i, hour);
                int from = series.slotFrom(time);
                int to = series.slotFrom(time + HourOfWeek.MILLIS);
                medians[i][hour] = Robust.median(series.part(from, to).present());
            }
        }
        return levels;
    }

    /** Number of whole days. */
    int days() {
        return medians.length;
    }

    /** Begin of an hour, in milliseconds since 1970. */
    long time(int day, int hour) {
        return ((firstDay + day) * HOURS_OF_DAY + hour) * HourOfWeek.MILLIS;
    }

    /**
     * Distances of a day's hours from the median of the same hours of some days, the day itself left out: those of the same part of the
     * week, if there are two of them.
     *
     * @param from first of these days
     * @param to the day after the last of them
     * @param relative whether a distance is the logarithm of the ratio
     * @return NaN where there is nothing to compare
     */
    double[] distances(int day, int from, int to, boolean relative) {
        double[] distances = new double[HOURS_OF_DAY];
        for (int hour = 0; hour < HOURS_OF_DAY; hour++) {
            double[] alike = others(day, hour, from, to, true);
            double level = Robust.median(alike.length < FEWEST_OF_A_KIND ? others(day, hour, from, to, false) : alike);
            double value = medians[day][hour];
            if (!relative) {
                distances[hour] = value - level;
            } else {
                distances[hour] = value > 0 && level > 0 ? Math.log(value / level) : Double.NaN;
            }
        }
        return distances;
    }

    private double[] others(int day, int hour, int from, int to, boolean sameKind) {
        double[] values = new double[to - from];
        int size = 0;
        for (int other = from; other < to; other++) {
            boolean counts = other != day && (!sameKind || isWeekend(other) == isWeekend(day));
            if (counts && !Double.isNaN(medians[other][hour])) {
                values[size++] = medians[other][hour];
            }
        }
        return Arrays.copyOf(values, size);
    }

    private boolean isWeekend(int day) {
        return HourOfWeek.isWeekend(HourOfWeek.of(time(day, 0)));
    }
}
