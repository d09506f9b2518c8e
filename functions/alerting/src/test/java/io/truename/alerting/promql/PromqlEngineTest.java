// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.policy.QueryEvaluator;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of Prometheus' documentation, on points of ten minutes; the question is asked at the end of the tenth. */
class PromqlEngineTest {
    private static final long MINUTE = 60_000;
    private static final long NOW = 10 * MINUTE;

    private record Fixed(SeriesKey key, MetricKind kind, ValueType type, List<Sample> samples)
            implements SeriesSource.Stored {
        @Override
        public List<Sample> read(long start, long end) {
            return samples;
        }
    }

    private record Table(List<Fixed> all) implements SeriesSource {
        @Override
        public Optional<MetricDescriptor> descriptor(String type) {
            return descriptors().stream()
                    .filter(descriptor -> descriptor.getType().equals(type))
                    .findFirst();
        }

        @Override
        public List<MetricDescriptor> descriptors() {
            return all.stream()
                    .map(series -> MetricDescriptor.newBuilder()
                            .setType(series.key.metricType())
                            .setMetricKind(series.kind)
                            .setValueType(series.type)
                            .build())
                    .distinct()
                    .toList();
        }

        @Override
        public List<Fixed> series(String type) {
            return all.stream()
                    .filter(series -> series.key.metricType().equals(type))
                    .toList();
        }
    }

    private static Fixed numbers(String type, String shard, String zone, MetricKind kind, double... values) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            long end = (i + 1) * MINUTE;
            long start = kind == MetricKind.GAUGE ? end : kind == MetricKind.DELTA ? end - MINUTE : 0;
            samples.add(new Sample(start, end, new PointValue.Real(values[i])));
        }
        SeriesKey key = SeriesKey.of(type, Map.of("shard", shard), "global", Map.of("zone", zone));
        return new Fixed(key, kind, ValueType.DOUBLE, samples);
    }

    private static final SeriesSource SOURCE = new Table(List.of(
            numbers("t.example/level", "a", "x", MetricKind.GAUGE, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            numbers("t.example/level", "b", "x", MetricKind.GAUGE, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
            numbers("t.example/level", "c", "y", MetricKind.GAUGE, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50),
            numbers("t.example/limit", "a", "x", MetricKind.GAUGE, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5),
            numbers("t.example/old", "a", "x", MetricKind.GAUGE, 1, 2, 3),
            numbers("t.example/done", "a", "x", MetricKind.CUMULATIVE, 6, 12, 18, 24, 30, 6, 12, 18, 24, 30),
            numbers("t.example/hits", "a", "x", MetricKind.DELTA, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6),
            histogram()));

    private static Fixed histogram() {
        List<Sample> samples = new ArrayList<>();
        Histogram each = Histogram.of(Buckets.explicit(1, 2, 4), 0.5, 1.5, 1.5, 3);
        for (int i = 1; i <= 10; i++) {
            samples.add(new Sample((i - 1) * MINUTE, i * MINUTE, each));
        }
        SeriesKey key = SeriesKey.of("t.example/took", Map.of(), "global", Map.of());
        return new Fixed(key, MetricKind.DELTA, ValueType.DISTRIBUTION, samples);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            2 * 3 + 4 ^ 2 | 22
            sum(t_example:level) | 90
            sum(t_example:level{shard!="b"}) | 60
            sum(t_example:level{shard=~"(?P<s>[ac]{1,2})"}) | 60
            sum(t_example:level{shard!~"${A}b"}) | 90
            sum({"t.example/level",shard!~"b{1}"}) | 60
            sum(t_example:level{shard=~"[ac]",monitored_resource="global"}) | 60
            max(t_example:level offset 5m) | 50
            min(t_example:level offset 5m) | 5
            count(t_example:old) | none
            max(max_over_time(t_example:old[10m])) | 3
            avg_over_time(t_example:level{shard="a"}[4m]) | 8.5
            quantile_over_time(0.5, t_example:level{shard="a"}[4m]) | 8.5
            increase(t_example:done[5m]) | 30
            rate(t_example:done[2m]) * 60 | 6
            increase(t_example:hits[5m]) | 30
            increase(t_example:took_count[5m]) | 20
            increase(t_example:took_sum[5m]) | 32.5
            histogram_quantile(0.5, sum by (le) (rate(t_example:took_bucket[5m]))) | 1.5
            histogram_quantile(0.25, rate(t_example:took_bucket[5m])) | 1
            histogram_quantile(1, rate(t_example:took_bucket[5m])) | 4
            t_example:level / on (shard) t_example:limit | 2
            t_example:level > on (shard) t_example:limit | 10
            t_example:limit > on (shard) t_example:level | none
            t_example:level > bool 20 unless t_example:level{shard!="a"} | 0
            sum(t_example:old) or vector(7) | 7
            count(t_example:level and on (zone) t_example:limit) | 2
            count(t_example:level unless on (zone) t_example:limit) | 1
            absent(t_example:nothing) | 1
            absent(t_example:level) | none
            scalar(t_example:limit) + 1 | 6
            clamp_max(t_example:limit, 4) | 4
            quantile(0.5, t_example:level) | 30
            stddev(t_example:level) | 16.32993
            topk(1, t_example:level) | 50
            -t_example:limit | -5
            """)
    void query_ofOneElement(String query, String expected) {
        List<QueryEvaluator.Value> values = evaluate(query);
        if (expected.equals("none")) {
            assertThat(values).isEmpty();
        } else {
            assertThat(values)
                    .singleElement()
                    .satisfies(
                            value -> assertThat(value.value()).isCloseTo(Double.parseDouble(expected), within(1e-4)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            sum by (zone) (t_example:level) | {zone=x} 40.0, {zone=y} 50.0
            sum without (shard, monitored_resource) (t_example:level) | {zone=x} 40.0, {zone=y} 50.0
            2 < t_example:limit | {__name__=t_example:limit, monitored_resource=global, shard=a, zone=x} 5.0
            absent(t_example:nothing{zone="x"}) | {zone=x} 1.0
            last_over_time(t_example:limit[1m]) | {__name__=t_example:limit, monitored_resource=global, shard=a, zone=x} 5.0
            """)
    void query_labels(String query, String expected) {
        assertThat(evaluate(query).stream()
                        .map(value -> new TreeMap<>(value.labels()) + " " + value.value())
                        .sorted()
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @Test
    void manyToOne_withoutGroup_isRefused() {
        assertThatThrownBy(() -> evaluate("t_example:level / on (zone) t_example:limit"))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining("two series of the left side match one of the right");
        // Both elements of zone x would get the label of the one.
        assertThatThrownBy(() -> evaluate("t_example:level * on (zone) group_left (shard) t_example:limit"))
                .hasMessageContaining("two results have the same labels");
        assertThatThrownBy(() -> evaluate("t_example:limit / on (zone) t_example:level"))
                .hasMessageContaining("two series of the right side have the same matching labels");
    }

    private static List<QueryEvaluator.Value> evaluate(String query) {
        return new PromqlEngine(SOURCE).evaluate(query, NOW);
    }
}
