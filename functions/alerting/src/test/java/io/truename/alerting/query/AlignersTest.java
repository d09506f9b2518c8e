// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Aggregation.Aligner;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aligners against tables computed by hand. Times are seconds; the three windows end at 60, 120 and 180. */
final class AlignersTest {
    static final SeriesKey KEY = SeriesKey.of("custom.googleapis.com/x", Map.of(), "global", Map.of());
    private static final Grid GRID = Grid.of(0, 180_000, 60_000);

    /** Gauge at 10: 4, 30: 1, 60: 7 | none | 125: 10, 150: 2, 170: 3, 180: 5. */
    @ParameterizedTest
    @CsvSource({
        "ALIGN_MIN, 1, , 2",
        "ALIGN_MAX, 7, , 10",
        "ALIGN_MEAN, 4, , 5",
        "ALIGN_COUNT, 3, , 4",
        "ALIGN_SUM, 12, , 20",
        "ALIGN_STDDEV, 2.449490, , 3.082207",
        "ALIGN_NEXT_OLDER, 7, , 5",
        "ALIGN_INTERPOLATE, 7, 10, 5",
    })
    void gauges(Aligner aligner, Double first, Double second, Double third) {
        Line line = gauge(ValueType.INT64, 10, 4, 30, 1, 60, 7, 125, 10, 150, 2, 170, 3, 180, 5);
        values(AlignerRule.align(aligner, line, GRID), first, second, third);
    }

    /** At 120 the line from (60, 7) to (125, 10) is at 9.77. */
    @Test
    void interpolation_ofDoublesIsNotRounded() {
        Line line = gauge(ValueType.DOUBLE, 60, 7, 125, 10, 180, 5);
        values(AlignerRule.align(Aligner.ALIGN_INTERPOLATE, line, GRID), 7.0, 7 + 3 * 60 / 65.0, 5.0);
    }

    @Test
    void interpolation_needsPointsOnBothSides() {
        values(
                AlignerRule.align(Aligner.ALIGN_INTERPOLATE, gauge(ValueType.DOUBLE, 90, 1, 150, 3), GRID),
                null,
                2.0,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "ALIGN_COUNT_TRUE, 2, , 1",
        "ALIGN_COUNT_FALSE, 1, , 0",
        "ALIGN_FRACTION_TRUE, 0.666667, , 1",
        "ALIGN_COUNT, 3, , 1"
    })
    void flags(Aligner aligner, Double first, Double second, Double third) {
        Line line = new Line(
                KEY,
                MetricKind.GAUGE,
                ValueType.BOOL,
                List.of(flag(10, true), flag(20, false), flag(60, true), flag(180, true)));
        values(AlignerRule.align(aligner, line, GRID), first, second, third);
    }

    private static Sample flag(long second, boolean value) {
        return Sample.at(second * 1000, new PointValue.Flag(value));
    }

    /** Changes of 6 until 30, 12 from 30 to 90 (half in each window), none until 150, 9 until 180. */
    @ParameterizedTest
    @CsvSource({"ALIGN_DELTA, 12, 6, 9", "ALIGN_RATE, 0.2, 0.1, 0.15", "ALIGN_SUM, 6, 12, 9", "ALIGN_MAX, 6, 12, 9"})
    void deltas(Aligner aligner, Double first, Double second, Double third) {
        Line line = line(MetricKind.DELTA, ValueType.INT64, 0, 30, 6, 30, 90, 12, 150, 180, 9);
        values(AlignerRule.align(aligner, line, GRID), first, second, third);
    }

    @Test
    void deltas_withoutAnyChange_haveNoPoint() {
        Line line = line(MetricKind.DELTA, ValueType.INT64, 0, 60, 6, 120, 180, 9);
        values(AlignerRule.align(Aligner.ALIGN_DELTA, line, GRID), 6.0, null, 9.0);
    }

    /** Whole numbers: 1 from 30 to 90 is 0.5 each; the first rounds up, and the sum stays 1. */
    @Test
    void deltas_ofWholeNumbers_keepTheirSum() {
        Line line = line(MetricKind.DELTA, ValueType.INT64, 30, 90, 1, 90, 150, 2);
        values(AlignerRule.align(Aligner.ALIGN_DELTA, line, GRID), 1.0, 1.0, 1.0);
    }

    /** Totals since -60: 10 at 0, 16 at 60, none, 28 at 180; then those of a counter that began again at 61 and 121. */
    @ParameterizedTest
    @CsvSource({"ALIGN_DELTA, 6, 6, 6", "ALIGN_RATE, 0.1, 0.1, 0.1"})
    void totals(Aligner aligner, Double first, Double second, Double third) {
        Line steady = line(MetricKind.CUMULATIVE, ValueType.DOUBLE, -60, 0, 10, -60, 60, 16, -60, 180, 28);
        values(AlignerRule.align(aligner, steady, GRID), first, second, third);
    }

    @Test
    void totals_beginAgainAtZero() {
        Line restarted = line(
                MetricKind.CUMULATIVE, ValueType.INT64, -60, 0, 10, -60, 60, 16, 61, 120, 4, 121, 150, 1, 121, 180, 3);
        values(AlignerRule.align(Aligner.ALIGN_DELTA, restarted, GRID), 6.0, 4.0, 3.0);
        Line fallen = line(MetricKind.CUMULATIVE, ValueType.INT64, -60, 0, 10, -60, 60, 16, -60, 120, 5);
        values(AlignerRule.align(Aligner.ALIGN_DELTA, fallen, GRID), 6.0, 5.0, null);
    }

    /** Bounds 1, 2, 4: in the first window 3 values of [1, 2) and 1 of [2, 4) by two points, in the third one of [2, 4). */
    @ParameterizedTest
    @CsvSource({
        "ALIGN_PERCENTILE_50, 1.666667, , 3",
        "ALIGN_PERCENTILE_05, 1.066667, , 2.1",
        "ALIGN_PERCENTILE_95, 3.6, , 3.9",
        "ALIGN_PERCENTILE_99, 3.92, , 3.98",
    })
    void distributions(Aligner aligner, Double first, Double second, Double third) {
        Buckets buckets = Buckets.explicit(1, 2, 4);
        Line line = new Line(
                KEY,
                MetricKind.DELTA,
                ValueType.DISTRIBUTION,
                List.of(
                        new Sample(0, 30_000, Histogram.of(buckets, 1, 1)),
                        new Sample(30_000, 60_000, Histogram.of(buckets, 1, 3)),
                        new Sample(60_000, 120_000, Histogram.empty(buckets)),
                        new Sample(120_000, 180_000, Histogram.of(buckets, 3))));
        values(AlignerRule.align(aligner, line, GRID), first, second, third);
        assertThat(AlignerRule.align(Aligner.ALIGN_SUM, line, GRID)
                        .samples()
                        .get(0)
                        .value())
                .isEqualTo(Histogram.of(buckets, 1, 1).plus(Histogram.of(buckets, 1, 3)));
        assertThat(AlignerRule.align(Aligner.ALIGN_DELTA, line, GRID).kind()).isEqualTo(MetricKind.DELTA);
    }

    /** A value each minute: mean of ten minutes up to 1200 is 30, up to 600 is 20: up by half. */
    @Test
    void percentChange_comparesMeansOfTenMinutes() {
        List<Sample> samples = new ArrayList<>();
        for (int minute = 1; minute <= 20; minute++) {
            samples.add(Sample.at(minute * 60_000L, new PointValue.Real(minute <= 10 ? 20 : 30)));
        }
        samples.add(0, Sample.at(30_000, new PointValue.Real(-1000)));
        Line line = new Line(KEY, MetricKind.GAUGE, ValueType.DOUBLE, samples);
        Grid tenMinutes = Grid.of(600_000, 1_200_000, 600_000);
        assertThat(AlignerRule.align(Aligner.ALIGN_PERCENT_CHANGE, line, tenMinutes)
                        .samples())
                .containsExactly(Sample.at(1_200_000, new PointValue.Real(50)));
        Line zeros = gauge(ValueType.DOUBLE, 60, 0, 120, 0);
        values(AlignerRule.align(Aligner.ALIGN_PERCENT_CHANGE, zeros, GRID), null, 0.0, 0.0);
    }

    @Test
    void windows_endAtTheEndOfTheInterval() {
        Grid grid = Grid.of(0, 150_000, 60_000);
        assertThat(grid.windows()).isEqualTo(3);
        assertThat(grid.startOf(0)).isEqualTo(-30_000);
        assertThat(List.of(
                        grid.windowOf(30_000), grid.windowOf(30_001), grid.windowOf(150_000), grid.windowOf(150_001)))
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @ParameterizedTest
    @CsvSource({
        "ALIGN_DELTA, GAUGE, INT64",
        "ALIGN_RATE, DELTA, DISTRIBUTION",
        "ALIGN_INTERPOLATE, DELTA, INT64",
        "ALIGN_NEXT_OLDER, DELTA, INT64",
        "ALIGN_MEAN, CUMULATIVE, INT64",
        "ALIGN_MIN, GAUGE, DISTRIBUTION",
        "ALIGN_SUM, GAUGE, BOOL",
        "ALIGN_COUNT_TRUE, GAUGE, INT64",
        "ALIGN_PERCENTILE_99, GAUGE, DOUBLE",
        "ALIGN_PERCENTILE_99, CUMULATIVE, DISTRIBUTION",
        "ALIGN_PERCENT_CHANGE, GAUGE, BOOL",
        "ALIGN_COUNT, GAUGE, DISTRIBUTION",
        "UNRECOGNIZED, GAUGE, INT64",
    })
    void aligners_ofOtherKindsAndTypes_areRefused(Aligner aligner, MetricKind kind, ValueType type) {
        assertThatThrownBy(() -> AlignerRule.align(aligner, new Line(KEY, kind, type, List.of()), GRID))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining(aligner.name());
    }

    static Line gauge(ValueType type, double... secondsAndValues) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < secondsAndValues.length; i += 2) {
            samples.add(
                    Sample.at((long) (secondsAndValues[i] * 1000), PointValue.ofNumber(type, secondsAndValues[i + 1])));
        }
        return new Line(KEY, MetricKind.GAUGE, type, samples);
    }

    static Line line(MetricKind kind, ValueType type, double... startsEndsAndValues) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < startsEndsAndValues.length; i += 3) {
            samples.add(new Sample(
                    (long) (startsEndsAndValues[i] * 1000),
                    (long) (startsEndsAndValues[i + 1] * 1000),
                    PointValue.ofNumber(type, startsEndsAndValues[i + 2])));
        }
        return new Line(KEY, kind, type, samples);
    }

    private static void values(Line line, Double... expected) {
        List<Double> actual = new ArrayList<>();
        for (int window = 0; window < GRID.windows(); window++) {
            long end = GRID.endOf(window);
            actual.add(line.samples().stream()
                    .filter(sample -> sample.end() == end)
                    .map(sample -> sample.value().number())
                    .findFirst()
                    .orElse(null));
        }
        for (int window = 0; window < expected.length; window++) {
            if (expected[window] == null || actual.get(window) == null) {
                assertThat(actual.get(window)).as("window %d", window).isEqualTo(expected[window]);
            } else {
                assertThat(actual.get(window)).isCloseTo(expected[window], within(1e-6));
            }
        }
        assertThat(DoubleStream.of(
                                line.samples().stream().mapToDouble(Sample::end).toArray())
                        .boxed())
                .isSorted();
    }
}
