// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.series.HourOfWeek;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A threshold for each hour of the week in UTC, in the unit of the metric. It is published once an hour as a point of a metric that a
 * fixed PromQL policy compares against.
 */
public final class WeeklyThreshold {
    private final double[] hours;

    private WeeklyThreshold(double[] hours) {
        this.hours = hours;
    }

    /** A threshold that is the same in every hour. */
    public static WeeklyThreshold constant(double threshold) {
        return of(hour -> threshold);
    }

    /**
     * A threshold by hour of the week.
     *
     * @param byHour from 0 to 167, as {@link HourOfWeek} counts; NaN if nothing violates in that hour
     */
    public static WeeklyThreshold of(IntToDoubleFunction byHour) {
        double[] hours = new double[HourOfWeek.COUNT];
        Arrays.setAll(hours, byHour);
        return new WeeklyThreshold(hours);
    }

    /** Threshold at a time in milliseconds since 1970. */
    public double at(long time) {
        return hours[HourOfWeek.of(time)];
    }

    /** Whether one number is the threshold of all hours. */
    public boolean isConstant() {
        return Arrays.stream(hours).allMatch(hour -> Double.compare(hour, hours[0]) == 0);
    }
}
