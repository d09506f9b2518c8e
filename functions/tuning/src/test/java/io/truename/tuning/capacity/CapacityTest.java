// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.series.MetricSeries;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final long HOUR = 3_600_000;
    /** A Monday. */
    private static final long START = 1_767_571_200_000L;

    private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);

    // 80 of 100 intervals hold the day; these are fewer runs, and trends of 28 days.
    @Test
    void interval_holdsTheDay_asOftenAsStated() {
        int held = 0;
        int runs = 60;
        for (int seed = 0; seed < runs; seed++) {
            double[] truth = disk(seed, 160);
            MetricSeries known = MetricSeries.of(START, HOUR, Arrays.copyOf(truth, 28 * 24));
            Forecast forecast = CapacityForecast.of(known).orElseThrow().until(200, 365, new Random(seed));
            LocalDate crossed = crossed(truth, 28, 200);
            held += !crossed.isBefore(forecast.earliest().orElseThrow())
                            && !crossed.isAfter(forecast.latest().orElse(LocalDate.MAX))
                    ? 1
                    : 0;
        }
        assertThat(held).isBetween(40, 58);
    }

    @Test
    void noGrowth_noDay() {
        double[] flat = new double[30 * 24];
        Random random = new Random(1);
        Arrays.setAll(flat, i -> 100 + random.nextGaussian());
        Forecast forecast = CapacityForecast.of(MetricSeries.of(START, HOUR, flat))
                .orElseThrow()
                .until(200, 365, new Random(1));

        assertThat(forecast.likely()).isEmpty();
        assertThat(forecast.latest()).isEmpty();
        assertThat(forecast.level()).isCloseTo(101.5, within(1.0));
    }

    @Test
    void fewDays_noForecast() {
        assertThat(CapacityForecast.of(MetricSeries.of(START, HOUR, new double[13 * 24])))
                .isEmpty();
        double[] gaps = new double[20 * 24];
        Arrays.fill(gaps, 0, 5 * 24, Double.NaN);
        assertThat(CapacityForecast.of(MetricSeries.of(START, HOUR, gaps))).isEmpty();
    }

    @Test
    void limitThatIsReached_isTomorrow() {
        Forecast forecast = CapacityForecast.of(MetricSeries.of(START, HOUR, disk(2, 28)))
                .orElseThrow()
                .until(50, 30, new Random(1));
        assertThat(forecast.latest()).contains(MONDAY.plusDays(28));
    }

    @Test
    void growth_byHand() {
        assertThat(Growth.HALF_YEAR.daysUntil(10, 30)).isCloseTo(6 * 30.44, within(1e-9));
        assertThat(Growth.YEAR.daysUntil(10, 50)).isCloseTo(12 * 30.44, within(1e-9));
        assertThat(Growth.YEAR.daysUntil(10, 9)).isZero();
    }

    @Test
    void scaling_chosenRuleNeverFlaps_whereANarrowOneDoes() {
        Random random = new Random(3);
        double[] load = new double[2 * 1_440];
        Arrays.setAll(
                load, i -> Math.max(0, 300 + 250 * Math.sin(2 * Math.PI * i / 1_440) + 60 * random.nextGaussian()));
        MetricSeries series = MetricSeries.of(START, 60_000, load);
        ScalingRule narrow = new ScalingRule(0.7, 1, 0.69, 1, 0, 1, 20);
        assertThat(ScalingSimulation.of(series, 80, narrow).flaps()).isGreaterThan(50);

        ScalingRules.Choice choice = ScalingRules.choose(series, 80, 1, 20).orElseThrow();
        assertThat(choice.replay().flaps()).isZero();
        assertThat(choice.replay().overloaded()).isLessThan(load.length / 100);
        // Twenty instances all the time would take 960 hours.
        assertThat(choice.replay().instanceHours()).isLessThan(480);
    }

    @Test
    void scaling_byHand() {
        // Two slots above 0.8 of one instance add one; three below 0.5 of the one that would remain take it away.
        ScalingRule rule = new ScalingRule(0.8, 2, 0.5, 3, 0, 1, 3);
        MetricSeries load = MetricSeries.of(START, 60_000, 90, 90, 90, 120, 40, 40, 40, 40);
        ScalingSimulation replay = ScalingSimulation.of(load, 100, rule);

        // 90 needs two instances from the start; calm comes at the seventh slot.
        assertThat(replay).isEqualTo(new ScalingSimulation(0, 0, 1, 15 / 60.0));
    }

    private static double[] disk(long seed, int days) {
        Random random = new Random(seed);
        double[] values = new double[days * 24];
        double rest = 0;
        for (int day = 0; day < days; day++) {
            rest = 0.3 * rest + 4 * random.nextGaussian();
            for (int hour = 0; hour < 24; hour++) {
                values[day * 24 + hour] = 100 + 1.2 * day + (day % 7 >= 5 ? -6 : 0) + rest + random.nextGaussian();
            }
        }
        return values;
    }

    private static LocalDate crossed(double[] values, int from, double limit) {
        for (int day = from; day < values.length / 24; day++) {
            double[] ofDay = Arrays.copyOfRange(values, day * 24, day * 24 + 24);
            Arrays.sort(ofDay);
            if (ofDay[22] >= limit) {
                return MONDAY.plusDays(day);
            }
        }
        throw new IllegalStateException("never");
    }
}
