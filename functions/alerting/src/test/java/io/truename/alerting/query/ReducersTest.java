// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Aggregation.Reducer;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reducers against tables computed by hand: values of several series at 60 and fewer at 120. */
final class ReducersTest {
    private static final Buckets BUCKETS = Buckets.explicit(1, 2, 4);

    /** At 60: 1, 2, 3, 10; at 120: 5, 7. */
    @ParameterizedTest
    @CsvSource({
        "REDUCE_MEAN, 4, 6",
        "REDUCE_MIN, 1, 5",
        "REDUCE_MAX, 10, 7",
        "REDUCE_SUM, 16, 12",
        "REDUCE_STDDEV, 3.535534, 1",
        "REDUCE_COUNT, 4, 2",
        "REDUCE_PERCENTILE_50, 2.5, 6",
        "REDUCE_PERCENTILE_95, 8.95, 6.9",
        "REDUCE_PERCENTILE_99, 9.79, 6.98",
        "REDUCE_PERCENTILE_05, 1.15, 5.1",
    })
    void numbers(Reducer reducer, double first, double second) {
        for (ValueType type : List.of(ValueType.INT64, ValueType.DOUBLE)) {
            List<Line> lines = List.of(
                    line("a", type, number(type, 1), number(type, 5)),
                    line("b", type, number(type, 2), number(type, 7)),
                    line("c", type, number(type, 3)),
                    line("d", type, number(type, 10)));
            values(ReducerRule.reduce(reducer, lines, List.of()), first, second);
        }
    }

    private static PointValue number(ValueType type, double number) {
        return PointValue.ofNumber(type, number);
    }

    @ParameterizedTest
    @CsvSource({
        "REDUCE_COUNT, 3, 1",
        "REDUCE_COUNT_TRUE, 2, 0",
        "REDUCE_COUNT_FALSE, 1, 1",
        "REDUCE_FRACTION_TRUE, 0.666667, 0"
    })
    void flags(Reducer reducer, double first, double second) {
        List<Line> lines = List.of(
                line("a", ValueType.BOOL, new PointValue.Flag(true), new PointValue.Flag(false)),
                line("b", ValueType.BOOL, new PointValue.Flag(true)),
                line("c", ValueType.BOOL, new PointValue.Flag(false)));
        values(ReducerRule.reduce(reducer, lines, List.of()), first, second);
    }

    /** Together at 60: 1, 1, 1, 3 in the buckets [1, 2) and [2, 4); at 120: 3. */
    @ParameterizedTest
    @CsvSource({
        "REDUCE_MEAN, 1.5, 3",
        "REDUCE_STDDEV, 0.866025, 0",
        "REDUCE_COUNT, 2, 1",
        "REDUCE_PERCENTILE_50, 1.666667, 3",
        "REDUCE_PERCENTILE_99, 3.92, 3.98",
    })
    void distributions(Reducer reducer, double first, double second) {
        values(ReducerRule.reduce(reducer, latencies(), List.of()), first, second);
    }

    private static List<Line> latencies() {
        return List.of(
                line("a", ValueType.DISTRIBUTION, Histogram.of(BUCKETS, 1, 1), Histogram.of(BUCKETS, 3)),
                line("b", ValueType.DISTRIBUTION, Histogram.of(BUCKETS, 1, 3)));
    }

    @Test
    void sum_ofDistributions_isTheDistributionOfAll() {
        Line sum =
                ReducerRule.reduce(Reducer.REDUCE_SUM, latencies(), List.of()).get(0);
        assertThat(sum.samples().get(0).value()).isEqualTo(Histogram.of(BUCKETS, 1, 1, 1, 3));
        assertThat(sum.type()).isEqualTo(ValueType.DISTRIBUTION);
    }

    @Test
    void groups_keepTheirFieldsAndTheResourceType() {
        List<Line> lines = List.of(
                line("a", ValueType.INT64, number(ValueType.INT64, 1)),
                line("b", ValueType.INT64, number(ValueType.INT64, 2)),
                new Line(
                        SeriesKey.of("m", Map.of("code", "a"), "generic_task", Map.of("project_id", "p")),
                        MetricKind.GAUGE,
                        ValueType.INT64,
                        List.of(Sample.at(60_000, new PointValue.Whole(4)))));
        assertThat(ReducerRule.reduce(Reducer.REDUCE_SUM, lines, List.of()))
                .extracting(line -> line.key().resourceType()
                        + line.samples().get(0).value().number())
                .containsExactly("generic_task4.0", "global3.0");
        List<Line> byCode = ReducerRule.reduce(Reducer.REDUCE_SUM, lines, List.of(Field.parse("metric.labels.code")));
        assertThat(byCode)
                .extracting(Line::key)
                .containsExactly(
                        SeriesKey.of("m", Map.of("code", "a"), "generic_task", Map.of("project_id", "p")),
                        SeriesKey.of("m", Map.of("code", "a"), "global", Map.of("project_id", "p")),
                        SeriesKey.of("m", Map.of("code", "b"), "global", Map.of("project_id", "p")));
        assertThatThrownBy(() -> Field.parse("metadata.x")).isInstanceOf(MonitoringException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "REDUCE_MIN, DISTRIBUTION",
        "REDUCE_SUM, BOOL",
        "REDUCE_COUNT_TRUE, INT64",
        "REDUCE_MEAN, BOOL",
        "REDUCE_PERCENTILE_99, BOOL",
        "UNRECOGNIZED, INT64"
    })
    void reducers_ofOtherTypes_areRefused(Reducer reducer, ValueType type) {
        assertThatThrownBy(() -> ReducerRule.of(reducer, type))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining(reducer.name());
    }

    private static Line line(String code, ValueType type, PointValue... values) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            samples.add(Sample.at((i + 1) * 60_000L, values[i]));
        }
        return new Line(
                SeriesKey.of("m", Map.of("code", code), "global", Map.of("project_id", "p")),
                MetricKind.GAUGE,
                type,
                samples);
    }

    private static void values(List<Line> reduced, double first, double second) {
        assertThat(reduced).hasSize(1);
        List<Sample> samples = reduced.get(0).samples();
        assertThat(samples).extracting(Sample::end).containsExactly(60_000L, 120_000L);
        assertThat(samples.get(0).value().number()).isCloseTo(first, within(1e-6));
        assertThat(samples.get(1).value().number()).isCloseTo(second, within(1e-6));
    }
}
