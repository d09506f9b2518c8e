// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Aggregation.Aligner;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.Samples;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class RatePropertyTest {
    @Property(tries = 200)
    void deltas_areRatesTimesThePeriod(
            @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @IntRange(min = 60, max = 400) int period,
            @ForAll long seed) {
        for (MetricKind kind : List.of(MetricKind.DELTA, MetricKind.CUMULATIVE)) {
            List<Sample> samples = Samples.series(kind, ValueType.DOUBLE, count, 37_000, seed);
            Grid grid = grid(samples, period);
            List<Sample> rates = align(Aligner.ALIGN_RATE, kind, ValueType.DOUBLE, samples, grid);
            List<Sample> deltas = align(Aligner.ALIGN_DELTA, kind, ValueType.DOUBLE, samples, grid);
            assertThat(rates).hasSameSizeAs(deltas);
            for (int i = 0; i < rates.size(); i++) {
                assertThat(rates.get(i).value().number() * period)
                        .isCloseTo(deltas.get(i).value().number(), within(1e-6));
            }
        }
    }

    /** The grid covers all points, so nothing may be lost or counted twice. */
    @Property(tries = 200)
    void deltas_ofAllWindows_areTheSumOfAllChanges(
            @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @IntRange(min = 60, max = 400) int period,
            @ForAll long seed) {
        List<Sample> whole = Samples.series(MetricKind.DELTA, ValueType.INT64, count, 37_000, seed);
        Grid grid = grid(whole, period);
        double sum = sum(whole);
        assertThat(sum(align(Aligner.ALIGN_DELTA, MetricKind.DELTA, ValueType.INT64, whole, grid)))
                .isEqualTo(sum);
        assertThat(sum(align(Aligner.ALIGN_SUM, MetricKind.DELTA, ValueType.INT64, whole, grid)))
                .isEqualTo(sum);
        List<Sample> latencies = Samples.series(MetricKind.DELTA, ValueType.DISTRIBUTION, count, 37_000, seed);
        assertThat(total(align(Aligner.ALIGN_DELTA, MetricKind.DELTA, ValueType.DISTRIBUTION, latencies, grid))
                        .count())
                .isEqualTo(total(latencies).count());
    }

    private static Grid grid(List<Sample> samples, int period) {
        // Later than every point that the generator can make.
        long end = samples.get(samples.size() - 1).end() + 10_000;
        return Grid.of(Samples.START, end, period * 1000L);
    }

    private static List<Sample> align(
            Aligner aligner, MetricKind kind, ValueType type, List<Sample> samples, Grid grid) {
        return AlignerRule.align(aligner, new Line(AlignersTest.KEY, kind, type, samples), grid)
                .samples();
    }

    private static double sum(List<Sample> samples) {
        return samples.stream().mapToDouble(sample -> sample.value().number()).sum();
    }

    private static Histogram total(List<Sample> samples) {
        return samples.stream()
                .map(sample -> (Histogram) sample.value())
                .reduce(Histogram::plus)
                .orElseThrow();
    }
}
