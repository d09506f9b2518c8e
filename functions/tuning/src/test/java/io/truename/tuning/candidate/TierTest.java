// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.series.MetricSeries;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierTest {
    @Test
    void threshold_exampleOf36Point4And4Point2Milliseconds() {
        assertThat(Tier.CRITICAL.threshold(36.4, 4.2)).isEqualTo(49.0, within(1e-9));
        assertThat(Tier.written(Tier.CRITICAL.threshold(36.4, 4.2))).isEqualTo(50);
        assertThat(Tier.HIGH.threshold(36.4, 4.2)).isEqualTo(44.8, within(1e-9));
        assertThat(Tier.LOW.threshold(36.4, 4.2)).isEqualTo(40.6, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"49, 50", "50, 50", "50.1, 55", "0.123, 0.15", "9.6, 10", "1234, 1500", "-3, -3", "0, 0"})
    void written_roundsUp(double threshold, double written) {
        assertThat(Tier.written(threshold)).isEqualTo(written);
    }

    @Test
    void fit_ofAHundredValues() {
        // 1 to 100: p95 is 95.05, the deviation sqrt(841.67) = 29.01.
        double[] values = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        FittedPolicy policy = Tier.HIGH.fit(new Past(MetricSeries.of(0, 60_000, values)));
        assertThat(policy.bounds().get(0).threshold().at(0)).isEqualTo(95.05 + 2 * 29.011, within(1e-3));
    }
}
