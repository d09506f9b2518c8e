// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import io.truename.alerting.Promtool;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Aligners and reducers against Prometheus, where both define the same. Ranges of Prometheus 2 include their start, so no point lies
 * on the start of a compared window, but for counters, whose rate needs it.
 */
final class PrometheusIT {
    private final Promtool promtool = new Promtool();

    @Test
    void gauges() throws IOException, InterruptedException {
        double[] values = new Random(1).doubles(70, -100, 100).toArray();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            samples.add(Sample.at(i * 7_000L, new PointValue.Real(values[i])));
        }
        Map<Aligner, String> same = Map.of(
                Aligner.ALIGN_MIN, "min_over_time",
                Aligner.ALIGN_MAX, "max_over_time",
                Aligner.ALIGN_MEAN, "avg_over_time",
                Aligner.ALIGN_SUM, "sum_over_time",
                Aligner.ALIGN_COUNT, "count_over_time",
                Aligner.ALIGN_STDDEV, "stddev_over_time");
        List<String> checks = new ArrayList<>();
        same.forEach((aligner, function) -> {
            Line line = new Line(AlignersTest.KEY, MetricKind.GAUGE, ValueType.DOUBLE, samples);
            AlignerRule.align(aligner, line, Grid.of(60_000, 420_000, 60_000))
                    .samples()
                    .forEach(aligned -> checks.add(Promtool.check(
                            function + "(g[60s])",
                            aligned.end() / 1000,
                            aligned.value().number())));
        });
        promtool.test("7s", Map.of("g", values), checks);
        promtool.run(36);
    }

    @Test
    void countersWithResets() throws IOException, InterruptedException {
        Random random = new Random(2);
        double[] totals = new double[40];
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < totals.length; i++) {
            totals[i] = (i == 0 || random.nextInt(9) == 0 ? 0 : totals[i - 1]) + random.nextInt(50);
            samples.add(new Sample(-20_000, i * 20_000L, new PointValue.Whole((long) totals[i])));
        }
        Line line = new Line(AlignersTest.KEY, MetricKind.CUMULATIVE, ValueType.INT64, samples);
        List<String> checks = new ArrayList<>();
        AlignerRule.align(Aligner.ALIGN_RATE, line, Grid.of(0, 600_000, 60_000))
                .samples()
                .forEach(rate -> checks.add(Promtool.check(
                        "rate(c[60s])", rate.end() / 1000, rate.value().number())));
        AlignerRule.align(Aligner.ALIGN_DELTA, line, Grid.of(0, 600_000, 120_000))
                .samples()
                .forEach(delta -> checks.add(Promtool.check(
                        "increase(c[120s])", delta.end() / 1000, delta.value().number())));
        promtool.test("20s", Map.of("c", totals), checks);
        promtool.run(15);
    }

    @Test
    void percentilesOfDistributions() throws IOException, InterruptedException {
        double[] bounds = {0.5, 1, 2, 4, 8};
        Random random = new Random(3);
        int checked = 0;
        for (int i = 0; i < 20; i++) {
            double[] values = random.doubles(1 + random.nextInt(50), 0, 10).toArray();
            Histogram histogram = Histogram.of(Buckets.explicit(bounds), values);
            Map<String, double[]> series = IntStream.rangeClosed(0, bounds.length)
                    .boxed()
                    .collect(Collectors.toMap(b -> "b{le=\"" + (b == bounds.length ? "+Inf" : bounds[b]) + "\"}", b ->
                            new double[] {below(values, b == bounds.length ? 100 : bounds[b])}));
            List<String> checks = new ArrayList<>();
            for (double fraction : new double[] {0.05, 0.5, 0.95, 0.99}) {
                checks.add(Promtool.check(
                        "histogram_quantile(" + fraction + ", b)",
                        0,
                        histogram.percentile(fraction).getAsDouble()));
                checked++;
            }
            promtool.test("60s", series, checks);
        }
        promtool.run(checked);
    }

    private static double below(double[] values, double bound) {
        return Arrays.stream(values).filter(value -> value < bound).count();
    }

    @Test
    void reducers() throws IOException, InterruptedException {
        Map<Reducer, String> same = Map.of(
                Reducer.REDUCE_PERCENTILE_99, "quantile(0.99, g)",
                Reducer.REDUCE_PERCENTILE_95, "quantile(0.95, g)",
                Reducer.REDUCE_PERCENTILE_50, "quantile(0.5, g)",
                Reducer.REDUCE_PERCENTILE_05, "quantile(0.05, g)",
                Reducer.REDUCE_MEAN, "avg(g)",
                Reducer.REDUCE_MIN, "min(g)",
                Reducer.REDUCE_MAX, "max(g)",
                Reducer.REDUCE_SUM, "sum(g)",
                Reducer.REDUCE_COUNT, "count(g)",
                Reducer.REDUCE_STDDEV, "stddev(g)");
        double[] values = new Random(4).doubles(17, 0, 1000).toArray();
        List<Line> lines = IntStream.range(0, values.length)
                .mapToObj(i -> new Line(
                        SeriesKey.of("m", Map.of("i", "" + i), "global", Map.of()),
                        MetricKind.GAUGE,
                        ValueType.DOUBLE,
                        List.of(Sample.at(0, new PointValue.Real(values[i])))))
                .toList();
        Map<String, double[]> series = IntStream.range(0, values.length)
                .boxed()
                .collect(Collectors.toMap(i -> "g{i=\"" + i + "\"}", i -> new double[] {values[i]}));
        List<String> checks = new ArrayList<>();
        same.forEach((reducer, expression) -> checks.add(Promtool.check(
                expression,
                0,
                ReducerRule.reduce(reducer, lines, List.of())
                        .get(0)
                        .samples()
                        .get(0)
                        .value()
                        .number())));
        promtool.test("60s", series, checks);
        promtool.run(10);
    }
}
