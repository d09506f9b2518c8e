// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.candidate.Hysteresis;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.guard.ErrorBudget;
import io.truename.tuning.guard.Guard;
import io.truename.tuning.guard.GuardLimits;
import io.truename.tuning.guard.GuardReason;
import io.truename.tuning.inject.SyntheticLatency;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Four weeks of latencies every five minutes, of about 50 ms. */
class TunerTest {
    private static final long MONDAY = 1_767_571_200_000L;
    private static final int DAY = 288;
    private static final int DAYS = 28;
    private static final MetricSeries PAST = new SyntheticLatency(6, MONDAY, 300_000).days(DAYS);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final AlertShape TYPED = AlertShape.typed("latency", Side.ABOVE, Tier.HIGH, 120, TEN_MINUTES)
            .with(List.of(Duration.ZERO, Duration.ofMinutes(15)), List.of(Duration.ZERO, TEN_MINUTES));
    private static final ThresholdProposal PROPOSED = Tuner.propose(PAST, TYPED, TuningLimits.USUAL);

    @Test
    void propose_findsMoreThanTheTypedThreshold() {
        assertThat(PROPOSED.keeps()).isFalse();
        Evidence evidence = PROPOSED.evidence().orElseThrow();
        TierEvidence high = tier(evidence.proposed(), Tier.HIGH);
        TierEvidence typed = tier(evidence.inUse(), Tier.HIGH);
        assertThat(high.detected().lower()).isGreaterThan(typed.detected().upper());
        assertThat(high.falseHours().value()).isLessThan(Tuner.MOST_FALSE_HOURS);
        assertThat(high.smallest())
                .hasSizeGreaterThan(3)
                .allSatisfy(found -> assertThat(found.of()).isGreaterThanOrEqualTo(299));
        assertThat(evidence.inUse()).hasSize(1);
        assertThat(PROPOSED.reasons().get(0)).contains("injected incidents with");
        assertThat(PROPOSED.changes()).anyMatch(change -> change.startsWith("high: 120 for 10 min becomes "));
    }

    @Test
    void propose_tiersAreStricterInOrder_andLowDoesNotPage() {
        List<TierEvidence> tiers = PROPOSED.evidence().orElseThrow().proposed();
        assertThat(tiers).extracting(TierEvidence::tier).containsExactly(Tier.values());
        assertThat(tiers).extracting(TierEvidence::pages).containsExactly(true, true, false);
        assertThat(tiers.get(0).falseHours().events())
                .isLessThanOrEqualTo(tiers.get(1).falseHours().events());
        assertThat(tiers.get(1).falseHours().events())
                .isLessThan(tiers.get(2).falseHours().events());
        assertThat(tiers.get(0).detected().value())
                .isLessThan(tiers.get(2).detected().value());
        for (TierBound bound : PROPOSED.bounds()) {
            for (int hour = 0; hour < 168; hour++) {
                double high = bound.threshold(Tier.HIGH).orElseThrow().ofHour(hour);
                assertThat(bound.threshold(Tier.CRITICAL).orElseThrow().ofHour(hour) / high)
                        .isGreaterThan(1.0999);
            }
        }
    }

    @Test
    void propose_again_isTheSame() {
        assertThat(Tuner.propose(PAST, TYPED, TuningLimits.USUAL)).isEqualTo(PROPOSED);
    }

    /** The last quarter takes no part in the choice. */
    @Test
    void propose_otherTestPart_sameChoice() {
        ThresholdProposal other =
                Tuner.propose(changed(slot -> slot >= 21 * DAY && slot % 7 == 0 ? 1.3 : 1), TYPED, TuningLimits.USUAL);
        assertThat(other.reasons().get(0)).isEqualTo(PROPOSED.reasons().get(0));
        assertThat(other.evidence()).isNotEqualTo(PROPOSED.evidence());
    }

    @Test
    void propose_goodThresholdsStay() {
        ThresholdProposal proposal = PROPOSED;
        List<TierBound> inUse = proposal.bounds();
        // A third a run: the first may stop short of what the values suggest.
        for (int run = 0; run < 5 && !proposal.keeps(); run++) {
            inUse = proposal.bounds();
            proposal = Tuner.propose(
                    PAST,
                    new AlertShape(
                            "latency",
                            Side.ABOVE,
                            Tier.HIGH,
                            inUse,
                            List.of(),
                            TYPED.windows(),
                            TYPED.lastings(),
                            TYPED.form()),
                    TuningLimits.USUAL);
        }
        assertThat(proposal.keeps()).isTrue();
        assertThat(proposal.bounds()).isEqualTo(inUse);
        assertThat(proposal.reasons().get(0)).startsWith("None of ").contains("finds more by more than chance");
        assertThat(proposal.reasons()).last().isEqualTo("The thresholds stay as they are.");
    }

    @Test
    void propose_tooShort() {
        ThresholdProposal early = Tuner.propose(PAST.part(0, 4 * DAY), TYPED, TuningLimits.USUAL);
        assertThat(early.keeps()).isTrue();
        assertThat(early.evidence()).isEmpty();
        assertThat(early.reasons()).contains("4.0 days of values; thresholds need 5.");
    }

    /** Poisoned weeks: what moves no threshold, and what is said of it. */
    @Test
    void propose_poisoned() {
        // Six hours of four times the latency are left out.
        ThresholdProposal incident = Tuner.propose(
                changed(slot -> slot >= 4 * DAY && slot < 4 * DAY + 72 ? 4 : 1), TYPED, TuningLimits.USUAL);
        assertThat(incident.reasons()).anyMatch(reason -> reason.contains("look like an incident and are left out"));
        assertThat(incident.candidate()).isEqualTo(PROPOSED.candidate());
        for (int hour = 0; hour < 168; hour++) {
            double sound =
                    PROPOSED.bounds().get(0).threshold(Tier.HIGH).orElseThrow().ofHour(hour);
            assertThat(incident.bounds()
                                    .get(0)
                                    .threshold(Tier.HIGH)
                                    .orElseThrow()
                                    .ofHour(hour)
                            / sound)
                    .isBetween(0.9, 1.1);
        }
        assertKept(changed(slot -> slot >= PAST.size() - 160 ? Double.NaN : 1), "Only 44 % of the periods");
        assertKept(changed(slot -> slot >= 27 * DAY ? 0.001 : 1), "Has their unit changed?");
        double[] jumped = PAST.values();
        System.arraycopy(PAST.values(), 26 * DAY + 72, jumped, 27 * DAY, DAY - 72);
        System.arraycopy(PAST.values(), 26 * DAY, jumped, 28 * DAY - 72, 72);
        assertKept(PAST.with(jumped), "Has a clock jumped?");
    }

    private static void assertKept(MetricSeries poisoned, String reason) {
        ThresholdProposal proposal = Tuner.propose(poisoned, TYPED, TuningLimits.USUAL);
        assertThat(proposal.bounds()).isEqualTo(TYPED.inUse());
        assertThat(proposal.reasons()).anyMatch(said -> said.contains(reason));
    }

    /** Verdicts: four days of trouble are the metric, unless people say that they were incidents. */
    @Test
    void propose_excludedWindows() {
        MetricSeries troubled = changed(slot -> slot >= 8 * DAY && slot < 12 * DAY ? 1.8 : 1);
        TimeWindow window = new TimeWindow(PAST.time(8 * DAY), PAST.time(12 * DAY) - 1);
        TuningLimits told = new TuningLimits(GuardLimits.USUAL, false, ErrorBudget.NONE, List.of(window), 1);
        assertThat(Tuner.propose(troubled, TYPED, told)).isEqualTo(Tuner.propose(PAST, TYPED, told));
        assertThat(Tuner.propose(troubled, TYPED, TuningLimits.USUAL)).isNotEqualTo(PROPOSED);
    }

    @Test
    void propose_guards() {
        double loosest = PROPOSED.bounds().stream()
                .flatMap(bound -> bound.thresholds().get(Tier.CRITICAL).stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
        double objective = 0.97 * loosest;
        TuningLimits tight = new TuningLimits(
                GuardLimits.USUAL.withCeiling(objective), true, ErrorBudget.of("latency", 0.1), List.of(), 1);
        ThresholdProposal proposal = Tuner.propose(PAST, TYPED, tight);
        assertThat(proposal.keeps()).isFalse();
        assertThat(proposal.bounds())
                .allSatisfy(bound -> assertThat(bound.thresholds().get(Tier.CRITICAL))
                        .allMatch(threshold -> threshold <= objective + 1e-9));
        assertThat(proposal.guards()).extracting(GuardReason::guard).contains(Guard.CEILING);
    }

    /** A policy with one number and one duration is judged as such, or the evidence would be of another one. */
    @Test
    void propose_forANumberInThePolicy() {
        AlertShape number = AlertShape.typed("latency", Side.ABOVE, Tier.HIGH, 120, TEN_MINUTES)
                .with(PolicyForm.NUMBER)
                .with(List.of(Duration.ZERO), List.of(TEN_MINUTES, Duration.ofMinutes(5)));
        ThresholdProposal proposal = Tuner.propose(PAST, number, TuningLimits.USUAL);
        assertThat(proposal.keeps()).as(proposal.reasons().toString()).isFalse();
        assertThat(proposal.hysteresis()).isEqualTo(Hysteresis.NONE);
        assertThat(proposal.bounds())
                .allSatisfy(bound -> assertThat(bound.thresholds().values())
                        .allSatisfy(numbers -> assertThat(numbers).hasSize(1)));
        assertThat(proposal.tradeOff().orElseThrow().options())
                .extracting(TradeOff.Option::lastingSeconds)
                .contains(300L, 600L);
        // Of today's the duration is said where it changes.
        assertThat(ProposalText.changes(
                        number.inUse(),
                        List.of(new TierBound(
                                Duration.ZERO, Duration.ofMinutes(5), Map.of(Tier.HIGH, List.of(100.0))))))
                .containsExactly("high: 120 for 10 min becomes 100 for 5 min.");
    }

    /** Twenty minutes instead of ten are looser, too. */
    @Test
    void propose_withoutBudget_noLongerDuration() {
        AlertShape shape = AlertShape.typed("latency", Side.ABOVE, Tier.HIGH, 120, TEN_MINUTES)
                .with(List.of(Duration.ZERO), List.of(Duration.ofMinutes(5), TEN_MINUTES, Duration.ofMinutes(20)));
        TuningLimits spent = new TuningLimits(GuardLimits.USUAL, false, ErrorBudget.of("latency", 0.1), List.of(), 1);
        assertThat(Tuner.propose(PAST, shape, spent).tradeOff().orElseThrow().options())
                .extracting(TradeOff.Option::lastingSeconds)
                .contains(300L, 600L)
                .doesNotContain(1200L);
        assertThat(Tuner.propose(PAST, shape, TuningLimits.USUAL)
                        .tradeOff()
                        .orElseThrow()
                        .options())
                .extracting(TradeOff.Option::lastingSeconds)
                .contains(1200L);
    }

    @Test
    void propose_tradeOff_marksTheBestWay_andHasItsCurve() {
        TradeOff tradeOff = PROPOSED.tradeOff().orElseThrow();
        assertThat(tradeOff.from()).isEqualTo(PROPOSED.evidence().orElseThrow().selected());
        assertThat(tradeOff.end()).isEqualTo(PROPOSED.evidence().orElseThrow().tested());
        assertThat(tradeOff.options()).last().extracting(TradeOff.Option::name).isEqualTo(ThresholdProposal.IN_USE);
        TradeOff.Option best = tradeOff.options().stream()
                .filter(TradeOff.Option::best)
                .reduce((one, other) -> fail("two options are the best"))
                .orElseThrow();
        assertThat(best.name()).isEqualTo(PROPOSED.candidate());
        // Looser thresholds fire in fewer hours and find less.
        for (int point = 1; point < tradeOff.curve().size(); point++) {
            TradeOff.Looser tighter = tradeOff.curve().get(point - 1);
            TradeOff.Looser looser = tradeOff.curve().get(point);
            assertThat(looser.factor()).isGreaterThan(tighter.factor());
            assertThat(looser.falseHours().events())
                    .isLessThanOrEqualTo(tighter.falseHours().events());
        }
        assertThat(tradeOff.curve())
                .filteredOn(point -> point.factor() == 1)
                .extracting(TradeOff.Looser::falseHours)
                .containsExactly(best.falseHours());
        assertThat(tradeOff.curve().get(0).falseHours().value()).isGreaterThan(0.5);
    }

    /** What was in force a month ago bounds a change that a run alone would allow. */
    @Test
    void propose_monthlyChange() {
        double high =
                PROPOSED.bounds().get(0).threshold(Tier.HIGH).orElseThrow().ofHour(12);
        TierBound now = new TierBound(Duration.ZERO, TEN_MINUTES, Map.of(Tier.HIGH, List.of(0.8 * high)));
        TierBound aMonthAgo = new TierBound(Duration.ZERO, TEN_MINUTES, Map.of(Tier.HIGH, List.of(0.42 * high)));
        AlertShape shape = AlertShape.typed("latency", Side.ABOVE, Tier.HIGH, 1, TEN_MINUTES);
        assertThat(Tuner.propose(PAST, shape.with(now, aMonthAgo), TuningLimits.USUAL)
                        .guards())
                .extracting(GuardReason::guard)
                .contains(Guard.MONTHLY_CHANGE);
        assertThat(Tuner.propose(PAST, shape.with(now, now), TuningLimits.USUAL).guards())
                .extracting(GuardReason::guard)
                .doesNotContain(Guard.MONTHLY_CHANGE);
    }

    /** A share of hits that falls at night. */
    @Test
    void propose_below() {
        Random random = new Random(3);
        double[] hits = new double[DAYS * DAY];
        for (int slot = 0; slot < hits.length; slot++) {
            double usual = 0.9 - 0.05 * Math.cos(2 * Math.PI * slot / DAY);
            hits[slot] = Math.min(1, usual + 0.01 * random.nextGaussian());
        }
        AlertShape shape = AlertShape.typed("hits", Side.BELOW, Tier.HIGH, 0.5, TEN_MINUTES);
        ThresholdProposal proposal = Tuner.propose(MetricSeries.of(MONDAY, 300_000, hits), shape, TuningLimits.USUAL);
        assertThat(proposal.keeps()).isFalse();
        TierBound bound = proposal.bounds().get(0);
        assertThat(bound.threshold(Tier.HIGH).orElseThrow().ofHour(12)).isBetween(0.5, 0.8);
        assertThat(bound.threshold(Tier.CRITICAL).orElseThrow().ofHour(12))
                .isLessThan(bound.threshold(Tier.HIGH).orElseThrow().ofHour(12));
    }

    private static TierEvidence tier(List<TierEvidence> all, Tier tier) {
        return all.stream()
                .filter(evidence -> evidence.tier() == tier)
                .findFirst()
                .orElseThrow();
    }

    private static MetricSeries changed(IntToDoubleFunction factor) {
        double[] values = PAST.values();
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] *= factor.applyAsDouble(slot);
        }
        return PAST.with(values);
    }
}
