// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.promql.Sampled.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Functions of the points of a series within a range, as Prometheus' documentation of query functions defines them. */
final class RangeFunctions {
    /** A series is taken to begin or end within a range if its next point is further than this many usual distances away. */
    private static final double FAR = 1.1;

    /** Test of two values that follow each other. */
    private interface Neighbours {
        boolean test(double before, double value);
    }

    private RangeFunctions() {}

    /**
     * Value of a function over the points from {@code start} to {@code end}; empty if there are too few.
     *
     * @param time the time of the evaluation, from which a prediction counts
     */
    static OptionalDouble of(
            PromqlFunction function, List<Point> points, long start, long end, long time, double parameter) {
        if (points.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] values = points.stream().mapToDouble(Point::value).toArray();
        return switch (function) {
            case RATE -> change(points, start, end, true, true);
            case INCREASE -> change(points, start, end, true, false);
            case DELTA -> change(points, start, end, false, false);
            case IRATE -> atOnce(points, true);
            case IDELTA -> atOnce(points, false);
            case DERIV -> number(Trend.of(points, time).map(Trend::slope));
            case PREDICT_LINEAR -> number(Trend.of(points, time).map(trend -> trend.after(parameter)));
            case CHANGES ->
                count(values, (before, value) -> before != value && !(Double.isNaN(before) && Double.isNaN(value)));
            case RESETS -> count(values, (before, value) -> value < before);
            case MIN_OVER_TIME -> OptionalDouble.of(least(values));
            case MAX_OVER_TIME -> OptionalDouble.of(most(values));
            case AVG_OVER_TIME -> Arrays.stream(values).average();
            case SUM_OVER_TIME -> OptionalDouble.of(Arrays.stream(values).sum());
            case COUNT_OVER_TIME -> OptionalDouble.of(values.length);
            case LAST_OVER_TIME -> OptionalDouble.of(values[values.length - 1]);
            case STDDEV_OVER_TIME -> OptionalDouble.of(Math.sqrt(variance(values)));
            case STDVAR_OVER_TIME -> OptionalDouble.of(variance(values));
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

    private static OptionalDouble number(Optional<Double> number) {
        return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
    }

    /** Change between the last two points, a second for a counter. */
    private static OptionalDouble atOnce(List<Point> points, boolean counter) {
        if (points.size() < 2) {
            return OptionalDouble.empty();
        }
        Point before = points.get(points.size() - 2);
        Point last = points.get(points.size() - 1);
        double change = counter && last.value() < before.value() ? last.value() : last.value() - before.value();
        return OptionalDouble.of(counter ? change / ((last.time() - before.time()) / 1000.0) : change);
    }

    /** Number of neighbours of which a test holds. */
    private static OptionalDouble count(double[] values, Neighbours test) {
        double count = 0;
        for (int i = 1; i < values.length; i++) {
            count += test.test(values[i - 1], values[i]) ? 1 : 0;
        }
        return OptionalDouble.of(count);
    }

    /** Least of the values that are numbers; NaN if none is. */
    static double least(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).min().orElse(Double.NaN);
    }

    /** Greatest of the values that are numbers; NaN if none is. */
    static double most(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).max().orElse(Double.NaN);
    }

    static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
    }

    /** Quantile with linear interpolation between the two values around it. */
    static double quantile(double fraction, double[] values) {
        if (values.length == 0 || Double.isNaN(fraction)) {
            return Double.NaN;
        }
        if (fraction < 0 || fraction > 1) {
            return fraction < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        // Prometheus sorts what is no number to the front.
        double[] sorted = DoubleStream.concat(
                        Arrays.stream(values).filter(Double::isNaN),
                        Arrays.stream(values)
                                .filter(value -> !Double.isNaN(value))
                                .sorted())
                .toArray();
        double rank = fraction * (sorted.length - 1);
        int lower = (int) Math.floor(rank);
        int upper = Math.min(sorted.length - 1, lower + 1);
        double weight = rank - lower;
        return sorted[lower] * (1 - weight) + sorted[upper] * weight;
    }
}
