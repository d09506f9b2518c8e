// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.Samples;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DownSamplingPropertyTest {
    private static final long SLOT = 60_000;

    @Property(tries = 200)
    void changes_keepTheirSum(@ForAll @IntRange(min = 1, max = 300) int count, @ForAll long seed) {
        for (ValueType type : List.of(ValueType.INT64, ValueType.DOUBLE)) {
            List<Sample> samples = Samples.series(MetricKind.DELTA, type, count, 7_000, seed);
            List<Sample> merged = DownSampling.merge(samples, MetricKind.DELTA, SLOT);
            assertThat(sum(merged)).isCloseTo(sum(samples), within(1e-9 * Math.max(1, sum(samples))));
            assertThat(merged.get(0).start()).isEqualTo(samples.get(0).start());
            assertThat(merged).extracting(s -> DownSampling.slotOf(s, SLOT)).doesNotHaveDuplicates();
        }
    }

    @Property(tries = 100)
    void distributions_keepTheirCountsAndMean(@ForAll @IntRange(min = 1, max = 300) int count, @ForAll long seed) {
        List<Sample> samples = Samples.series(MetricKind.DELTA, ValueType.DISTRIBUTION, count, 7_000, seed);
        Histogram before = total(samples);
        Histogram after = total(DownSampling.merge(samples, MetricKind.DELTA, SLOT));
        for (int i = 0; i < before.buckets().count(); i++) {
            assertThat(after.countAt(i)).isEqualTo(before.countAt(i));
        }
        assertThat(after.mean()).isCloseTo(before.mean(), within(1e-6));
    }

    @Property(tries = 200)
    void totals_keepTheirIncreaseOverResets(@ForAll @IntRange(min = 2, max = 300) int count, @ForAll long seed) {
        List<Sample> samples = Samples.series(MetricKind.CUMULATIVE, ValueType.INT64, count, 7_000, seed);
        assertThat(increase(DownSampling.merge(samples, MetricKind.CUMULATIVE, SLOT)))
                .isEqualTo(increase(samples));
    }

    @Test
    void gauge_keepsTheNewestPointOfASlot() {
        List<Sample> samples = List.of(at(1, 5), at(59, 7), at(60, 8), at(61, 1));
        assertThat(DownSampling.merge(samples, MetricKind.GAUGE, SLOT)).containsExactly(at(60, 8), at(61, 1));
    }

    private static Sample at(long second, long value) {
        return Sample.at(second * 1000, new PointValue.Whole(value));
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

    /** The last total of each start time. */
    private static double increase(List<Sample> samples) {
        Map<Long, Double> last = new TreeMap<>();
        samples.forEach(sample -> last.put(sample.start(), sample.value().number()));
        return last.values().stream().mapToDouble(total -> total).sum();
    }
}
