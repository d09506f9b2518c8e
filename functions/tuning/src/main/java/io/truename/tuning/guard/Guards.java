// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.WeeklyThreshold;
import io.truename.tuning.series.HourOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;

/**
 * Keeps proposed thresholds within the limits of an alert, hour by hour of the week, in the order of {@link Guard}.
 *
 * <p>Each guard but the order of tiers moves a number to the nearest end of an interval. The intervals of neighbouring tiers lie a
 * tenth apart, as the thresholds do, so that none of them undoes the order. Where a tier has no threshold in use it has fewer
 * intervals, and gives way to the others; thresholds in use that nobody guarded are tightened.
 */
public final class Guards {
    /** Digits in which a number that went through a reciprocal may differ. */
    private static final double ROUNDING = 1e-9;

    private static final double PERCENT = 100;

    private final GuardInput input;
    private final Side side;
    private final GuardLimits limits;
    private final Map<Tier, double[]> looseness = new EnumMap<>(Tier.class);
    private final List<GuardReason> reasons = new ArrayList<>();

    private Guards(GuardInput input) {
        this.input = input;
        this.side = input.side();
        this.limits = input.limits();
    }

    /** Applies all guards. */
    public static GuardedThresholds check(GuardInput input) {
        Guards guards = new Guards(input);
        guards.applyAll();
        Map<Tier, WeeklyThreshold> thresholds = new EnumMap<>(Tier.class);
        guards.looseness.forEach((tier, hours) ->
                thresholds.put(tier, WeeklyThreshold.of(hour -> Looseness.threshold(input.side(), hours[hour]))));
        return new GuardedThresholds(thresholds, guards.reasons);
    }

    private void applyAll() {
        for (Tier tier : Tier.values()) {
            WeeklyThreshold proposed = input.proposed().get(tier);
            if (proposed != null) {
                usable(tier, proposed);
            }
        }
        orderAroundHigh();
        input.usual()
                .ifPresent(usual -> eachTier(tier -> clamp(
                        Guard.USUAL_LEVEL,
                        tier,
                        hour -> (1 + limits.fromUsual())
                                * Looseness.apart(tier.rank() - Tier.HIGH.rank())
                                * loose(usual, hour),
                        hour -> Double.NaN,
                        "high is " + percent(limits.fromUsual()) + " from the usual level at least")));
        around(Guard.MONTHLY_CHANGE, input.monthAgo(), limits.monthlyChange(), " in a month at most");
        around(Guard.CHANGE, input.inUse(), limits.change(), " in a run at most");
        limits.floor()
                .ifPresent(floor -> eachTier(tier -> clamp(
                        Guard.FLOOR,
                        tier,
                        hour -> Looseness.apart(tier.rank()) * Looseness.of(side, floor),
                        hour -> Double.NaN,
                        "not stricter than the catalog's " + GuardText.number(floor))));
        if (input.incidentOpen()) {
            notLoosened(Guard.OPEN_INCIDENT, "not loosened while an incident of the alert is open");
        }
        if (input.budget().isLow()) {
            notLoosened(
                    Guard.ERROR_BUDGET,
                    "not loosened with " + percent(input.budget().left().orElseThrow()) + " of the error budget left");
        }
        limits.ceiling()
                .ifPresent(ceiling -> eachTier(tier -> clamp(
                        Guard.CEILING,
                        tier,
                        hour -> Double.NaN,
                        hour -> Looseness.of(side, ceiling) / Looseness.apart(Tier.CRITICAL.rank() - tier.rank()),
                        "not looser than the objective, " + GuardText.number(ceiling)
                                + (tier == Tier.CRITICAL ? "" : ", less a tenth for each tier above"))));
        for (Tier fixed : Tier.values()) {
            for (Tier moved : Tier.values()) {
                giveWay(moved, fixed);
            }
        }
        tighten(Tier.CRITICAL, Tier.HIGH);
        tighten(Tier.HIGH, Tier.LOW);
        tighten(Tier.CRITICAL, Tier.LOW);
    }

    /** Takes the proposed numbers, and those in use where there are none. */
    private void usable(Tier tier, WeeklyThreshold proposed) {
        double[] hours = new double[HourOfWeek.COUNT];
        int replaced = 0;
        for (int hour = 0; hour < hours.length; hour++) {
            hours[hour] = Looseness.of(side, proposed.ofHour(hour));
            if (!isUsable(hours[hour])) {
                hours[hour] = used(input.inUse(), tier, hour);
                replaced++;
            }
            if (!isUsable(hours[hour])) {
                reasons.add(new GuardReason(
                        Guard.UNUSABLE,
                        tier,
                        HourOfWeek.COUNT,
                        GuardText.name(tier)
                                + ": left out, for some hours have no usable number, neither proposed nor in use."));
                return;
            }
        }
        looseness.put(tier, hours);
        if (replaced > 0) {
            reasons.add(new GuardReason(
                    Guard.UNUSABLE,
                    tier,
                    replaced,
                    GuardText.name(tier) + ": in " + replaced
                            + " of 168 hours no usable number was proposed; the one in use stays."));
        }
    }

    private static boolean isUsable(double looseness) {
        return looseness > 0 && Double.isFinite(looseness);
    }

    private void orderAroundHigh() {
        loosen(Tier.HIGH, Tier.CRITICAL);
        tighten(Tier.HIGH, Tier.LOW);
        if (!looseness.containsKey(Tier.HIGH)) {
            loosen(Tier.LOW, Tier.CRITICAL);
        }
    }

    private void loosen(Tier fixed, Tier moved) {
        double[] from = looseness.get(fixed);
        if (from != null) {
            double apart = Looseness.apart(moved.rank() - fixed.rank());
            clamp(Guard.TIER_ORDER, moved, hour -> apart * from[hour], hour -> Double.NaN, ordered(fixed));
        }
    }

    private void tighten(Tier fixed, Tier moved) {
        double[] from = looseness.get(fixed);
        if (from != null) {
            double apart = Looseness.apart(fixed.rank() - moved.rank());
            clamp(Guard.TIER_ORDER, moved, hour -> Double.NaN, hour -> from[hour] / apart, ordered(fixed));
        }
    }

    /** A tier that is new has no interval yet: it is the one to move. */
    private void giveWay(Tier moved, Tier fixed) {
        double[] from = looseness.get(fixed);
        if (from == null || moved == fixed) {
            return;
        }
        int steps = moved.rank() - fixed.rank();
        IntToDoubleFunction end =
                hour -> isNew(moved, hour) && !isNew(fixed, hour) ? from[hour] * Looseness.apart(steps) : Double.NaN;
        IntToDoubleFunction none = hour -> Double.NaN;
        clamp(Guard.TIER_ORDER, moved, steps > 0 ? end : none, steps > 0 ? none : end, ordered(fixed));
    }

    private boolean isNew(Tier tier, int hour) {
        return Double.isNaN(used(input.inUse(), tier, hour));
    }

    private static String ordered(Tier fixed) {
        return percent(GuardLimits.BETWEEN_TIERS) + " from " + GuardText.name(fixed) + " at least";
    }

    private void around(Guard guard, Map<Tier, WeeklyThreshold> before, double change, String text) {
        eachTier(tier -> clamp(
                guard,
                tier,
                hour -> used(before, tier, hour) / (1 + change),
                hour -> used(before, tier, hour) * (1 + change),
                percent(change) + text));
    }

    private void notLoosened(Guard guard, String text) {
        eachTier(tier -> clamp(guard, tier, hour -> Double.NaN, hour -> used(input.inUse(), tier, hour), text));
    }

    private void eachTier(Consumer<Tier> action) {
        looseness.keySet().forEach(action);
    }

    /** Moves a tier into an interval of looseness; NaN for an end that bounds nothing. */
    private void clamp(Guard guard, Tier tier, IntToDoubleFunction least, IntToDoubleFunction most, String text) {
        double[] hours = looseness.get(tier);
        if (hours == null) {
            return;
        }
        GuardText moved = new GuardText(side, tier, text);
        for (int hour = 0; hour < hours.length; hour++) {
            double before = hours[hour];
            // A comparison with NaN is false: no bound.
            if (before < least.applyAsDouble(hour) * (1 - ROUNDING)) {
                hours[hour] = least.applyAsDouble(hour);
            }
            if (before > most.applyAsDouble(hour) * (1 + ROUNDING)) {
                hours[hour] = most.applyAsDouble(hour);
            }
            moved.add(before, hours[hour]);
        }
        moved.reason(guard).ifPresent(reasons::add);
    }

    private double used(Map<Tier, WeeklyThreshold> thresholds, Tier tier, int hour) {
        WeeklyThreshold threshold = thresholds.get(tier);
        double found = threshold == null ? Double.NaN : loose(threshold, hour);
        return isUsable(found) ? found : Double.NaN;
    }

    private double loose(WeeklyThreshold threshold, int hour) {
        double found = Looseness.of(side, threshold.ofHour(hour));
        return isUsable(found) ? found : Double.NaN;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", PERCENT * share);
    }
}
