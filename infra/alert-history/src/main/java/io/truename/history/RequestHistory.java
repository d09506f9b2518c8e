// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.Histogram;
import io.truename.monitoring.MetricArchive;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Past of requests to functions: counts by minute, region and status, and latencies, from Cloud Run's own metrics. A day of points is in
 * memory at a time. Thread-safe.
 */
public final class RequestHistory {
    private static final String COUNT = "run.googleapis.com/request_count";
    private static final String LATENCIES = "run.googleapis.com/request_latencies";
    private static final Duration PART = Duration.ofDays(1);

    private final MetricArchive archive;

    public RequestHistory(MetricArchive archive) {
        this.archive = archive;
    }

    /** Minute of a region. */
    public record Slot(Instant minute, String region) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            return Comparator.comparing(Slot::minute)
                    .thenComparing(Slot::region)
                    .compare(this, other);
        }
    }

    /**
     * Requests to one function.
     *
     * @param minutes good requests and all, by minute and region; those with a status below 500 are good
     * @param byCode number of requests by status code, such as 503
     * @param latencies in milliseconds; empty without requests
     */
    public record Served(Map<Slot, long[]> minutes, Map<String, Long> byCode, Optional<Histogram> latencies) {
        /** Number of all requests. */
        public long total() {
            return byCode.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Reads the requests of a time, by function.
     *
     * @throws io.truename.monitoring.MetricReadException if the points cannot be read; the message says what helps
     */
    public Map<String, Served> read(Instant from, Instant until) {
        Map<String, Collected> collected = new TreeMap<>();
        for (Instant begin = from; begin.isBefore(until); begin = begin.plus(PART)) {
            Instant end = begin.plus(PART).isBefore(until) ? begin.plus(PART) : until;
            each(COUNT, begin, end, collected, Collected::count);
            each(LATENCIES, begin, end, collected, Collected::latency);
        }
        Map<String, Served> served = new TreeMap<>();
        collected.forEach((function, all) ->
                served.put(function, new Served(all.minutes, all.byCode, Optional.ofNullable(all.latencies))));
        return served;
    }

    /** Points of changes only: Cloud Run's counts are of the kind DELTA. */
    private void each(
            String type,
            Instant from,
            Instant until,
            Map<String, Collected> collected,
            BiConsumer<Collected, Counted> taker) {
        for (TimeSeries series : archive.readAll(type, from, until)) {
            if (series.getMetricKind() != MetricKind.DELTA) {
                continue;
            }
            String function = series.getResource().getLabelsOrDefault("service_name", "");
            Collected of = collected.computeIfAbsent(function, name -> new Collected());
            for (Point point : series.getPointsList()) {
                // A point that ends with the minute counts what came before.
                Instant end = Instant.ofEpochMilli(
                        Timestamps.toMillis(point.getInterval().getEndTime()) - 1);
                if (!end.isBefore(from) && end.isBefore(until)) {
                    taker.accept(of, new Counted(series, point, end.truncatedTo(ChronoUnit.MINUTES)));
                }
            }
        }
    }

    private record Counted(TimeSeries series, Point point, Instant minute) {}

    private static final class Collected {
        private final Map<Slot, long[]> minutes = new TreeMap<>();
        private final Map<String, Long> byCode = new TreeMap<>();
        private @Nullable Histogram latencies;

        void count(Counted counted) {
            long requests = counted.point().getValue().getInt64Value();
            String code = counted.series().getMetric().getLabelsOrDefault("response_code", "");
            String region = counted.series().getResource().getLabelsOrDefault("location", "");
            long[] sums = minutes.computeIfAbsent(new Slot(counted.minute(), region), slot -> new long[2]);
            sums[0] += code.startsWith("5") ? 0 : requests;
            sums[1] += requests;
            byCode.merge(code, requests, Long::sum);
        }

        void latency(Counted counted) {
            Histogram more = Histogram.fromProto(counted.point().getValue().getDistributionValue());
            latencies = latencies == null ? more : latencies.plus(more);
        }
    }
}
