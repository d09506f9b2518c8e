// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.series.MetricSeries;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class AnomaliesTest {
    private static final int DAY = 288;
    /** A Monday. */
    private static final long START = 1_767_571_200_000L;

    @Test
    void clean_isHardlyEverAnomalous() {
        int found = 0;
        for (int seed = 0; seed < 20; seed++) {
            found += Anomalies.since(series(seed, slot -> 1), START + 14L * DAY * 300_000)
                    .size();
        }
        // 20 times 48 hours with one in 500: two are expected.
        assertThat(found).isLessThanOrEqualTo(8);
    }

    @Test
    void oneBadHour_isToldAsOne_withItsBand() {
        int begin = 15 * DAY + 100;
        List<Anomaly> found = Anomalies.since(
                series(1, slot -> slot >= begin && slot < begin + 12 ? 2.5 : 1), START + 14L * DAY * 300_000);

        assertThat(found).isNotEmpty();
        Anomaly anomaly = found.get(0);
        assertThat(anomaly.severity()).isEqualTo(Anomaly.Severity.HIGH);
        assertThat(anomaly.from()).isBetween(time(begin), time(begin + 3));
        assertThat(anomaly.until()).isBetween(time(begin + 11), time(begin + 16));
        assertThat(anomaly.peak()).isGreaterThan(anomaly.upper());
        assertThat(anomaly.explanation()).contains("above the band of its hour");
    }

    @Test
    void quietWhereItShouldBeBusy_isAnomalous() {
        int noon = 15 * DAY + 60;
        List<Anomaly> found = Anomalies.since(
                series(2, slot -> slot >= noon && slot < noon + 24 ? 0.3 : 1), START + 14L * DAY * 300_000);
        assertThat(found).anySatisfy(anomaly -> {
            assertThat(anomaly.explanation()).contains("below");
            assertThat(anomaly.peak()).isLessThan(anomaly.lower());
        });
    }

    @Test
    void aFlood_isFive_theFarthestFirst() {
        List<Anomaly> found = Anomalies.since(
                series(3, slot -> slot >= 14 * DAY && slot / 24 % 2 == 0 ? 2 + slot % DAY / 100.0 : 1),
                START + 14L * DAY * 300_000);
        assertThat(found).hasSize(Anomalies.MOST);
        assertThat(found.get(0).severity()).isEqualTo(Anomaly.Severity.HIGH);
    }

    @Test
    void nothingBefore_nothingFound() {
        assertThat(Anomalies.since(series(4, slot -> 1), START)).isEmpty();
    }

    private static long time(int slot) {
        return START + slot * 300_000L;
    }

    private static MetricSeries series(long seed, IntToDoubleFunction factor) {
        Random random = new Random(seed);
        double[] values = new double[16 * DAY];
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] = (100 + 50 * Math.sin(2 * Math.PI * slot / DAY) + 5 * random.nextGaussian())
                    * factor.applyAsDouble(slot);
        }
        return MetricSeries.of(START, 300_000, values);
    }
}
