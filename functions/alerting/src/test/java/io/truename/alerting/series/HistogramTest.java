// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.api.Distribution;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HistogramTest {
    private static final Buckets DOUBLING = Buckets.exponential(10, 2, 1);

    /** One value between 2 and 4: the percentile says nothing but its part of the bucket. */
    @ParameterizedTest
    @CsvSource({"0.05, 2.1", "0.5, 3.0", "0.95, 3.9", "0.99, 3.98", "1, 4", "0, 2"})
    void percentile_ofOneValue(double fraction, double expected) {
        assertThat(Histogram.of(DOUBLING, 3).percentile(fraction).getAsDouble()).isCloseTo(expected, within(1e-9));
    }

    /** Four in [1, 2), three in [2, 4), two in [4, 8), one in [8, 16). */
    @ParameterizedTest
    @CsvSource({"0.1, 1.25", "0.4, 2", "0.5, 2.666667", "0.7, 4", "0.9, 8", "0.95, 12", "0.99, 15.2"})
    void percentile_ofTenValues(double fraction, double expected) {
        Histogram ten = Histogram.of(DOUBLING, 1, 1, 1, 1, 3, 3, 3, 5, 5, 9);
        assertThat(ten.percentile(fraction).getAsDouble()).isCloseTo(expected, within(1e-6));
    }

    @Test
    void percentile_inTheOutermostBuckets() {
        assertThat(Histogram.of(DOUBLING, 0.5, 0.5).percentile(0.5)).hasValue(0.5);
        assertThat(Histogram.of(DOUBLING, 5000).percentile(0.5)).hasValue(1024);
        assertThat(Histogram.of(Buckets.explicit(-1, 0), -5).percentile(0.5)).hasValue(-1);
        assertThat(Histogram.empty(DOUBLING).percentile(0.5)).isEmpty();
        assertThat(Histogram.of(Buckets.NONE, 1).percentile(0.5)).isEmpty();
    }

    @Test
    void buckets_includeTheirLowerBound() {
        assertThat(Histogram.of(Buckets.explicit(1, 2), 0.9, 1, 1.9, 2)
                        .toProto()
                        .getDistributionValue()
                        .getBucketCountsList())
                .containsExactly(1L, 2L, 1L);
    }

    @Property(tries = 200)
    void merged_isTheDistributionOfAll(
            @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 5000) Double> first,
            @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 5000) Double> second) {
        double[] a = first.stream().mapToDouble(x -> x).toArray();
        double[] b = second.stream().mapToDouble(x -> x).toArray();
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        Histogram all = Histogram.of(DOUBLING, both);
        Histogram merged = Histogram.of(DOUBLING, a).plus(Histogram.of(DOUBLING, b));
        same(merged, all);
        same(all.minus(Histogram.of(DOUBLING, a)), Histogram.of(DOUBLING, b));
    }

    private static void same(Histogram actual, Histogram expected) {
        for (int i = 0; i < DOUBLING.count(); i++) {
            assertThat(actual.countAt(i)).isEqualTo(expected.countAt(i));
        }
        assertThat(actual.mean()).isCloseTo(expected.mean(), within(1e-6));
        assertThat(actual.deviation()).isCloseTo(expected.deviation(), within(1e-2));
    }

    @Test
    void merged_ofDifferentBuckets_keepsSharedBounds() {
        Histogram merged = Histogram.of(Buckets.explicit(1, 2, 3), 0, 1.5, 2.5, 4)
                .plus(Histogram.of(Buckets.explicit(2, 3, 9), 1, 2.5, 5, 10));
        assertThat(merged.buckets()).isEqualTo(Buckets.explicit(2, 3));
        assertThat(merged.toProto().getDistributionValue().getBucketCountsList())
                .containsExactly(3L, 2L, 3L);
    }

    @Test
    void distributions_thatContradictThemselves_areRefused() {
        Distribution.Builder good = Histogram.of(DOUBLING, 1, 2).toProto().getDistributionValue().toBuilder();
        refused("sum of bucket_counts", good.clone().setCount(3));
        refused("not be negative", good.clone().setBucketCounts(0, -1));
        refused("mean", good.clone().clearBucketCounts().setCount(0));
        Distribution.Builder falling = good.clone();
        falling.getBucketOptionsBuilder()
                .getExplicitBucketsBuilder()
                .addBounds(2)
                .addBounds(1);
        refused("bounds must rise", falling);
        Distribution.Builder many = good.clone();
        many.getBucketOptionsBuilder().getLinearBucketsBuilder().setWidth(1).setNumFiniteBuckets(199);
        refused("200 buckets", many);
    }

    private static void refused(String rule, Distribution.Builder proto) {
        assertThatThrownBy(() -> Histogram.fromProto(proto.build()))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining(rule);
    }
}
