// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.truename.reviewing.reliability.LatencyHistogram.Percentile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private static final List<Double> BOUNDS = List.of(5.0, 10.0, 25.0, 50.0, 100.0, 250.0);

    @Property
    void percentile_holdsTheTrueOne_alsoAfterMerging(
            @ForAll @Size(min = 1, max = 80) List<@DoubleRange(min = 0.1, max = 400) Double> values,
            @ForAll @DoubleRange(min = 0.01, max = 1) double rank) {
        int half = values.size() / 2;
        LatencyHistogram merged = histogram(BOUNDS, values.subList(0, half))
                .merge(histogram(BOUNDS, values.subList(half, values.size())));
        List<Double> sorted = values.stream().sorted().toList();
        double truth = sorted.get(Math.max(0, (int) Math.ceil(rank * sorted.size() - 1e-9) - 1));
        Percentile percentile = merged.percentile(rank).orElseThrow();

        assertThat(merged)
                .isEqualTo(
                        new LatencyHistogram(BOUNDS, histogram(BOUNDS, values).counts(), merged.sum()));
        assertThat(truth).isBetween(percentile.low(), percentile.high());
        assertThat(Math.abs(percentile.estimate() - truth)).isLessThanOrEqualTo(percentile.error());
    }

    // The mean of two regions' p99 is 505; 1 of 101 requests is slow, so that p99 of both is fast.
    @Test
    void percentiles_areOfAllRequests() {
        LatencyHistogram many = new LatencyHistogram(List.of(10.0, 1000.0), List.of(1000L, 0L, 0L), 5000);
        LatencyHistogram few = new LatencyHistogram(List.of(10.0, 1000.0), List.of(0L, 10L, 0L), 9000);

        assertThat(many.merge(few).percentile(0.99).orElseThrow().high()).isEqualTo(10);
        assertThat(many.merge(few).mean().orElseThrow()).isCloseTo(14_000 / 1010.0, within(1e-9));
    }

    @Test
    void coarserBuckets_areKept() {
        LatencyHistogram fine = histogram(BOUNDS, List.of(3.0, 7.0, 30.0, 300.0));
        LatencyHistogram coarse = histogram(List.of(10.0, 100.0), List.of(50.0));

        assertThat(fine.merge(coarse)).isEqualTo(coarse.merge(fine));
        assertThat(fine.merge(coarse).counts()).containsExactly(2L, 2L, 1L);
        assertThatThrownBy(() -> fine.merge(histogram(List.of(11.0), List.of())))
                .hasMessageContaining("same buckets");
    }

    @Test
    void lastBucket_hasNoUpperBound() {
        Percentile percentile =
                histogram(List.of(10.0), List.of(20.0)).percentile(0.5).orElseThrow();

        assertThat(percentile.estimate()).isEqualTo(10);
        assertThat(percentile.error()).isInfinite();
        assertThat(histogram(BOUNDS, List.of()).percentile(0.5)).isEmpty();
        assertThatThrownBy(() -> histogram(List.of(10.0, Double.POSITIVE_INFINITY), List.of()))
                .hasMessageContaining("+Inf");
    }

    private static LatencyHistogram histogram(List<Double> bounds, List<Double> values) {
        List<Long> counts = new ArrayList<>(Collections.nCopies(bounds.size() + 1, 0L));
        for (double value : values) {
            int bucket = (int) bounds.stream().filter(bound -> bound < value).count();
            counts.set(bucket, counts.get(bucket) + 1);
        }
        return new LatencyHistogram(
                bounds, counts, values.stream().mapToDouble(Double::doubleValue).sum());
    }
}
