// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.ratio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.backtest.Backtest;
import io.truename.tuning.backtest.Replay;
import io.truename.tuning.backtest.Share;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.TieredCandidate;
import io.truename.tuning.inject.Harm;
import io.truename.tuning.inject.Incident;
import io.truename.tuning.inject.IncidentKind;
import io.truename.tuning.proposal.AlertShape;
import io.truename.tuning.proposal.ThresholdProposal;
import io.truename.tuning.proposal.TierEvidence;
import io.truename.tuning.proposal.TradeOff;
import io.truename.tuning.proposal.Tuner;
import io.truename.tuning.proposal.TuningLimits;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Two weeks of a share of errors of 1 %, every five minutes, of 20 requests at night and 400 by day. */
class RatioCandidatesTest {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final int DAY = 288;
    private static final int DAYS = 14;
    private static final double GOAL = 0.99;
    private static final MetricSeries REQUESTS = requests();
    private static final MetricSeries SHARES = shares();

    @Test
    void binomial_thresholdFollowsTheTraffic() {
        FittedPolicy high = named("binomial", GOAL).fit(new Past(SHARES), Tier.HIGH);
        double night = high.bounds().get(0).threshold().ofHour(0);
        double day = high.bounds().get(0).threshold().ofHour(12);
        // Five errors of twenty requests, and twelve or so of four hundred.
        assertThat(night).isBetween(0.2, 0.3);
        assertThat(day).isBetween(0.025, 0.05);
        Share falseHours = Backtest.falseHours(SHARES, Replay.firing(high, SHARES, 0), 0, List.of());
        assertThat(falseHours.value()).isLessThan(0.01);
        // Three deviations of the share fire for one error at night.
        FittedPolicy sigmas = TieredCandidate.grid(Side.ABOVE, List.of(Duration.ZERO), List.of(Duration.ZERO)).stream()
                .filter(candidate -> candidate.name().equals("mean-sigma"))
                .findFirst()
                .orElseThrow()
                .fit(new Past(SHARES), Tier.CRITICAL);
        assertThat(Backtest.falseHours(SHARES, Replay.firing(sigmas, SHARES, 0), 0, List.of())
                        .value())
                .isGreaterThan(0.1);
    }

    @Test
    void binomial_ofSuccesses_isMirrored() {
        MetricSeries successes = SHARES.with(
                Arrays.stream(SHARES.values()).map(value -> 1 - value).toArray());
        FittedPolicy errors = named("binomial", GOAL).fit(new Past(SHARES), Tier.HIGH);
        FittedPolicy good = new RatioCandidates(Side.BELOW, REQUESTS, OptionalDouble.empty())
                .grid(List.of(Duration.ZERO))
                .get(0)
                .fit(new Past(successes), Tier.HIGH);
        assertThat(1 - good.bounds().get(0).threshold().ofHour(12))
                .isCloseTo(errors.bounds().get(0).threshold().ofHour(12), within(1e-9));
    }

    @Test
    void burnRate_onlyWhereTheTrafficCarriesIt() {
        FittedPolicy tooFew = named("burn-rate", GOAL).fit(new Past(SHARES), Tier.CRITICAL);
        assertThat(tooFew.bounds()).isEmpty();
        assertThat(tooFew.remarks()).singleElement().asString().contains("it takes 35 requests");
        MetricSeries busy = REQUESTS.with(
                Arrays.stream(REQUESTS.values()).map(all -> 100 * all).toArray());
        FittedPolicy burn = new RatioCandidates(Side.ABOVE, busy, OptionalDouble.of(GOAL))
                .grid(List.of(Duration.ZERO))
                .get(1)
                .fit(new Past(SHARES), Tier.CRITICAL);
        assertThat(burn.bounds().get(0).threshold().ofHour(5)).isCloseTo(0.144, within(1e-9));
        // Of 95 %, a burn rate of 14.4 would be 72 % errors.
        FittedPolicy wide = new RatioCandidates(Side.ABOVE, busy, OptionalDouble.of(0.95))
                .grid(List.of(Duration.ZERO))
                .get(1)
                .fit(new Past(SHARES), Tier.CRITICAL);
        assertThat(wide.bounds().get(0).threshold().ofHour(5)).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void proposeForShare_keepsToFewFalseHours() {
        AlertShape typed = AlertShape.typed("errors", Side.ABOVE, Tier.HIGH, 0.03, Duration.ZERO);
        ThresholdProposal proposal =
                Tuner.proposeForShare(SHARES, REQUESTS, OptionalDouble.of(GOAL), typed, TuningLimits.USUAL);
        assertThat(proposal.keeps()).as(proposal.reasons().toString()).isFalse();
        assertThat(proposal.reasons().get(0)).doesNotContain("thresholds need 50");
        TierEvidence high = proposal.evidence().orElseThrow().proposed().stream()
                .filter(evidence -> evidence.tier() == Tier.HIGH)
                .findFirst()
                .orElseThrow();
        TierEvidence inUse = proposal.evidence().orElseThrow().inUse().get(0);
        assertThat(inUse.falseHours().lower()).isGreaterThan(Tuner.MOST_FALSE_HOURS);
        assertThat(high.falseHours().events()).isLessThan(inUse.falseHours().events());
    }

    /** From a typed threshold that guards let it come away from. */
    @Test
    void proposeForShare_chance() {
        AlertShape typed = AlertShape.typed("errors", Side.ABOVE, Tier.HIGH, 0.2, Duration.ZERO);
        ThresholdProposal proposal =
                Tuner.proposeForShare(SHARES, REQUESTS, OptionalDouble.of(GOAL), typed, TuningLimits.USUAL);
        TierEvidence high = proposal.evidence().orElseThrow().proposed().stream()
                .filter(evidence -> evidence.tier() == Tier.HIGH)
                .findFirst()
                .orElseThrow();
        assertThat(high.falseHours().lower()).isLessThan(Tuner.MOST_FALSE_HOURS);
        assertThat(high.detected().value())
                .isGreaterThan(proposal.evidence()
                        .orElseThrow()
                        .inUse()
                        .get(0)
                        .detected()
                        .value());
    }

    /** Four times the traffic, 80 requests at night: burn rates of 14.4 and 6 have their five errors, one of 3 has not. */
    @Test
    void proposeForShare_burnRateThatOneTierCannotCarry() {
        MetricSeries busy = REQUESTS.with(
                Arrays.stream(REQUESTS.values()).map(all -> 4 * all).toArray());
        AlertShape typed = AlertShape.typed("errors", Side.ABOVE, Tier.HIGH, 0.2, Duration.ZERO);
        ThresholdProposal proposal =
                Tuner.proposeForShare(SHARES, busy, OptionalDouble.of(GOAL), typed, TuningLimits.USUAL);

        assertThat(proposal.tradeOff().orElseThrow().options())
                .extracting(TradeOff.Option::name)
                .contains("burn-rate", "binomial");
        CountedShare counts = proposal.counts().orElseThrow();
        assertThat(counts.usual()).isCloseTo(0.01, within(0.001));
        assertThat(counts.quiet()).isBetween(80.0, 160.0);
        assertThat(counts.burnRates())
                .extracting(burning -> burning.infeasible().isEmpty())
                .containsExactly(true, true, false);
        assertThat(counts.burnRates().get(2).infeasible().orElseThrow()).contains("it takes 167 requests");
    }

    @Test
    void counted_ofSuccesses_isOfWhatFailed() {
        MetricSeries successes = SHARES.with(
                Arrays.stream(SHARES.values()).map(value -> 1 - value).toArray());
        CountedShare counts = new RatioCandidates(Side.BELOW, REQUESTS, OptionalDouble.empty())
                .counted(successes)
                .orElseThrow();
        assertThat(counts.usual()).isCloseTo(0.01, within(0.001));
        assertThat(counts.burnRates()).isEmpty();
        assertThat(counts.overdispersed()).isFalse();
        MetricSeries none = REQUESTS.with(new double[REQUESTS.size()]);
        assertThat(new RatioCandidates(Side.BELOW, none, OptionalDouble.empty()).counted(successes))
                .isEmpty();
    }

    @Test
    void incident_ofAShare_staysAShare() {
        Incident incident = new Incident(IncidentKind.STEP, 10, 4, 1);
        MetricSeries hurt = incident.on(SHARES, Harm.ofShare(Side.ABOVE, 0.05));
        assertThat(hurt.value(11) - SHARES.value(11)).isCloseTo(0.2, within(1e-9));
        MetricSeries below = incident.on(SHARES, Harm.ofShare(Side.BELOW, 0.05));
        assertThat(below.value(11)).isZero();
        assertThat(below.value(9)).isEqualTo(SHARES.value(9));
    }

    private static TieredCandidate named(String name, double goal) {
        return new RatioCandidates(Side.ABOVE, REQUESTS, OptionalDouble.of(goal))
                .grid(List.of(Duration.ZERO)).stream()
                        .filter(candidate -> candidate.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static MetricSeries requests() {
        double[] requests = new double[DAYS * DAY];
        for (int slot = 0; slot < requests.length; slot++) {
            requests[slot] = Math.round(210 - 190 * Math.cos(2 * Math.PI * slot / DAY));
        }
        return MetricSeries.of(MONDAY, 300_000, requests);
    }

    private static MetricSeries shares() {
        Random random = new Random(4);
        double[] shares = new double[REQUESTS.size()];
        for (int slot = 0; slot < shares.length; slot++) {
            int all = (int) REQUESTS.value(slot);
            shares[slot] =
                    (double) new BinomialDistribution(null, all, 0.01).inverseCumulativeProbability(random.nextDouble())
                            / all;
        }
        return REQUESTS.with(shares);
    }
}
