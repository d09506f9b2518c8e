// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.Promtool;
import io.truename.alerting.policy.QueryEvaluator;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Answers of PromQL against Prometheus, on the same random series. Ranges of Prometheus 2 include their start, so no point lies on
 * the start of a range.
 */
class PromqlPrometheusIT {
    private static final long STEP = 20_000;
    private static final int RANDOM = Integer.getInteger("truename.random-queries", 200);
    private static final long SEED = Long.getLong("truename.seed", 12);
    private static final List<String> ZONES = List.of("x", "y", "z");
    private static final List<String> QUERIES = List.of(
            "sum(g)",
            "avg(g{zone!='y'})",
            "max(g offset 3m)",
            "sum(max_over_time(g[4m]))",
            "sum(min_over_time(g[90s] offset 1m))",
            "sum(avg_over_time(g[5m]))",
            "sum(stddev_over_time(g[5m]))",
            "sum(quantile_over_time(0.9, g[5m]))",
            "sum(delta(g[3m]))",
            "sum(rate(c[5m]))",
            "sum(rate(c[50s]))",
            "sum(increase(c[7m] offset 2m))",
            "sum(increase(c[1h]))",
            "sum(g / on (zone) c)",
            "sum(g % 7)",
            "sum(g > 40) or vector(0)",
            "count(g > 40 or c)",
            "sum(g > bool on (zone) c)",
            "sum(g and on (zone) (c > 150)) or vector(0)",
            "sum(g unless on (zone) (c > 150)) or vector(0)",
            "sum(g * on (zone) group_left sum by (zone) (c))",
            "quantile(0.3, g)",
            "stddev(g)",
            "sum(topk(2, g))",
            "sum(clamp(g, 20, 60))",
            "sum(sqrt(abs(-g)))",
            "histogram_quantile(0.8, sum by (le) (rate(b[5m])))",
            "max_over_time(sum(rate(c[90s]))[9m:40s])",
            "sum(predict_linear(g[5m] offset 1m, 600))",
            "sum(g @ 1003 - on (zone) g @ 1003 offset 2m)",
            "sum(hour(g * 5000)) + sum(days_in_month(g * 1000000)) + scalar(minute()) + scalar(year())",
            "count(count_values('v', round(c, 100)))",
            "sum(label_replace(g, 'zone', '${1}$$-$2', 'zone', '([xy])') * on (zone) group_left sum by (zone) (g)) or vector(0)");

    private record Fixed(SeriesKey key, MetricKind kind, ValueType type, List<Sample> samples)
            implements SeriesSource.Stored {
        @Override
        public List<Sample> read(long start, long end) {
            return samples;
        }
    }

    @Test
    void answers() throws IOException, InterruptedException {
        Random random = new Random(11);
        Map<String, double[]> series = new LinkedHashMap<>();
        for (String zone : ZONES) {
            series.put("g{zone=\"" + zone + "\"}", random.doubles(90, 0, 100).toArray());
            series.put("c{zone=\"" + zone + "\"}", counter(random));
        }
        double[] below = new double[90];
        for (String bound : List.of("1.0", "2.0", "4.0", "+Inf")) {
            double[] more = counter(new Random(5 + bound.length()));
            double total = 0;
            for (int i = 0; i < below.length; i++) {
                total += Math.abs(i == 0 ? 1 : more[i] - more[i - 1]);
                below[i] += total;
            }
            series.put("b{le=\"" + bound + "\"}", below.clone());
        }
        PromqlEngine engine = new PromqlEngine(new Table(series));
        List<String> checks = new ArrayList<>();
        int refused = 0;
        for (String query : queries()) {
            for (long second : new long[] {607, 1_213, 1_777}) {
                List<QueryEvaluator.Value> values;
                try {
                    values = engine.evaluate(query, second * 1000);
                } catch (MonitoringException ambiguous) {
                    // A random query may match two series with one; promtool would end there.
                    refused++;
                    continue;
                }
                assertThat(values).as(query).hasSize(1);
                checks.add(Promtool.check(query, second, values.get(0).value()));
            }
        }
        // promtool reads series up to the last whole minute that it is asked for.
        checks.add(Promtool.check("vector(1)", 1_800, 1));
        Promtool promtool = new Promtool();
        promtool.test("20s", series, checks);
        assertThat(refused).isLessThan(RANDOM);
        promtool.run(3 * queries().size() - refused + 1);
    }

    /** Those above, and random ones: the sum and the number of their elements. */
    private static List<String> queries() {
        List<String> queries = new ArrayList<>(QUERIES);
        RandomQueries random = new RandomQueries(SEED);
        for (int i = 0; i < RANDOM; i++) {
            String query = random.vector(1 + i % 3);
            queries.add("sum(" + query + ") or vector(-1)");
            queries.add("count(" + query + ") or vector(-1)");
        }
        return queries;
    }

    private static double[] counter(Random random) {
        double[] totals = new double[90];
        for (int i = 0; i < totals.length; i++) {
            totals[i] = (i == 0 || random.nextInt(15) == 0 ? 0 : totals[i - 1]) + random.nextInt(50);
        }
        return totals;
    }

    /** The series of promtool as metrics: the counters as gauges, because these read as they are. */
    private record Table(Map<String, double[]> series) implements SeriesSource {
        @Override
        public Optional<MetricDescriptor> descriptor(String type) {
            return Optional.empty();
        }

        @Override
        public List<MetricDescriptor> descriptors() {
            return List.of("g", "c", "b").stream()
                    .map(type -> MetricDescriptor.newBuilder()
                            .setType(type)
                            .setValueType(ValueType.DOUBLE)
                            .build())
                    .toList();
        }

        @Override
        public List<Fixed> series(String type) {
            List<Fixed> found = new ArrayList<>();
            series.forEach((name, values) -> {
                if (name.startsWith(type + "{")) {
                    String label = name.substring(2, name.indexOf('='));
                    String value = name.substring(name.indexOf('"') + 1, name.lastIndexOf('"'));
                    List<Sample> samples = new ArrayList<>();
                    for (int i = 0; i < values.length; i++) {
                        samples.add(Sample.at(i * STEP, new PointValue.Real(values[i])));
                    }
                    SeriesKey key = SeriesKey.of(type, Map.of(label, value), "", Map.of());
                    found.add(new Fixed(key, MetricKind.GAUGE, ValueType.DOUBLE, samples));
                }
            });
            return found;
        }
    }
}
