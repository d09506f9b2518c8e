// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import io.truename.tuning.series.HourOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

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

    /**
     * A threshold of the numbers that {@link #numbers} gives.
     *
     * @param numbers one, or one for each hour of the week
     */
    public static WeeklyThreshold ofNumbers(List<Double> numbers) {
        if (numbers.size() != 1 && numbers.size() != HourOfWeek.COUNT) {
            throw new IllegalArgumentException("numbers: 1 or " + HourOfWeek.COUNT + ", got " + numbers.size());
        }
        return of(hour -> numbers.get(hour % numbers.size()));
    }

    /** The numbers by hour of the week; only one if it is that of all hours. */
    public List<Double> numbers() {
        return Arrays.stream(hours)
                .limit(isConstant() ? 1 : hours.length)
                .boxed()
                .toList();
    }

    /** Threshold of an hour of the week. */
    public double ofHour(int hourOfWeek) {
        return hours[hourOfWeek];
    }

    /** Threshold at a time in milliseconds since 1970. */
    public double at(long time) {
        return ofHour(HourOfWeek.of(time));
    }

    /** Whether one number is the threshold of all hours. */
    public boolean isConstant() {
        return Arrays.stream(hours).allMatch(hour -> Double.compare(hour, hours[0]) == 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WeeklyThreshold threshold && Arrays.equals(hours, threshold.hours);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hours);
    }

    @Override
    public String toString() {
        return numbers().toString();
    }
}
