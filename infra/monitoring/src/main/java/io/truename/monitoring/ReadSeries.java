// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.api.Distribution;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Points of a time series between two times.
 *
 * @param labels of the metric and of its resource, by key
 * @param newest value of the newest point; of a distribution the number of its values
 * @param sum of the values of all points
 * @param distribution all points of a distribution together; empty for numbers
 */
public record ReadSeries(Map<String, String> labels, double newest, double sum, Optional<Merged> distribution) {
    public ReadSeries {
        labels = Map.copyOf(labels);
    }

    /** A label's value; the empty text if there is none. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }

    /**
     * Values counted by bucket.
     *
     * @param bounds each ends one bucket and begins the next
     * @param counts one more than bounds
     */
    public record Merged(List<Double> bounds, List<Long> counts) {
        public Merged {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
            if (counts.size() != bounds.size() + 1) {
                throw new IllegalArgumentException("counts must be one more than bounds");
            }
        }

        Merged plus(Merged other) {
            if (!bounds.equals(other.bounds)) {
                throw new IllegalArgumentException("bounds differ");
            }
            List<Long> sums = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                sums.add(counts.get(i) + other.counts.get(i));
            }
            return new Merged(bounds, sums);
        }

        /** The value below which that share of the values lies, interpolated within its bucket; empty without values. */
        public OptionalDouble percentile(double share) {
            long all = counts.stream().mapToLong(Long::longValue).sum();
            if (all == 0) {
                return OptionalDouble.empty();
            }
            double wanted = share * all;
            double before = 0;
            for (int i = 0; i < bounds.size(); i++) {
                long count = counts.get(i);
                if (count > 0 && before + count >= wanted) {
                    double low = i == 0 ? Math.min(0, bounds.get(0)) : bounds.get(i - 1);
                    return OptionalDouble.of(low + (bounds.get(i) - low) * (wanted - before) / count);
                }
                before += count;
            }
            return OptionalDouble.of(bounds.isEmpty() ? Double.NaN : bounds.get(bounds.size() - 1));
        }
    }

    /** The distributions of several series together; those with other buckets than the first are left out. */
    public static Optional<Merged> merged(Collection<ReadSeries> series) {
        List<Merged> all =
                series.stream().flatMap(one -> one.distribution().stream()).toList();
        return all.stream()
                .filter(one -> one.bounds().equals(all.get(0).bounds()))
                .reduce(Merged::plus);
    }

    /**
     * Series as they were read. A series that came in several parts is one.
     *
     * @param parts each with its points, the newest first, as the API answers; the newest part first
     */
    static List<ReadSeries> of(Collection<TimeSeries> parts) {
        Map<Map<String, String>, List<Point>> points = new LinkedHashMap<>();
        for (TimeSeries part : parts) {
            Map<String, String> labels = new HashMap<>(part.getResource().getLabelsMap());
            labels.putAll(part.getMetric().getLabelsMap());
            if (part.getPointsCount() > 0) {
                points.computeIfAbsent(labels, first -> new ArrayList<>()).addAll(part.getPointsList());
            }
        }
        return points.entrySet().stream()
                .map(series -> of(series.getKey(), series.getValue()))
                .toList();
    }

    /**
     * Series that answer a question.
     *
     * @throws MetricReadException as {@link MetricAggregates#read}
     */
    public static List<ReadSeries> read(MetricAggregates metrics, MetricAggregates.Question question) {
        return of(metrics.read(question));
    }

    private static ReadSeries of(Map<String, String> labels, List<Point> newestFirst) {
        double sum = 0;
        Optional<Merged> merged = Optional.empty();
        for (Point point : newestFirst) {
            sum += number(point.getValue());
            if (point.getValue().hasDistributionValue()) {
                Merged one = buckets(point.getValue().getDistributionValue());
                merged = Optional.of(merged.filter(all -> all.bounds().equals(one.bounds()))
                        .map(all -> all.plus(one))
                        .orElse(one));
            }
        }
        return new ReadSeries(labels, number(newestFirst.get(0).getValue()), sum, merged);
    }

    private static double number(TypedValue value) {
        return switch (value.getValueCase()) {
            case INT64_VALUE -> value.getInt64Value();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BOOL_VALUE -> value.getBoolValue() ? 1 : 0;
            case DISTRIBUTION_VALUE -> value.getDistributionValue().getCount();
            case STRING_VALUE, VALUE_NOT_SET -> 0;
        };
    }

    private static Merged buckets(Distribution distribution) {
        List<Double> bounds = bounds(distribution.getBucketOptions());
        List<Long> counts = new ArrayList<>(distribution.getBucketCountsList());
        // Trailing empty buckets may be left out.
        while (counts.size() <= bounds.size()) {
            counts.add(0L);
        }
        return new Merged(bounds, counts.subList(0, bounds.size() + 1));
    }

    private static List<Double> bounds(Distribution.BucketOptions options) {
        List<Double> bounds = new ArrayList<>();
        switch (options.getOptionsCase()) {
            case EXPLICIT_BUCKETS -> bounds.addAll(options.getExplicitBuckets().getBoundsList());
            case EXPONENTIAL_BUCKETS -> {
                Distribution.BucketOptions.Exponential exponential = options.getExponentialBuckets();
                for (int i = 0; i <= exponential.getNumFiniteBuckets(); i++) {
                    bounds.add(exponential.getScale() * Math.pow(exponential.getGrowthFactor(), i));
                }
            }
            case LINEAR_BUCKETS -> {
                Distribution.BucketOptions.Linear linear = options.getLinearBuckets();
                for (int i = 0; i <= linear.getNumFiniteBuckets(); i++) {
                    bounds.add(linear.getOffset() + linear.getWidth() * i);
                }
            }
            case OPTIONS_NOT_SET -> {
                // A distribution without buckets has its count only.
            }
        }
        return bounds;
    }
}
