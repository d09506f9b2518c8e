// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.backtest.Replay;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Two weeks of latencies every five minutes; the last day or hours of the second week are poisoned. */
class PoisonedWeekTest {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final int DAY = 288;
    private static final int DAYS = 14;
    private static final MetricSeries SOUND = new SyntheticLatency(4, MONDAY, 300_000).days(DAYS);
    private static final Candidate GUARDED = new Guarded(Candidates.latency(0.02));
    private static final FittedPolicy BEFORE = GUARDED.fit(new Past(SOUND.part(0, (DAYS - 1) * DAY)));

    @Test
    void refit_soundDay() {
        FittedPolicy policy = GUARDED.refit(new Past(SOUND), BEFORE);
        assertThat(policy.remarks()).isEmpty();
        assertThat(policy.fittedAt()).isEqualTo(SOUND.end());
        assertThat(policy.bounds()).isNotEqualTo(BEFORE.bounds());
    }

    @Test
    void refit_incident_leavesItOutAndSaysSo() {
        int first = 13 * DAY + 100;
        MetricSeries poisoned = changed(slot -> slot >= first && slot < first + 72 ? 4 : 1);
        FittedPolicy policy = GUARDED.refit(new Past(poisoned), BEFORE);
        assertThat(policy.remarks()).singleElement().asString().matches("Values from 2026-01-18T.* are left out\\.");
        assertThat(moved(policy)).isLessThan(0.15);
        // Without the guard, the incident becomes usual.
        assertThat(moved(Candidates.latency(0.02).fit(new Past(poisoned)))).isGreaterThan(0.5);
        assertThat(Replay.firing(policy, poisoned, first)).startsWith(true);
    }

    @Test
    void refit_metricThatDied() {
        assertKept(
                changed(slot -> slot >= DAYS * DAY - 160 ? Double.NaN : 1), "Only 44 % of the periods of the last day");
    }

    @Test
    void refit_metricThatRepeatsItself() {
        double[] values = SOUND.values();
        Arrays.fill(values, values.length - 60, values.length, values[values.length - 61]);
        assertKept(SOUND.with(values), "The metric repeated one value for 5.1 hours");
    }

    @Test
    void refit_unitChanged_fromSecondsToMilliseconds() {
        MetricSeries poisoned = changed(slot -> slot >= 13 * DAY ? 1_000 : 1);
        assertKept(poisoned, "Since 2026-01-18T00:00:00Z values are ");
        assertKept(changed(slot -> slot >= 12 * DAY ? 0.001 : 1), "Has their unit changed?");
    }

    @Test
    void refit_clockJumpedByHours() {
        double[] values = SOUND.values();
        System.arraycopy(SOUND.values(), 12 * DAY + 72, values, 13 * DAY, DAY - 72);
        System.arraycopy(SOUND.values(), 12 * DAY, values, 14 * DAY - 72, 72);
        assertKept(SOUND.with(values), "The daily pattern came 6 hours earlier on the last day. Has a clock jumped?");
    }

    /** A week of the new unit is no reason to mix both. */
    @Test
    void refit_unitChangedLongAgo_staysRefused() {
        assertKept(changed(slot -> slot >= 6 * DAY ? 1_000 : 1), "Has their unit changed?");
    }

    private static void assertKept(MetricSeries poisoned, String reason) {
        FittedPolicy policy = GUARDED.refit(new Past(poisoned), BEFORE);
        assertThat(policy.bounds()).isEqualTo(BEFORE.bounds());
        assertThat(policy.fittedAt()).isEqualTo(BEFORE.fittedAt());
        assertThat(policy.remarks())
                .anySatisfy(remark -> assertThat(remark).contains(reason))
                .last()
                .isEqualTo("The thresholds stay as they were.");
    }

    /** Largest relative distance of an upper threshold from the one before. */
    private static double moved(FittedPolicy policy) {
        double most = 0;
        for (int i = 0; i < policy.bounds().size(); i++) {
            Bound bound = policy.bounds().get(i);
            for (int hour = 0; hour < 168 && bound.side() == Side.ABOVE; hour++) {
                long time = MONDAY + hour * 3_600_000L;
                double before = BEFORE.bounds().get(i).threshold().at(time);
                most = Math.max(most, Math.abs(bound.threshold().at(time) / before - 1));
            }
        }
        return most;
    }

    private static MetricSeries changed(IntToDoubleFunction factor) {
        double[] values = SOUND.values();
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] *= factor.applyAsDouble(slot);
        }
        return SOUND.with(values);
    }
}
