// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.series;

import java.util.Arrays;
import java.util.List;

/**
 * A metric on a regular grid of time: slot i holds the value of the period that begins at {@code start + i * period}, or NaN, if
 * the period has no point. Immutable. A part of a series shares the values of the whole and shows none outside of the part.
 */
public final class MetricSeries {
    private final long start;
    private final long period;
    private final double[] values;
    private final int from;
    private final int to;

    private MetricSeries(long start, long period, double[] values, int from, int to) {
        this.start = start;
        this.period = period;
        this.values = values;
        this.from = from;
        this.to = to;
    }

    /**
     * A series of values.
     *
     * @param start milliseconds since 1970
     * @param period milliseconds, more than 0
     * @param values NaN for a slot without a point; none is infinite
     */
    public static MetricSeries of(long start, long period, double... values) {
        if (period <= 0) {
            throw new IllegalArgumentException("period: more than 0 ms, got " + period);
        }
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new IllegalArgumentException("values: finite or NaN");
            }
        }
        return new MetricSeries(start, period, values.clone(), 0, values.length);
    }

    /**
     * Puts points onto a grid that begins at the first of them. Points of one slot become their mean.
     *
     * @param points in any order, at least one
     * @param period milliseconds, more than 0
     */
    public static MetricSeries gridded(List<MetricPoint> points, long period) {
        if (points.isEmpty() || period <= 0) {
            throw new IllegalArgumentException("points, period: at least one point, more than 0 ms");
        }
        long first = points.stream().mapToLong(MetricPoint::time).min().orElseThrow();
        long last = points.stream().mapToLong(MetricPoint::time).max().orElseThrow();
        int slots = Math.toIntExact((last - first) / period + 1);
        double[] sums = new double[slots];
        int[] counts = new int[slots];
        for (MetricPoint point : points) {
            int slot = (int) ((point.time() - first) / period);
            sums[slot] += point.value();
            counts[slot]++;
        }
        for (int slot = 0; slot < slots; slot++) {
            sums[slot] = counts[slot] == 0 ? Double.NaN : sums[slot] / counts[slot];
        }
        return new MetricSeries(first, period, sums, 0, slots);
    }

    /** Median distance of neighbouring points: the period of a series whose period nobody states. */
    public static long usualPeriod(List<MetricPoint> points) {
        long[] times =
                points.stream().mapToLong(MetricPoint::time).sorted().distinct().toArray();
        if (times.length < 2) {
            throw new IllegalArgumentException("points: at least two different times");
        }
        long[] distances = new long[times.length - 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = times[i + 1] - times[i];
        }
        Arrays.sort(distances);
        return distances[distances.length / 2];
    }

    public int size() {
        return to - from;
    }

    /** Milliseconds between slots. */
    public long period() {
        return period;
    }

    /** Time of the first slot, in milliseconds since 1970. */
    public long start() {
        return time(0);
    }

    /** Time at which the last slot is over. */
    public long end() {
        return time(size());
    }

    public long time(int slot) {
        return start + (from + slot) * period;
    }

    /** Value of a slot, NaN if it has none. */
    public double value(int slot) {
        if (slot < 0 || slot >= size()) {
            throw new IndexOutOfBoundsException("slot " + slot + " of " + size());
        }
        return values[from + slot];
    }

    /** First slot that begins at or after a time; {@link #size} if none does. */
    public int slotFrom(long time) {
        long slot = -Math.floorDiv(start() - time, period);
        return (int) Math.max(0, Math.min(size(), slot));
    }

    /** Slots from {@code first} on, before {@code end}. */
    public MetricSeries part(int first, int end) {
        if (first < 0 || first > end || end > size()) {
            throw new IndexOutOfBoundsException("slots " + first + " to " + end + " of " + size());
        }
        return new MetricSeries(start, period, values, from + first, from + end);
    }

    /** The last slots, as many as fit into a time. */
    public MetricSeries latest(long millis) {
        return part((int) Math.max(0, size() - millis / period), size());
    }

    /** A copy of all values. */
    public double[] values() {
        return Arrays.copyOfRange(values, from, to);
    }

    /** The values that are there, in order of time. */
    public double[] present() {
        return Arrays.stream(values, from, to)
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    /** The same grid with other values. */
    public MetricSeries with(double... others) {
        if (others.length != size()) {
            throw new IllegalArgumentException("values: " + size() + ", got " + others.length);
        }
        return of(start(), period, others);
    }

    /** Number of slots that a time fills, at least one. */
    public int slotsIn(long millis) {
        return (int) Math.max(1, Math.round((double) millis / period));
    }
}
