// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.promql.Sampled.Point;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Functions of the points of a series within a range, as Prometheus' documentation of query functions defines them. */
final class RangeFunctions {
    /** A series is taken to begin or end within a range if its next point is further than this many usual distances away. */
    private static final double FAR = 1.1;

    private RangeFunctions() {}

    /** Value of a function over the points from {@code start} to {@code end}; empty if there are too few. */
    static OptionalDouble of(PromqlFunction function, List<Point> points, long start, long end, double parameter) {
        if (points.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] values = points.stream().mapToDouble(Point::value).toArray();
        return switch (function) {
            case RATE -> change(points, start, end, true, true);
            case INCREASE -> change(points, start, end, true, false);
            case DELTA -> change(points, start, end, false, false);
            case MIN_OVER_TIME -> Arrays.stream(values).min();
            case MAX_OVER_TIME -> Arrays.stream(values).max();
            case AVG_OVER_TIME -> Arrays.stream(values).average();
            case SUM_OVER_TIME -> OptionalDouble.of(Arrays.stream(values).sum());
            case COUNT_OVER_TIME -> OptionalDouble.of(values.length);
            case LAST_OVER_TIME -> OptionalDouble.of(values[values.length - 1]);
            case STDDEV_OVER_TIME -> OptionalDouble.of(deviation(values));
            case PRESENT_OVER_TIME -> OptionalDouble.of(1);
            case QUANTILE_OVER_TIME -> OptionalDouble.of(quantile(parameter, values));
            default -> throw new IllegalArgumentException(function + " takes no range");
        };
    }

    /** Change over the whole range, extrapolated from the points within it. */
    private static OptionalDouble change(List<Point> points, long start, long end, boolean counter, boolean perSecond) {
        if (points.size() < 2) {
            return OptionalDouble.empty();
        }
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        double change = last.value() - first.value();
        for (int i = 1; counter && i < points.size(); i++) {
            double before = points.get(i - 1).value();
            change += points.get(i).value() < before ? before : 0;
        }
        double covered = (last.time() - first.time()) / 1000.0;
        double distance = covered / (points.size() - 1);
        double toStart = (first.time() - start) / 1000.0;
        double toEnd = (end - last.time()) / 1000.0;
        if (counter && change > 0 && first.value() >= 0) {
            // A counter was never below 0.
            toStart = Math.min(toStart, covered * first.value() / change);
        }
        double all = covered
                + (toStart < distance * FAR ? toStart : distance / 2)
                + (toEnd < distance * FAR ? toEnd : distance / 2);
        double whole = change * all / covered;
        return OptionalDouble.of(perSecond ? whole / ((end - start) / 1000.0) : whole);
    }

    static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN));
    }

    /** Quantile with linear interpolation between the two values around it. */
    static double quantile(double fraction, double[] values) {
        if (values.length == 0 || Double.isNaN(fraction)) {
            return Double.NaN;
        }
        if (fraction < 0 || fraction > 1) {
            return fraction < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double rank = fraction * (sorted.length - 1);
        int lower = (int) Math.floor(rank);
        int upper = Math.min(sorted.length - 1, lower + 1);
        double weight = rank - lower;
        return sorted[lower] * (1 - weight) + sorted[upper] * weight;
    }
}
