// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final List<Side> ABOVE = List.of(Side.ABOVE);

    @Test
    void meanSigma_byHand() {
        // Mean 5, squared distances 32, sample deviation sqrt(32 / 7) = 2.138.
        MetricSeries past = MetricSeries.of(0, 60_000, 2, 4, 4, 4, 5, 5, 7, 9);
        Candidate candidate = new MeanSigma("two-sigma", 2, Duration.ZERO, Candidates.BOTH);
        assertThat(thresholds(candidate, past)).containsExactly(9.276, 0.724);
    }

    @Test
    void medianDeviation_byHand() {
        // Median 4.5; distances 2.5 .5 .5 .5 .5 .5 2.5 4.5, their median 0.5.
        MetricSeries past = MetricSeries.of(0, 60_000, 2, 4, 4, 4, 5, 5, 7, 9);
        Candidate candidate = new MedianDeviation("two-mad", 2, Duration.ZERO, Candidates.BOTH);
        assertThat(thresholds(candidate, past)).containsExactly(5.983, 3.017);
    }

    @Test
    void typedThreshold_neverChanges() {
        Candidate candidate = new TypedThreshold("static", 1.5, Duration.ofMinutes(10));
        FittedPolicy policy = candidate.fit(new Past(MetricSeries.of(0, 60_000, 10, 20)));
        assertThat(policy.bounds().get(0).threshold().at(0)).isEqualTo(22.5);
        assertThat(candidate.refit(new Past(MetricSeries.of(0, 60_000, 10, 20, 90)), policy))
                .isEqualTo(policy);
    }

    @Test
    void paretoTail_findsTheShapeItWasDrawnFrom() {
        for (double shape : new double[] {-0.3, 0.0, 0.3}) {
            Random random = new Random(7);
            double[] excesses = random.doubles(5_000)
                    .map(share -> new ParetoTail(2, shape).reachedBy(share))
                    .sorted()
                    .toArray();
            ParetoTail fitted = ParetoTail.of(excesses);
            assertThat(fitted.shape()).isEqualTo(shape, within(0.05));
            assertThat(fitted.scale()).isEqualTo(2, within(0.2));
        }
    }

    @Test
    void paretoTail_byHand() {
        // Exponential: one of a hundred reaches scale times ln 100. Shape 0.5: 2 / 0.5 (100^0.5 - 1).
        assertThat(new ParetoTail(2, 0).reachedBy(0.01)).isEqualTo(9.2103, within(1e-4));
        assertThat(new ParetoTail(2, 0.5).reachedBy(0.01)).isEqualTo(36, within(1e-9));
        assertThat(ParetoTail.of(0, 0, 0).reachedBy(0.01)).isZero();
    }

    /** Twelve services, judged on weeks that their thresholds were not made from. */
    @Test
    void hourlyMaxima_keepTheirBudget() {
        for (double budget : new double[] {0.01, 0.03}) {
            Share share = Share.NONE;
            for (int seed = 0; seed < 12; seed++) {
                MetricSeries all = new SyntheticLatency(seed, MONDAY, 300_000).days(28);
                FittedPolicy policy = Candidates.latency(budget).fit(new Past(all.part(0, all.size() / 2)));
                MetricSeries later = all.part(all.size() / 2, all.size());
                share = share.plus(Backtest.falseHours(later, Replay.firing(policy, later, 0), 0, List.of()));
            }
            assertThat(share.value()).isBetween(budget / 2, budget * 2);
        }
    }

    @Test
    void hourlyMaxima_followTheSeason() {
        MetricSeries past = new SyntheticLatency(2, MONDAY, 300_000).days(14);
        WeeklyThreshold threshold =
                Candidates.latency(0.02).fit(new Past(past)).bounds().get(0).threshold();
        assertThat(threshold.isConstant()).isFalse();
        double night = Double.MAX_VALUE;
        double day = 0;
        for (int hour = 0; hour < 24; hour++) {
            night = Math.min(night, threshold.at(MONDAY + hour * 3_600_000L));
            day = Math.max(day, threshold.at(MONDAY + hour * 3_600_000L));
        }
        assertThat(day / night).isGreaterThan(1.3);
    }

    @Test
    void hourlyMaxima_ofAConstant_neverFire() {
        double[] values = new double[14 * 288];
        Arrays.fill(values, 0.1);
        MetricSeries past = MetricSeries.of(MONDAY, 300_000, values);
        for (Transform transform : Transform.values()) {
            FittedPolicy policy =
                    Candidates.hourlyMaxima(transform, Candidates.BOTH).fit(new Past(past));
            assertThat(Replay.firing(policy, past, 0)).doesNotContain(true);
        }
    }

    @Test
    void hourlyMaxima_ofAnHour_makeNoThreshold() {
        MetricSeries past = new SyntheticLatency(2, MONDAY, 300_000).days(1).part(0, 12);
        assertThat(Candidates.latency(0.02).fit(new Past(past)).bounds()).isEmpty();
        assertThat(new MeanSigma("three-sigma", 3, Duration.ZERO, ABOVE)
                        .fit(new Past(past.part(0, 1)))
                        .bounds())
                .isEmpty();
    }

    private static List<Double> thresholds(Candidate candidate, MetricSeries past) {
        return candidate.fit(new Past(past)).bounds().stream()
                .map(bound -> Math.rint(1_000 * bound.threshold().at(0)) / 1_000)
                .toList();
    }
}
