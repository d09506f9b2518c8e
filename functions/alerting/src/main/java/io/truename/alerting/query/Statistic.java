// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.PointValue.Flag;
import io.truename.alerting.series.PointValue.Real;
import io.truename.alerting.series.PointValue.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * One value from several of the same type. Standard deviations are those of a whole population. A percentile of numbers lies
 * between the two nearest ranks.
 */
interface Statistic {
    /** Returns the statistic of at least one value; empty if these values have none. */
    Optional<PointValue> of(List<PointValue> values);

    Statistic MIN = values -> Optional.of(extreme(values, -1));
    Statistic MAX = values -> Optional.of(extreme(values, 1));
    Statistic SUM = values -> Optional.of(sum(values));
    Statistic COUNT = values -> Optional.of(new Whole(values.size()));
    Statistic TRUE = values -> Optional.of(new Whole(trues(values)));
    Statistic FALSE = values -> Optional.of(new Whole(values.size() - trues(values)));
    Statistic FRACTION_TRUE = values -> Optional.of(new Real((double) trues(values) / values.size()));
    Statistic MEAN = Statistic::mean;
    Statistic DEVIATION = Statistic::deviation;

    /** Returns the percentile of numbers, or of distributions merged. */
    static Statistic percentile(double fraction) {
        return values -> {
            if (values.get(0) instanceof Histogram) {
                return merged(values).percentile(fraction).stream()
                        .mapToObj(Real::new)
                        .map(PointValue.class::cast)
                        .findFirst();
            }
            double[] sorted =
                    values.stream().mapToDouble(PointValue::number).sorted().toArray();
            double rank = fraction * (sorted.length - 1);
            int below = (int) rank;
            double above = sorted[Math.min(below + 1, sorted.length - 1)];
            return Optional.of(new Real(sorted[below] + (above - sorted[below]) * (rank - below)));
        };
    }

    private static PointValue extreme(List<PointValue> values, int sign) {
        PointValue best = values.get(0);
        for (PointValue value : values) {
            int compared = value instanceof Whole a && best instanceof Whole b
                    ? Long.compare(a.value(), b.value())
                    : Double.compare(value.number(), best.number());
            best = compared * sign > 0 ? value : best;
        }
        return best;
    }

    static PointValue sum(List<PointValue> values) {
        if (values.get(0) instanceof Histogram) {
            return merged(values);
        }
        if (values.get(0).type() == ValueType.INT64) {
            long sum = 0;
            for (PointValue value : values) {
                sum += value instanceof Whole whole ? whole.value() : 0;
            }
            return new Whole(sum);
        }
        return new Real(numbers(values).sum());
    }

    static Histogram merged(List<PointValue> values) {
        Histogram merged = (Histogram) values.get(0);
        for (PointValue value : values.subList(1, values.size())) {
            merged = merged.plus((Histogram) value);
        }
        return merged;
    }

    private static Optional<PointValue> mean(List<PointValue> values) {
        if (values.get(0) instanceof Histogram) {
            Histogram merged = merged(values);
            return merged.count() == 0 ? Optional.empty() : Optional.of(new Real(merged.mean()));
        }
        return Optional.of(new Real(numbers(values).sum() / values.size()));
    }

    private static Optional<PointValue> deviation(List<PointValue> values) {
        if (values.get(0) instanceof Histogram) {
            Histogram merged = merged(values);
            return merged.count() == 0 ? Optional.empty() : Optional.of(new Real(merged.deviation()));
        }
        double[] numbers = numbers(values).toArray();
        double mean = Arrays.stream(numbers).sum() / numbers.length;
        double squares =
                Arrays.stream(numbers).map(n -> (n - mean) * (n - mean)).sum();
        return Optional.of(new Real(Math.sqrt(squares / numbers.length)));
    }

    private static DoubleStream numbers(List<PointValue> values) {
        return values.stream().mapToDouble(PointValue::number);
    }

    private static long trues(List<PointValue> values) {
        return values.stream()
                .filter(value -> value instanceof Flag flag && flag.value())
                .count();
    }
}
