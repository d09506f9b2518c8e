// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTableTest {
    private static final Metric.Gauge GAUGE = new Metric.Gauge("g", "1", "", false, List.of());
    private static final Metric.Counter COUNTER =
            new Metric.Counter("c", "1", "", List.of(MetricLabel.of("code", "locks", "rate")));
    private static final Metric.Distribution DISTRIBUTION =
            new Metric.Distribution("d", "s", "", Buckets.explicit(1, 2), List.of());

    private final SeriesTable table = new SeriesTable();

    @Test
    void gauge_keepsTheLastValue_untilItIsTaken() {
        table.set(GAUGE, 1);
        table.set(GAUGE, 2);
        assertThat(table.take()).singleElement().extracting(Series.Point::last).isEqualTo(2.0);
        assertThat(table.take()).isEmpty();
    }

    @Test
    void counter_countsOn_byLabel() {
        table.add(COUNTER, 1, "locks");
        table.add(COUNTER, 2, "rate");
        assertThat(table.take()).hasSize(2);
        table.add(COUNTER, 5, "rate");
        assertThat(table.take()).extracting(Series.Point::count).containsExactly(1L, 7L);
    }

    // Without the point before, the change would be spread over the whole life of the instance.
    @Test
    void total_isWrittenAgain_thoughItDidNotChange() {
        table.add(COUNTER, 0, "locks");
        table.set(GAUGE, 1);
        assertThat(table.take()).hasSize(2);
        assertThat(table.pending()).isZero();
        assertThat(table.take()).singleElement().satisfies(point -> {
            assertThat(point.metric()).isEqualTo(COUNTER);
            assertThat(point.count()).isZero();
        });
    }

    @Test
    void distribution_hasMeanDeviationAndBuckets() {
        for (double value : new double[] {0.5, 1, 1.5, 9}) {
            table.record(DISTRIBUTION, value);
        }
        Series.Point point = table.take().get(0);
        assertThat(point.count()).isEqualTo(4);
        assertThat(point.mean()).isEqualTo(3, within(1e-12));
        assertThat(point.squaredDeviation()).isEqualTo(6.25 + 4 + 2.25 + 36, within(1e-12));
        assertThat(point.buckets()).containsExactly(1L, 2L, 1L);
    }

    @Test
    void failed_countsGoAgain_andGaugesDoNot() {
        table.set(GAUGE, 1);
        table.add(COUNTER, 1, "locks");
        table.record(DISTRIBUTION, 1);
        table.failed(table.take());
        assertThat(table.pending()).isEqualTo(2);
        assertThat(table.take()).extracting(point -> point.metric().name()).containsExactly("c", "d");
    }

    @Test
    void odd_values_areCountedAndDropped() {
        table.set(GAUGE, Double.NaN);
        table.set(GAUGE, Double.POSITIVE_INFINITY);
        table.set(GAUGE, 1, "label");
        table.add(COUNTER, -1, "locks");
        table.add(COUNTER, 1);
        table.record(DISTRIBUTION, Double.NEGATIVE_INFINITY);
        assertThat(table.pending()).isZero();
        assertThat(table.takeRefused()).isEqualTo(6);
        assertThat(table.takeRefused()).isZero();
    }

    @Test
    void series_beyondTheBound_areCountedAndDropped() {
        IntStream.range(0, SeriesTable.MOST_SERIES + 7)
                .forEach(i -> table.set(new Metric.Gauge("g" + i, "1", "", false, List.of()), i));
        assertThat(table.pending()).isEqualTo(SeriesTable.MOST_SERIES);
        assertThat(table.takeRefused()).isEqualTo(7);
    }
}
