// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.api.Distribution;
import com.google.api.Distribution.BucketOptions;
import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LogMetric;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.local.logging.agent.AgentParser;
import io.truename.local.logging.agent.InsertIds;
import io.truename.local.logging.query.FilterException;
import io.truename.testkit.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class LogMetricsTest {
    private static final LogMetric COUNTER = LogMetric.newBuilder()
            .setName("truename/generate/refusals")
            .setFilter("jsonPayload.event=\"request.answered\" AND (jsonPayload.outcome=\"refused\")")
            .putLabelExtractors("rule", "EXTRACT(jsonPayload.rule)")
            .setMetricDescriptor(MetricDescriptor.newBuilder().setUnit("{request}"))
            .build();
    private static final LogMetric DISTRIBUTION = LogMetric.newBuilder()
            .setName("truename/generate/latency")
            .setFilter("jsonPayload.event=\"request.answered\"")
            .setValueExtractor("EXTRACT(jsonPayload.durationMs)")
            .putLabelExtractors("kind", "REGEXP_EXTRACT(jsonPayload.route, \"^/(\\w+)\")")
            .setMetricDescriptor(MetricDescriptor.newBuilder()
                    .setValueType(ValueType.DISTRIBUTION)
                    .setUnit("ms"))
            .setBucketOptions(BucketOptions.newBuilder()
                    .setExplicitBuckets(
                            BucketOptions.Explicit.newBuilder().addBounds(1).addBounds(10)))
            .build();

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-27T20:00:30Z"));
    private final AgentParser agent = new AgentParser(clock, "p", new InsertIds(clock));
    private final List<TimeSeries> written = new ArrayList<>();
    private final LogMetrics metrics = new LogMetrics(clock, written::add);

    @Test
    void counter_countsEntriesOfAMinute_byLabel() {
        metrics.add(COUNTER);
        print("{\"event\":\"request.answered\",\"outcome\":\"refused\",\"rule\":\"syntax\"}");
        print("{\"event\":\"request.answered\",\"outcome\":\"refused\",\"rule\":\"syntax\"}");
        print("{\"event\":\"request.answered\",\"outcome\":\"refused\"}");
        print("{\"event\":\"request.answered\",\"outcome\":\"done\",\"rule\":\"syntax\"}");
        print("just text");
        metrics.tick();
        assertThat(written).isEmpty();
        clock.advance(Duration.ofSeconds(31));
        metrics.tick();
        assertThat(written).hasSize(2);
        TimeSeries syntax = written.get(0);
        assertThat(syntax.getMetric().getType()).isEqualTo("logging.googleapis.com/user/truename/generate/refusals");
        assertThat(syntax.getMetric().getLabelsMap()).containsEntry("rule", "syntax");
        assertThat(syntax.getResource().getLabelsMap()).containsEntry("service_name", "generate");
        assertThat(syntax.getMetricKind()).isEqualTo(MetricKind.DELTA);
        assertThat(syntax.getValueType()).isEqualTo(ValueType.INT64);
        assertThat(syntax.getUnit()).isEqualTo("{request}");
        assertThat(syntax.getPoints(0).getValue().getInt64Value()).isEqualTo(2);
        assertThat(Timestamps.toString(syntax.getPoints(0).getInterval().getEndTime()))
                .isEqualTo("2026-11-27T20:01:00Z");
        assertThat(written.get(1).getMetric().getLabelsMap()).containsEntry("rule", "");
        assertThat(written.get(1).getPoints(0).getValue().getInt64Value()).isEqualTo(1);
    }

    @Test
    void windows_meetAndNeverOverlap() {
        metrics.add(COUNTER);
        for (int at = 0; at < 40; at++) {
            print("{\"event\":\"request.answered\",\"outcome\":\"refused\",\"rule\":\"x\"}");
            clock.advance(Duration.ofSeconds(7));
            if (at % 9 == 8) {
                metrics.flush();
                metrics.flush();
            }
        }
        metrics.flush();
        long counted = 0;
        com.google.protobuf.Timestamp last = Timestamps.MIN_VALUE;
        for (TimeSeries series : written) {
            var interval = series.getPoints(0).getInterval();
            assertThat(Timestamps.compare(interval.getStartTime(), last)).isGreaterThanOrEqualTo(0);
            assertThat(Timestamps.compare(interval.getEndTime(), interval.getStartTime()))
                    .isPositive();
            last = interval.getEndTime();
            counted += series.getPoints(0).getValue().getInt64Value();
        }
        assertThat(counted).isEqualTo(40);
    }

    @Test
    void metric_isNeverRetroactive() {
        print("{\"event\":\"request.answered\",\"outcome\":\"refused\"}");
        metrics.add(COUNTER);
        clock.advance(Duration.ofMinutes(1));
        metrics.flush();
        assertThat(written).isEmpty();
    }

    @Test
    void distribution_recordsValuesInBuckets() {
        metrics.add(DISTRIBUTION);
        for (String value : List.of("0.5", "1", "9.99", "10", "\"40\"", "\"12 ms\"", "null", "true")) {
            print("{\"event\":\"request.answered\",\"route\":\"/ids/verify\",\"durationMs\":" + value + "}");
        }
        clock.advance(Duration.ofSeconds(1));
        metrics.flush();
        assertThat(written).hasSize(1);
        assertThat(written.get(0).getMetric().getLabelsMap()).containsEntry("kind", "ids");
        Distribution values = written.get(0).getPoints(0).getValue().getDistributionValue();
        assertThat(values.getCount()).isEqualTo(5);
        assertThat(values.getBucketCountsList()).containsExactly(1L, 2L, 2L);
        assertThat(values.getMean()).isCloseTo(12.298, within(1e-9));
        assertThat(values.getBucketOptions()).isEqualTo(DISTRIBUTION.getBucketOptions());
    }

    @Property(tries = 200)
    void distribution_hasTheTrueMeanAndDeviation(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
        Cell.Values cell =
                new Cell.Values(DISTRIBUTION.getBucketOptions(), new BucketBounds(DISTRIBUTION.getBucketOptions()));
        values.forEach(cell::record);
        Distribution distribution = cell.value().getDistributionValue();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        assertThat(distribution.getMean()).isCloseTo(mean, within(1e-6));
        assertThat(distribution.getSumOfSquaredDeviation()).isCloseTo(squares, within(1e-6 * Math.max(1, squares)));
        assertThat(distribution.getBucketCountsList().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(values.size());
    }

    @Test
    void buckets_ofEveryKind() {
        BucketOptions exponential = BucketOptions.newBuilder()
                .setExponentialBuckets(BucketOptions.Exponential.newBuilder()
                        .setScale(1)
                        .setGrowthFactor(2)
                        .setNumFiniteBuckets(3))
                .build();
        BucketBounds bounds = new BucketBounds(exponential);
        assertThat(bounds.count()).isEqualTo(5);
        assertThat(List.of(0.5, 1.0, 1.9, 2.0, 4.0, 8.0, 1e9).stream()
                        .map(bounds::bucket)
                        .toList())
                .containsExactly(0, 1, 1, 2, 3, 4, 4);
        BucketOptions linear = BucketOptions.newBuilder()
                .setLinearBuckets(BucketOptions.Linear.newBuilder()
                        .setOffset(10)
                        .setWidth(5)
                        .setNumFiniteBuckets(2))
                .build();
        assertThat(new BucketBounds(linear).count()).isEqualTo(4);
        assertThat(new BucketBounds(linear).bucket(15)).isEqualTo(2);
    }

    @Test
    void labels_haveTheTypeOfTheirDescriptor() {
        metrics.add(LogMetric.newBuilder()
                .setName("typed")
                .setFilter("jsonPayload.event=e")
                .putLabelExtractors("code", "EXTRACT(jsonPayload.code)")
                .putLabelExtractors("ok", "EXTRACT(jsonPayload.ok)")
                .setMetricDescriptor(MetricDescriptor.newBuilder()
                        .addLabels(LabelDescriptor.newBuilder()
                                .setKey("code")
                                .setValueType(LabelDescriptor.ValueType.INT64))
                        .addLabels(
                                LabelDescriptor.newBuilder().setKey("ok").setValueType(LabelDescriptor.ValueType.BOOL)))
                .build());
        print("{\"event\":\"e\",\"code\":\"x\"}");
        print("{\"event\":\"e\",\"code\":7,\"ok\":true}");
        clock.advance(Duration.ofSeconds(1));
        metrics.flush();
        assertThat(written.get(0).getMetric().getLabelsMap())
                .containsEntry("code", "0")
                .containsEntry("ok", "false");
        assertThat(written.get(1).getMetric().getLabelsMap())
                .containsEntry("code", "7")
                .containsEntry("ok", "true");
    }

    @Test
    void series_areBounded() {
        metrics.add(COUNTER);
        for (int at = 0; at < MetricState.MOST_SERIES + 5; at++) {
            print("{\"event\":\"request.answered\",\"outcome\":\"refused\",\"rule\":\"r" + at + "\"}");
        }
        clock.advance(Duration.ofMinutes(1));
        metrics.tick();
        assertThat(written).hasSize(MetricState.MOST_SERIES);
        assertThat(metrics.leftOut()).isEqualTo(5);
    }

    @Test
    void metric_thatCannotBeUsed_isRefused() {
        assertThatThrownBy(() ->
                        metrics.add(COUNTER.toBuilder().setFilter("thud=1").build()))
                .isInstanceOf(FilterException.class);
        assertThatThrownBy(() -> metrics.add(COUNTER.toBuilder()
                        .setValueExtractor("EXTRACT(jsonPayload.n)")
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counter");
        assertThatThrownBy(() -> metrics.add(
                        DISTRIBUTION.toBuilder().clearBucketOptions().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bucket options");
    }

    private void print(String line) {
        for (LogEntry entry : agent.parse("generate", "generate-00001-abc", "stdout", line)) {
            metrics.accept(entry);
        }
    }
}
