// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final long HOUR = 3_600_000;
    private static final int DAY = 288;

    @Test
    void of_byHand() {
        double nan = Double.NaN;
        Baseline baseline = Baseline.of(MetricSeries.of(MONDAY, HOUR, 1, 2, nan, nan, 3, 4, nan, 5, 10, 10));
        assertThat(baseline.coverage()).isEqualTo(0.7);
        assertThat(baseline.distinct()).isEqualTo(6);
        assertThat(baseline.mean()).isEqualTo(5);
        assertThat(baseline.median()).isEqualTo(4);
        assertThat(baseline.p95()).isEqualTo(10);
        assertThat(baseline.deviation()).isEqualTo(3.6515, within(1e-4));
        assertThat(baseline.skew()).isEqualTo(0.7189, within(1e-4));
        assertThat(baseline.gaps()).isEqualTo(2);
        assertThat(baseline.longestGapMillis()).isEqualTo(2 * HOUR);
        assertThat(baseline.refusals())
                .containsExactly(
                        "0.4 days of values; thresholds need 5.",
                        "70 % of the periods have a value; thresholds need 80 %.",
                        "6 different values; thresholds need 50.");
    }

    @Test
    void refusals_atTheirBounds() {
        MetricSeries enough = new SyntheticLatency(1, MONDAY, 300_000).days(5);
        assertThat(Baseline.of(enough).refusals()).isEmpty();
        assertThat(Baseline.of(enough.part(1, enough.size())).refusals()).hasSize(1);
        double[] values = enough.values();
        for (int slot = 0; slot < values.length; slot += 5) {
            values[slot] = Double.NaN;
        }
        assertThat(Baseline.of(enough.with(values)).refusals()).isEmpty();
        values[1] = Double.NaN;
        assertThat(Baseline.of(enough.with(values)).refusals()).hasSize(1);
        double[] few = new double[enough.size()];
        Arrays.setAll(few, slot -> slot % 50);
        assertThat(Baseline.of(enough.with(few)).refusals()).isEmpty();
        Arrays.setAll(few, slot -> slot % 49);
        assertThat(Baseline.of(enough.with(few)).refusals()).hasSize(1);
    }

    @Test
    void season_whereItPays() {
        Baseline seasonal = Baseline.of(new SyntheticLatency(2, MONDAY, 300_000).days(21));
        assertThat(seasonal.season()).isEqualTo(Season.WEEKENDS);
        assertThat(seasonal.peakHours()).hasSize(6);
        assertThat(seasonal.offPeakHours()).hasSize(6).doesNotContainAnyElementsOf(seasonal.peakHours());
        Random random = new Random(3);
        double[] noise = random.doubles(21 * DAY).toArray();
        Baseline flat = Baseline.of(MetricSeries.of(MONDAY, 300_000, noise));
        assertThat(flat.season()).isEqualTo(Season.NONE);
        assertThat(flat.peakHours()).isEmpty();
        assertThat(flat.changes()).isEmpty();
        assertThat(flat.quantum()).isZero();
    }

    @Test
    void changes_ofALevel() {
        MetricSeries series = new SyntheticLatency(2, MONDAY, 300_000).days(14);
        assertThat(Baseline.of(series).changes()).isEmpty();
        double[] values = series.values();
        for (int slot = 8 * DAY; slot < values.length; slot++) {
            values[slot] *= 3;
        }
        assertThat(Baseline.of(series.with(values)).changes()).containsExactly(MONDAY + 8 * 24 * HOUR);
    }

    @Test
    void quantum_ofRoundedValues() {
        double[] values = new double[DAY];
        Arrays.setAll(values, slot -> 0.25 * (slot % 9));
        assertThat(Baseline.of(MetricSeries.of(MONDAY, 300_000, values)).quantum())
                .isEqualTo(0.25);
    }

    @Test
    void levels_oneBadDayMovesThemLittle() {
        MetricSeries series = new SyntheticLatency(2, MONDAY, 300_000).days(7);
        double[] values = series.values();
        for (int slot = 2 * DAY; slot < 3 * DAY; slot++) {
            values[slot] *= 100;
        }
        Levels before = Levels.of(MONDAY, 300_000, series.values());
        Levels after = Levels.of(MONDAY, 300_000, values);
        for (int hour = 0; hour < 168; hour++) {
            assertThat(after.ofHour(hour) / before.ofHour(hour)).isBetween(0.8, 1.25);
        }
    }
}
