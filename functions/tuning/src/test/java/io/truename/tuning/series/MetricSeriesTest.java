// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricSeriesTest {
    @Test
    void gridded_meanOfASlotAndGaps() {
        MetricSeries series = MetricSeries.gridded(
                List.of(
                        new MetricPoint(1_000, 1),
                        new MetricPoint(1_040, 3),
                        new MetricPoint(1_310, 7),
                        new MetricPoint(1_100, 5)),
                100);
        assertThat(series.values()).containsExactly(2, 5, Double.NaN, 7);
        assertThat(series.start()).isEqualTo(1_000);
        assertThat(series.end()).isEqualTo(1_400);
        assertThat(series.present()).containsExactly(2, 5, 7);
    }

    @Test
    void usualPeriod_isTheMedianDistance() {
        List<MetricPoint> points = List.of(
                new MetricPoint(0, 1), new MetricPoint(60, 1), new MetricPoint(121, 1), new MetricPoint(900, 1));
        assertThat(MetricSeries.usualPeriod(points)).isEqualTo(61);
    }

    @Test
    void part_showsNothingOutside() {
        MetricSeries part = MetricSeries.of(0, 10, 0, 1, 2, 3, 4).part(1, 4);
        assertThat(part.values()).containsExactly(1, 2, 3);
        assertThat(part.time(0)).isEqualTo(10);
        assertThatThrownBy(() -> part.value(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> part.value(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(part.latest(20).values()).containsExactly(2, 3);
        assertThat(part.latest(200).values()).containsExactly(1, 2, 3);
    }

    @Test
    void slotFrom_bounds() {
        MetricSeries series = MetricSeries.of(100, 10, 0, 1, 2);
        assertThat(series.slotFrom(0)).isZero();
        assertThat(series.slotFrom(100)).isZero();
        assertThat(series.slotFrom(101)).isEqualTo(1);
        assertThat(series.slotFrom(110)).isEqualTo(1);
        assertThat(series.slotFrom(1_000)).isEqualTo(3);
    }

    @Test
    void hourOfWeek_monday() {
        assertThat(HourOfWeek.of(1_767_571_200_000L)).isZero(); // 2026-01-05T00:00:00Z
        assertThat(HourOfWeek.of(1_767_571_200_000L - 1)).isEqualTo(167);
        assertThat(HourOfWeek.isWeekend(119)).isFalse();
        assertThat(HourOfWeek.isWeekend(120)).isTrue();
    }
}
