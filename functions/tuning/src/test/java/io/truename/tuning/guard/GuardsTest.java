// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.WeeklyThreshold;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Longer than other files because each guard stands beside those that it must not undo, and properties judge all of them. */
class GuardsTest {
    private static final double ROUNDING = 1e-9;

    @Test
    void check_withinAllLimits_changesNothing() {
        Map<Tier, WeeklyThreshold> proposed = tiers(70, 60, 50);
        GuardedThresholds guarded = Guards.check(input(Side.ABOVE, proposed, tiers(65, 55, 50)));
        assertThat(guarded.thresholds()).isEqualTo(proposed);
        assertThat(guarded.reasons()).isEmpty();
    }

    @Test
    void check_largestChange() {
        assertChanged(
                input(Side.ABOVE, tiers(100, 60, 30), tiers(65, 55, 50)),
                tiers(84.5, 60, 50 / 1.3),
                "critical: 84.5 instead of 100, 30 % in a run at most.",
                "low: 38.46 instead of 30, 30 % in a run at most.");
    }

    @Test
    void check_month() {
        GuardInput input = new GuardInput(
                Side.ABOVE,
                tiers(90, 60, 50),
                tiers(80, 60, 50),
                tiers(42, 60, 50),
                Optional.empty(),
                false,
                ErrorBudget.NONE,
                GuardLimits.USUAL);
        assertChanged(input, tiers(84, 60, 50), "critical: 84 instead of 90, 100 % in a month at most.");
    }

    @Test
    void check_ceilingAndFloor_haveTheLastWordOverChanges() {
        GuardLimits limits = GuardLimits.USUAL.withCeiling(40).withFloor(25);
        GuardInput input = new GuardInput(
                Side.ABOVE,
                tiers(70, 60, 10),
                tiers(70, 60, 12),
                Map.of(),
                Optional.empty(),
                false,
                ErrorBudget.NONE,
                limits);
        assertChanged(
                input,
                tiers(40, 40 / 1.1, 25),
                "low: 25 instead of 10, not stricter than the catalog's 25.",
                "critical: 40 instead of 70, not looser than the objective, 40.",
                "high: 36.36 instead of 60, not looser than the objective, 40, less a tenth for each tier above.");
    }

    @Test
    void check_openIncident_tightensButDoesNotLoosen() {
        GuardInput input = input(Side.ABOVE, tiers(70, 60, 40), tiers(65, 59, 50));
        GuardInput during = new GuardInput(
                Side.ABOVE,
                input.proposed(),
                input.inUse(),
                Map.of(),
                Optional.empty(),
                true,
                ErrorBudget.of("objective", 0.1),
                GuardLimits.USUAL);
        assertChanged(
                during,
                tiers(65, 59, 40),
                "critical: 65 instead of 70, not loosened while an incident of the alert is open.",
                "high: 59 instead of 60, not loosened while an incident of the alert is open.");
    }

    @Test
    void check_quarterOfTheBudget() {
        assertThat(Guards.check(withBudget(0.25)).reasons()).isEmpty();
        assertThat(Guards.check(withBudget(0.24)).reasons())
                .extracting(GuardReason::sentence)
                .containsExactly("critical: 65 instead of 70, not loosened with 24 % of the error budget left.");
    }

    @Test
    void check_unknownBudget_forbidsNothing_andIsSaid() {
        ErrorBudget unknown = ErrorBudget.unknown("objective", "nothing was counted");
        assertThat(unknown.isLow()).isFalse();
        assertThat(unknown.sentence())
                .isEqualTo("The error budget of objective is unknown, so it bounds nothing: nothing was counted.");
        assertThat(ErrorBudget.of("objective", -0.5).sentence())
                .isEqualTo("-50 % of the error budget of objective is left, less than a quarter: nothing is loosened.");
        assertThat(ErrorBudget.of("objective", 0.25).sentence())
                .isEqualTo("25 % of the error budget of objective is left.");
    }

    private static GuardInput withBudget(double left) {
        return new GuardInput(
                Side.ABOVE,
                tiers(70, 55, 50),
                tiers(65, 55, 50),
                Map.of(),
                Optional.empty(),
                false,
                ErrorBudget.of("objective", left),
                GuardLimits.USUAL);
    }

    @Test
    void check_metricOfOneValue_keepsItsDistance() {
        // As hourly maxima make of a constant: the value and a billionth.
        GuardInput input = new GuardInput(
                Side.ABOVE,
                tiers(50, 50, 50),
                Map.of(),
                Map.of(),
                Optional.of(WeeklyThreshold.constant(50)),
                false,
                ErrorBudget.NONE,
                GuardLimits.USUAL);
        assertThat(Guards.check(input).thresholds().get(Tier.LOW).ofHour(7)).isEqualTo(60 / 1.1, within(1e-9));
        assertThat(Guards.check(input).thresholds().get(Tier.CRITICAL).ofHour(7))
                .isEqualTo(66, within(1e-9));
    }

    @Test
    void check_orderOfTiers_aroundHigh() {
        assertChanged(
                input(Side.ABOVE, tiers(52, 50, 49), Map.of()),
                tiers(55, 50, 50 / 1.1),
                "critical: 55 instead of 52, 10 % from high at least.",
                "low: 45.45 instead of 49, 10 % from high at least.");
    }

    @Test
    void check_below_isMirrored() {
        GuardInput input = new GuardInput(
                Side.BELOW,
                tiers(0.4, 0.7, 0.9),
                tiers(0.6, 0.7, 0.8),
                Map.of(),
                Optional.of(WeeklyThreshold.constant(0.84)),
                false,
                ErrorBudget.NONE,
                GuardLimits.USUAL.withCeiling(0.5));
        assertChanged(
                input,
                tiers(0.5, 0.7, 0.84 / 1.2 * 1.1),
                "low: 0.77 instead of 0.9, high is 20 % from the usual level at least.",
                "critical: 0.4615 instead of 0.4, 30 % in a run at most.",
                "critical: 0.5 instead of 0.4615, not looser than the objective, 0.5.");
    }

    @Test
    void check_hoursWithoutANumber_takeTheOneInUse() {
        Map<Tier, WeeklyThreshold> proposed = Map.of(
                Tier.HIGH, WeeklyThreshold.of(hour -> hour < 3 ? Double.NaN : 60), Tier.LOW, constant(Double.NaN));
        GuardedThresholds guarded = Guards.check(input(Side.ABOVE, proposed, Map.of(Tier.HIGH, constant(55))));
        assertThat(guarded.thresholds()).containsOnlyKeys(Tier.HIGH);
        assertThat(guarded.thresholds().get(Tier.HIGH).ofHour(2)).isEqualTo(55);
        assertThat(guarded.thresholds().get(Tier.HIGH).ofHour(3)).isEqualTo(60);
        assertThat(guarded.reasons())
                .extracting(GuardReason::sentence)
                .containsExactly(
                        "high: in 3 of 168 hours no usable number was proposed; the one in use stays.",
                        "low: left out, for some hours have no usable number, neither proposed nor in use.");
    }

    @Test
    void limits_withoutRoomForThreeTiers() {
        GuardLimits limits = GuardLimits.USUAL.withCeiling(30).withFloor(25);
        assertThatThrownBy(() -> new GuardInput(
                        Side.ABOVE, Map.of(), Map.of(), Map.of(), Optional.empty(), false, ErrorBudget.NONE, limits))
                .hasMessageContaining("three tiers that are a tenth apart must fit between them");
    }

    /** Whatever is proposed and was in use. */
    @Property(tries = 300)
    void check_neverLooserThanTheObjective_alwaysOrdered(@ForAll long seed) {
        GuardInput input = any(seed);
        GuardedThresholds guarded = Guards.check(input);
        guarded.thresholds().forEach((tier, threshold) -> {
            for (int hour = 0; hour < 168; hour++) {
                double number = threshold.ofHour(hour);
                assertThat(number).isFinite().isPositive();
                input.limits()
                        .ceiling()
                        .ifPresent(ceiling -> assertThat(loose(input, number))
                                .isLessThanOrEqualTo(loose(input, ceiling) * (1 + ROUNDING)));
            }
        });
        assertOrdered(input, guarded);
        assertThat(guarded.reasons())
                .allSatisfy(reason -> assertThat(reason.sentence()).endsWith("."));
    }

    /** From thresholds that guards made: the next run is within the limits of a run, or at the ceiling or floor. */
    @Property(tries = 300)
    void check_secondRun(@ForAll long seed) {
        // An open incident keeps even thresholds that are stricter than the floor, which a later run then lifts at
        // once.
        GuardInput first = quiet(any(seed));
        GuardInput second = any(seed + 1);
        Map<Tier, WeeklyThreshold> inUse = Guards.check(first).thresholds();
        GuardInput input = new GuardInput(
                first.side(),
                second.proposed(),
                inUse,
                Map.of(),
                second.usual(),
                second.incidentOpen(),
                second.budget(),
                first.limits());
        GuardedThresholds guarded = Guards.check(input);
        boolean mayNotLoosen = input.incidentOpen() || input.budget().isLow();
        assertOrdered(input, guarded);
        guarded.thresholds().forEach((tier, threshold) -> {
            for (int hour = 0; hour < 168 && inUse.containsKey(tier); hour++) {
                double ratio = loose(input, threshold.ofHour(hour))
                        / loose(input, inUse.get(tier).ofHour(hour));
                assertThat(ratio).isBetween(1 / 1.3 - ROUNDING, mayNotLoosen ? 1 + ROUNDING : 1.3 + ROUNDING);
            }
        });
        // A guarded proposal is within all limits.
        GuardInput again = new GuardInput(
                input.side(),
                guarded.thresholds(),
                inUse,
                Map.of(),
                input.usual(),
                input.incidentOpen(),
                input.budget(),
                input.limits());
        Guards.check(again).thresholds().forEach((tier, threshold) -> {
            for (int hour = 0; hour < 168; hour++) {
                double kept = guarded.thresholds().get(tier).ofHour(hour);
                assertThat(threshold.ofHour(hour)).isEqualTo(kept, within(2 * ROUNDING * kept));
            }
        });
    }

    private static GuardInput quiet(GuardInput input) {
        return new GuardInput(
                input.side(),
                input.proposed(),
                input.inUse(),
                input.monthAgo(),
                input.usual(),
                false,
                ErrorBudget.NONE,
                input.limits());
    }

    private static GuardInput any(long seed) {
        Random random = new Random(seed);
        Side side = random.nextBoolean() ? Side.ABOVE : Side.BELOW;
        GuardLimits limits = GuardLimits.USUAL;
        double middle = Math.exp(random.nextGaussian());
        limits = random.nextBoolean() ? limits.withCeiling(side == Side.ABOVE ? 1.5 * middle : middle / 1.5) : limits;
        limits = random.nextBoolean() ? limits.withFloor(side == Side.ABOVE ? middle / 2 : 2 * middle) : limits;
        Optional<WeeklyThreshold> usual = random.nextBoolean()
                ? Optional.of(WeeklyThreshold.of(hour -> random.nextInt(10) == 0 ? Double.NaN : middle / 3))
                : Optional.empty();
        return new GuardInput(
                side,
                anyTiers(random),
                anyTiers(random),
                anyTiers(random),
                usual,
                random.nextBoolean(),
                random.nextBoolean() ? ErrorBudget.of("objective", random.nextDouble()) : ErrorBudget.NONE,
                limits);
    }

    private static Map<Tier, WeeklyThreshold> anyTiers(Random random) {
        Map<Tier, WeeklyThreshold> tiers = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            if (random.nextInt(4) > 0) {
                boolean odd = random.nextInt(5) == 0;
                tiers.put(
                        tier,
                        WeeklyThreshold.of(hour -> odd && hour % 7 == 0
                                ? List.of(Double.NaN, 0.0, -1.0, Double.POSITIVE_INFINITY)
                                        .get(hour / 7 % 4)
                                : Math.exp(random.nextGaussian())));
            }
        }
        return tiers;
    }

    private static void assertOrdered(GuardInput input, GuardedThresholds guarded) {
        double[] before = new double[168];
        for (Tier tier : Tier.values()) {
            WeeklyThreshold threshold = guarded.thresholds().get(tier);
            for (int hour = 0; hour < 168 && threshold != null; hour++) {
                double looseness = loose(input, threshold.ofHour(hour));
                if (before[hour] > 0) {
                    assertThat(before[hour] / looseness).isGreaterThanOrEqualTo(1.1 - 1e-6);
                }
                before[hour] = looseness;
            }
        }
    }

    private static double loose(GuardInput input, double threshold) {
        return input.side() == Side.ABOVE ? threshold : 1 / threshold;
    }

    private static void assertChanged(GuardInput input, Map<Tier, WeeklyThreshold> expected, String... sentences) {
        GuardedThresholds guarded = Guards.check(input);
        expected.forEach((tier, threshold) ->
                assertThat(guarded.thresholds().get(tier).ofHour(100)).isEqualTo(threshold.ofHour(0), within(1e-9)));
        assertThat(guarded.reasons()).extracting(GuardReason::sentence).containsExactly(sentences);
    }

    private static GuardInput input(Side side, Map<Tier, WeeklyThreshold> proposed, Map<Tier, WeeklyThreshold> inUse) {
        return new GuardInput(
                side, proposed, inUse, Map.of(), Optional.empty(), false, ErrorBudget.NONE, GuardLimits.USUAL);
    }

    private static Map<Tier, WeeklyThreshold> tiers(double critical, double high, double low) {
        return Map.of(Tier.CRITICAL, constant(critical), Tier.HIGH, constant(high), Tier.LOW, constant(low));
    }

    private static WeeklyThreshold constant(double threshold) {
        return WeeklyThreshold.constant(threshold);
    }
}
