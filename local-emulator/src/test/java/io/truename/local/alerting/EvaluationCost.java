// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.google.api.Distribution;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.observability.policy.AlertPolicies;
import io.truename.testkit.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Measures what the evaluation of all alert policies takes: the Maven profile {@code alert-evaluation}, with numbers of series as
 * arguments. The series are those that policies read, of more and more instances, with a point a minute for three hours.
 */
final class EvaluationCost {
    private static final int HISTORY = 180;
    private static final int MEASURED = 11;
    private static final Buckets LATENCIES = Buckets.exponential(66, 1.4, 1);
    private static final String CUSTOM = "custom.googleapis.com/truename/";

    /** A metric that policies read. */
    private enum Read {
        REQUESTS("run.googleapis.com/request_count", MetricKind.DELTA),
        LATENCY("run.googleapis.com/request_latencies", MetricKind.DELTA),
        PROCESSOR("run.googleapis.com/container/cpu/utilizations", MetricKind.DELTA),
        MEMORY("run.googleapis.com/container/memory/utilizations", MetricKind.DELTA),
        LOOK_UPS(CUSTOM + "database/id_lookup_seconds", MetricKind.CUMULATIVE),
        LAG(CUSTOM + "database/replication_lag_seconds", MetricKind.GAUGE),
        HEAP(CUSTOM + "runtime/memory_after_gc", MetricKind.GAUGE),
        RETRIEVAL(CUSTOM + "probe/retrieval_success", MetricKind.GAUGE),
        AGREEMENT(CUSTOM + "probe/stage_agreement", MetricKind.GAUGE),
        FINDINGS(CUSTOM + "probe/findings_open", MetricKind.GAUGE);

        private final String type;
        private final MetricKind kind;

        Read(String type, MetricKind kind) {
            this.type = type;
            this.kind = kind;
        }
    }

    private EvaluationCost() {}

    public static void main(String[] arguments) throws Exception {
        double first = 0;
        for (String argument : arguments) {
            int series = Integer.parseInt(argument);
            double millis = measure(series);
            first = first == 0 ? millis : first;
            System.out.printf(
                    Locale.ROOT,
                    "%,d series: %.1f ms for a minute of all %d policies, %.1f times the first%n",
                    series,
                    millis,
                    AlertPolicies.of(AlertBench.CATALOG, AlertBench.PROJECT, name -> "")
                            .size(),
                    millis / first);
        }
    }

    private static double measure(int series) throws Exception {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-11-27T20:00:00Z"));
        try (AlertBench bench =
                new AlertBench(clock, Optional.empty(), UnaryOperator.identity(), (topic, message) -> {})) {
            Random random = new Random(1);
            Instant start = clock.instant();
            for (int minute = 0; minute < HISTORY; minute++) {
                clock.advance(Duration.ofMinutes(1));
                write(bench, series, start, random);
            }
            double[] millis = new double[MEASURED];
            for (int minute = 0; minute < MEASURED; minute++) {
                clock.advance(Duration.ofMinutes(1));
                write(bench, series, start, random);
                long begun = System.nanoTime();
                bench.alerting.evaluate();
                millis[minute] = (System.nanoTime() - begun) / 1e6;
            }
            Arrays.sort(millis);
            return millis[MEASURED / 2];
        }
    }

    private static void write(AlertBench bench, int series, Instant start, Random random) {
        Read[] metrics = Read.values();
        for (int i = 0; i < series; i++) {
            bench.telemetry
                    .monitoring()
                    .sink()
                    .write(point(
                            metrics[i % metrics.length], i / metrics.length, start, bench.clock.instant(), random));
        }
    }

    private static TimeSeries point(Read metric, int instance, Instant start, Instant now, Random random) {
        TimeSeries.Builder series = TimeSeries.newBuilder().setMetricKind(metric.kind);
        series.getMetricBuilder().setType(metric.type);
        if (metric.type.startsWith("run.")) {
            series.getResourceBuilder()
                    .setType("cloud_run_revision")
                    .putLabels("service_name", "generate")
                    .putLabels("revision_name", "generate-" + instance)
                    .putLabels("location", "europe-west1");
        } else {
            series.getResourceBuilder().setType("generic_task").putLabels("task_id", "task-" + instance);
        }
        Point.Builder point = series.addPointsBuilder();
        point.getIntervalBuilder().setEndTime(Timestamps.fromMillis(now.toEpochMilli()));
        switch (metric) {
            case REQUESTS -> {
                series.getMetricBuilder()
                        .putLabels("response_code_class", "2xx")
                        .putLabels("response_code", "200");
                point.getValueBuilder().setInt64Value(600 + random.nextInt(100));
            }
            case LATENCY, PROCESSOR, MEMORY -> point.getValueBuilder().setDistributionValue(distribution(random, 100));
            case LOOK_UPS ->
                point.getValueBuilder()
                        .setDistributionValue(distribution(
                                new Random(instance),
                                (int) Duration.between(start, now).toMinutes() * 10));
            case FINDINGS, HEAP -> point.getValueBuilder().setInt64Value(0);
            default -> point.getValueBuilder().setDoubleValue(0.999);
        }
        if (metric.kind != MetricKind.GAUGE) {
            Instant from = metric.kind == MetricKind.DELTA ? now.minusSeconds(59) : start;
            point.getIntervalBuilder().setStartTime(Timestamps.fromMillis(from.toEpochMilli()));
        }
        return series.build();
    }

    private static Distribution distribution(Random random, int values) {
        double[] drawn =
                random.doubles(values).map(u -> 5 - 10 * Math.log(1 - u)).toArray();
        return Histogram.of(LATENCIES, drawn).toProto().getDistributionValue();
    }
}
