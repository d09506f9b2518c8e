// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.backtest.Replay;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final long MINUTE = 60_000;
    private static final double NONE = Double.NaN;

    @Test
    void of_aMetricThatIsNeverSilent() {
        assertThat(Silence.of(MetricSeries.of(0, MINUTE, changing(500))))
                .isEqualTo(new Silence(Duration.ofMinutes(10), Duration.ofMinutes(30)));
    }

    @Test
    void of_gapsAndRuns_countIfTheyCameThreeTimes() {
        double[] values = changing(1_000);
        for (int start : new int[] {100, 300, 500}) {
            Arrays.fill(values, start, start + 20, NONE);
            Arrays.fill(values, start + 50, start + 90, 7.5);
        }
        Arrays.fill(values, 700, 900, NONE);
        assertThat(Silence.of(MetricSeries.of(0, MINUTE, values)))
                .isEqualTo(new Silence(Duration.ofMinutes(40), Duration.ofMinutes(80)));
    }

    @Test
    void of_aConstant_isNeverFlat() {
        assertThat(Silence.of(MetricSeries.of(0, MINUTE, new double[3_000])).flat())
                .isZero();
        double[] seldom = new double[6_000];
        for (int slot = 0; slot < seldom.length; slot += 1_500) {
            seldom[slot] = 1;
        }
        assertThat(Silence.of(MetricSeries.of(0, MINUTE, seldom)).flat()).isZero();
    }

    @Test
    void firing_afterTheTimeAndNotBefore() {
        FittedPolicy policy = new FittedPolicy("silence", 0, List.of())
                .with(new Silence(Duration.ofMinutes(10), Duration.ofMinutes(30)));
        double[] values = changing(200);
        Arrays.fill(values, 50, 62, NONE);
        Arrays.fill(values, 100, 132, 7.5);
        boolean[] firing = Replay.firing(policy, MetricSeries.of(0, MINUTE, values), 0);
        boolean[] expected = new boolean[200];
        Arrays.fill(expected, 59, 62, true);
        Arrays.fill(expected, 129, 132, true);
        assertThat(firing).isEqualTo(expected);
    }

    private static double[] changing(int size) {
        double[] values = new double[size];
        Arrays.setAll(values, slot -> slot % 3);
        return values;
    }
}
