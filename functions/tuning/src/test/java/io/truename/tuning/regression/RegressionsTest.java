// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.regression.RegressionResult.Verdict;
import io.truename.tuning.series.MetricSeries;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RegressionsTest {
    private static final long MINUTE = 60_000;
    private static final int SLOTS_OF_DAY = 288;
    /** A Monday. */
    private static final long START = 1_767_571_200_000L;

    @Test
    void slowerByAThird_sinceADeploy_isTold() {
        int slow = 10 * SLOTS_OF_DAY + 132;
        MetricSeries series = latency(1, 14, slot -> slot < slow ? 1 : 1.33);
        Change deploy = new Change(Change.Kind.DEPLOY, series.time(slow) - 10 * MINUTE, "revision generate-00012");
        Change older = new Change(Change.Kind.MIGRATION, series.time(slow) - 900 * MINUTE, "run 1");
        RegressionResult result = Regressions.look(series, RegressionRule.RESPONSE_TIME, List.of(older, deploy));

        assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.REGRESSED);
        assertThat(result.byDay()).hasSize(3).allSatisfy(day -> {
            assertThat(day.value()).isCloseTo(0.33, within(0.08));
            assertThat(day.lower()).isGreaterThan(0.2);
        });
        assertThat(result.since().orElseThrow()).isCloseTo(series.time(slow), within(4 * 60 * MINUTE));
        assertThat(result.nearest()).contains(deploy);
    }

    @Test
    void noiseAndBusyDays_areNoRegression() {
        int regressed = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random days = new Random(seed);
            double[] ofDay = days.doubles(14, 0.95, 1.05).toArray();
            MetricSeries series = latency(seed, 14, slot -> ofDay[slot / SLOTS_OF_DAY]);
            regressed += Regressions.look(series, RegressionRule.RESPONSE_TIME, List.of())
                                    .verdict()
                            == Verdict.REGRESSED
                    ? 1
                    : 0;
        }
        assertThat(regressed).isZero();
    }

    @Test
    void twoBadDaysOfThree_andLessThanTheLeast_areNoRegression() {
        MetricSeries two = latency(3, 14, slot -> slot < 12 * SLOTS_OF_DAY ? 1 : 1.5);
        MetricSeries tenth = latency(3, 14, slot -> slot < 10 * SLOTS_OF_DAY ? 1 : 1.1);

        assertThat(Regressions.look(two, RegressionRule.RESPONSE_TIME, List.of())
                        .verdict())
                .isEqualTo(Verdict.STEADY);
        assertThat(Regressions.look(tenth, RegressionRule.RESPONSE_TIME, List.of())
                        .verdict())
                .isEqualTo(Verdict.STEADY);
    }

    @Test
    void overhead_aQuarterMoreForSevenDays() {
        MetricSeries series = latency(4, 18, slot -> slot < 10 * SLOTS_OF_DAY ? 1 : 1.25);
        assertThat(Regressions.look(series, RegressionRule.OVERHEAD, List.of()).verdict())
                .isEqualTo(Verdict.REGRESSED);
    }

    @Test
    void share_aPointMore() {
        Random random = new Random(5);
        double[] values = new double[14 * SLOTS_OF_DAY];
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] = 0.02 + 0.002 * random.nextGaussian() + (slot < 10 * SLOTS_OF_DAY ? 0 : 0.01);
        }
        RegressionResult result =
                Regressions.look(MetricSeries.of(START, 5 * MINUTE, values), RegressionRule.SHARE, List.of());

        assertThat(result.verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(result.byDay().get(0).value()).isCloseTo(0.01, within(0.001));
    }

    @Test
    void tooFewDays_areUnknown() {
        assertThat(Regressions.look(latency(1, 7, slot -> 1), RegressionRule.RESPONSE_TIME, List.of())
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
        double[] gaps = latency(1, 14, slot -> 1).values();
        for (int slot = 13 * SLOTS_OF_DAY; slot < 13 * SLOTS_OF_DAY + 180; slot++) {
            gaps[slot] = Double.NaN;
        }
        assertThat(Regressions.look(MetricSeries.of(START, 5 * MINUTE, gaps), RegressionRule.RESPONSE_TIME, List.of())
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void memory_growsBetweenCollections() {
        assertThat(memory(10e6, -1).verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(memory(10e6, -1).byDay().get(0).value()).isCloseTo(10e6, within(2e6));
        assertThat(memory(0, -1).verdict()).isEqualTo(Verdict.STEADY);
        assertThat(memory(3e6, -1).verdict()).isEqualTo(Verdict.STEADY);
    }

    // An instance that starts anew falls, and its growth counts from there.
    @Test
    void memory_afterARestart_countsFromThere() {
        assertThat(memory(40e6, SLOTS_OF_DAY).verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(memory(40e6, 2 * SLOTS_OF_DAY + 100).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    private static RegressionResult memory(double bytesADay, int restart) {
        Random random = new Random(6);
        double[] values = new double[3 * SLOTS_OF_DAY];
        for (int slot = 0; slot < values.length; slot++) {
            double age = slot < restart ? slot + 10.0 * SLOTS_OF_DAY : slot - Math.max(0, restart);
            values[slot] = 80e6 + bytesADay * age / SLOTS_OF_DAY + 15e6 * random.nextDouble();
        }
        return Regressions.look(MetricSeries.of(START, 5 * MINUTE, values), RegressionRule.MEMORY, List.of());
    }

    /** Latency with a daily and a weekly pattern and log-normal noise. */
    private static MetricSeries latency(long seed, int days, IntToDoubleFunction factor) {
        Random random = new Random(seed);
        double[] values = new double[days * SLOTS_OF_DAY];
        for (int slot = 0; slot < values.length; slot++) {
            double day = 1 + 0.5 * Math.sin(2 * Math.PI * slot / SLOTS_OF_DAY);
            double week = slot / SLOTS_OF_DAY % 7 >= 5 ? 0.6 : 1;
            values[slot] = 40 * day * week * factor.applyAsDouble(slot) * Math.exp(0.2 * random.nextGaussian());
        }
        return MetricSeries.of(START, 5 * MINUTE, values);
    }
}
