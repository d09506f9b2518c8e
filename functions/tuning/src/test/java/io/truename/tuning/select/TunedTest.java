// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.Detection;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.candidate.Candidate;
import io.truename.tuning.candidate.Candidates;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.MeanSigma;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TunedTest {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final MetricSeries ALL = new SyntheticLatency(6, MONDAY, 300_000).days(28);
    private static final MetricSeries PAST = ALL.part(0, ALL.size() / 2);
    private static final MetricSeries LATER = ALL.part(ALL.size() / 2, ALL.size());
    private static final Candidate BLIND = new MeanSigma("blind", 50, Duration.ZERO, List.of(Side.ABOVE));
    private static final Candidate NERVOUS = new MeanSigma("nervous", 0.5, Duration.ZERO, List.of(Side.ABOVE));
    private static final Candidate GOOD = Candidates.latency(0.02);

    @Test
    void fit_neitherTheBlindNorTheNervous() {
        Candidate tuned = new Tuned("tuned", List.of(BLIND, NERVOUS, GOOD), 0.03);
        FittedPolicy policy = tuned.fit(new Past(PAST));
        assertThat(policy.candidate()).isEqualTo("latency");
        assertThat(policy.remarks()).singleElement().asString().startsWith("latency of 3 candidates: on past values");
    }

    @Test
    void fit_noneWithinTheBudget_takesTheOneWithTheFewestFalseHours() {
        Candidate worse = new MeanSigma("worse", 0.2, Duration.ZERO, List.of(Side.ABOVE));
        assertThat(new Tuned("tuned", List.of(worse, NERVOUS), 0.03)
                        .fit(new Past(PAST))
                        .candidate())
                .isEqualTo("nervous");
    }

    @Test
    void fit_tooShortAPast_takesTheFirst() {
        Candidate tuned = new Tuned("tuned", List.of(GOOD, BLIND), 0.03);
        FittedPolicy policy = tuned.fit(new Past(PAST.part(0, 5 * 288 - 1)));
        assertThat(policy.remarks()).containsExactly("The past is too short to choose by it.");
        assertThat(tuned.fit(new Past(PAST.part(0, 5 * 288))).remarks())
                .doesNotContain("The past is too short to choose by it.");
    }

    @Test
    void refit_inTheSameWeek_keepsTheCandidate() {
        Candidate tuned = new Tuned("tuned", List.of(GOOD, BLIND), 0.03);
        long week = 168 * 3_600_000L;
        // Weeks begin on Thursdays, as 1970 did: the past ends on a Monday.
        FittedPolicy blind = BLIND.fit(new Past(PAST.part(0, PAST.size() - 288)));
        assertThat(blind.fittedAt() / week).isEqualTo(PAST.end() / week);
        assertThat(tuned.refit(new Past(PAST), blind).candidate()).isEqualTo("blind");
        FittedPolicy older = BLIND.fit(new Past(PAST.part(0, PAST.size() - 7 * 288)));
        assertThat(tuned.refit(new Past(PAST), older).candidate()).isEqualTo("latency");
    }

    @Test
    void trials_areTheSameForEqualCandidates() {
        List<Trial> trials = new Tuned("tuned", List.of(GOOD, GOOD), 0.03).trials(PAST);
        assertThat(trials.get(0)).isEqualTo(trials.get(1));
        // Three kinds, four sizes, five places, three parts.
        assertThat(trials.get(0).detection().found().trials()).isBetween(170L, 180L);
        assertThat(trials.get(0).falseHours().trials()).isEqualTo(336);
    }

    /** What is chosen on the past holds on weeks and kinds that the choice never saw. */
    @Test
    void fit_onUnseenWeeksAndKinds() {
        FittedPolicy policy = new Tuned("tuned", Candidates.grid(Candidates.BOTH), 0.03).fit(new Past(PAST));
        Share hours = Backtest.falseHours(LATER, Replay.firing(policy, LATER, 0), 0, List.of());
        assertThat(hours.value()).isLessThan(0.06);
        for (IncidentKind kind : IncidentKind.values()) {
            if (kind.heldBack() && kind.hasSize()) {
                Detection detection = Detection.of(policy, LATER, kind, 2, 100, 1);
                assertThat(detection.found().value()).isEqualTo(1);
            }
        }
    }
}
