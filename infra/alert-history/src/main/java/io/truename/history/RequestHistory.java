// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.Histogram;
import io.truename.monitoring.MetricAggregates;
import io.truename.monitoring.MetricAggregates.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Past of requests to functions: counts by step, region and status, and latencies, from Cloud Run's own metrics. Cloud Monitoring adds up
 * revisions and instances, so that the number of points depends on the steps alone. Thread-safe.
 */
public final class RequestHistory {
    private static final String COUNT = "run.googleapis.com/request_count";
    private static final String LATENCIES = "run.googleapis.com/request_latencies";
    private static final String FUNCTION = "resource.labels.service_name";
    private static final String REGION = "resource.labels.location";
    private static final String CODE = "metric.labels.response_code";

    private final MetricAggregates metrics;

    public RequestHistory(MetricAggregates metrics) {
        this.metrics = metrics;
    }

    /** Step of a region, by its begin. */
    public record Slot(Instant begin, String region) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            return Comparator.comparing(Slot::begin).thenComparing(Slot::region).compare(this, other);
        }
    }

    /**
     * Requests to one function.
     *
     * @param step length of a slot
     * @param slots good requests and all, by step and region; those with a status below 500 are good
     * @param byCode number of requests by status code, such as 503
     */
    public record Served(Duration step, Map<Slot, long[]> slots, Map<String, Long> byCode) {
        /** Number of all requests. */
        public long total() {
            return byCode.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Reads the requests of a time, by function.
     *
     * @param step of slots; a minute where it does not divide the time
     * @throws io.truename.monitoring.MetricReadException if the points cannot be read; the message says what helps
     */
    public Map<String, Served> read(Instant from, Instant until, Duration step) {
        return read(Map.of(), from, until, step);
    }

    /** Reads the requests to one function likewise; empty if there is none. */
    public Optional<Served> find(String function, Instant from, Instant until, Duration step) {
        return Optional.ofNullable(
                read(Map.of(FUNCTION, function), from, until, step).get(function));
    }

    private Map<String, Served> read(Map<String, String> labels, Instant from, Instant until, Duration step) {
        Map<String, Collected> collected = new TreeMap<>();
        AlignedTime time = AlignedTime.of(from, until, step);
        for (AlignedTime part : time.parts()) {
            List<TimeSeries> read = metrics.read(Question.of(
                    COUNT,
                    labels,
                    part.from(),
                    part.until(),
                    part.step(),
                    Aligner.ALIGN_DELTA,
                    Reducer.REDUCE_SUM,
                    List.of(FUNCTION, REGION, CODE)));
            for (TimeSeries series : read) {
                collect(series, part, collected);
            }
        }
        Map<String, Served> served = new TreeMap<>();
        collected.forEach((function, all) -> served.put(function, new Served(time.step(), all.slots, all.byCode)));
        return served;
    }

    /** Points of changes only: Cloud Run's counts are of the kind DELTA. */
    private static void collect(TimeSeries series, AlignedTime part, Map<String, Collected> collected) {
        if (series.getMetricKind() != MetricKind.DELTA) {
            return;
        }
        String function = series.getResource().getLabelsOrDefault("service_name", "");
        Collected of = collected.computeIfAbsent(function, name -> new Collected());
        for (Point point : series.getPointsList()) {
            // A point that ends with the step counts what came before.
            Instant end =
                    Instant.ofEpochMilli(Timestamps.toMillis(point.getInterval().getEndTime()) - 1);
            if (part.holds(end)) {
                of.count(series, point.getValue().getInt64Value(), part.begin(end));
            }
        }
    }

    /**
     * Reads the latencies of requests to one function, in milliseconds, all merged.
     *
     * @throws io.truename.monitoring.MetricReadException as {@link #read}
     */
    public Optional<Histogram> latencies(String function, Instant from, Instant until) {
        return Distributions.merged(metrics, LATENCIES, Map.of(FUNCTION, function), from, until);
    }

    private static final class Collected {
        private final Map<Slot, long[]> slots = new TreeMap<>();
        private final Map<String, Long> byCode = new TreeMap<>();

        void count(TimeSeries series, long requests, Instant begin) {
            String code = series.getMetric().getLabelsOrDefault("response_code", "");
            String region = series.getResource().getLabelsOrDefault("location", "");
            long[] sums = slots.computeIfAbsent(new Slot(begin, region), slot -> new long[2]);
            sums[0] += code.startsWith("5") ? 0 : requests;
            sums[1] += requests;
            byCode.merge(code, requests, Long::sum);
        }
    }
}
