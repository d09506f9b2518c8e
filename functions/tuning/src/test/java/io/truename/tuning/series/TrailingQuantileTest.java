// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.junit.jupiter.api.Test;

class TrailingQuantileTest {
    private static final double NONE = Double.NaN;

    @Test
    void of_medians() {
        MetricSeries series = MetricSeries.of(0, 1, 5, 1, NONE, 4, NONE, NONE, NONE, 2);
        assertThat(TrailingQuantile.of(series, 3, 0.5)).containsExactly(5, 3, 3, 2.5, 4, 4, NONE, 2);
    }

    /** R's type 7 is the linear interpolation that PromQL uses. */
    @Property(tries = 200)
    void of_asCommonsMath(
            @ForAll @Size(min = 1, max = 40) double @DoubleRange(min = -1e6, max = 1e6) [] values,
            @ForAll @IntRange(min = 1, max = 12) int window,
            @ForAll @DoubleRange(min = 0.01, max = 1) double quantile) {
        double[] trailing = TrailingQuantile.of(MetricSeries.of(0, 1, values), window, quantile);
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        for (int slot = 0; slot < values.length; slot++) {
            double[] seen = Arrays.copyOfRange(values, Math.max(0, slot - window + 1), slot + 1);
            double expected = window == 1 ? values[slot] : percentile.evaluate(seen, 100 * quantile);
            assertThat(trailing[slot]).isEqualTo(expected, within(1e-6 * (1 + Math.abs(expected))));
        }
    }
}
