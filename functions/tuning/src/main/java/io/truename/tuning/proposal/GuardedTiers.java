// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.baseline.Levels;
import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.FittedPolicy;
import io.truename.tuning.candidate.Past;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.TieredCandidate;
import io.truename.tuning.candidate.WeeklyThreshold;
import io.truename.tuning.guard.GuardInput;
import io.truename.tuning.guard.GuardReason;
import io.truename.tuning.guard.GuardedThresholds;
import io.truename.tuning.guard.Guards;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Thresholds of all tiers as they would be put in place: fitted, then guarded.
 *
 * @param bounds one for each window; none if the past is too short for the candidate
 */
record GuardedTiers(String candidate, List<TierBound> bounds, List<GuardReason> reasons) {
    /** Fits a candidate to a past. */
    static GuardedTiers of(
            TieredCandidate candidate, Past past, WeeklyThreshold usual, AlertShape shape, TuningLimits limits) {
        Map<Tier, FittedPolicy> fitted = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            fitted.put(tier, candidate.fit(past, tier));
        }
        List<TierBound> bounds = new ArrayList<>();
        List<GuardReason> reasons = new ArrayList<>();
        // A burn rate that the traffic carries in one tier may be too low for it in another, which has no bound then.
        List<Bound> most = fitted.values().stream()
                .map(FittedPolicy::bounds)
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
        WeeklyThreshold level = shape.form().of(usual, shape.side());
        for (int place = 0; place < most.size(); place++) {
            Map<Tier, WeeklyThreshold> proposed = new EnumMap<>(Tier.class);
            for (Map.Entry<Tier, FittedPolicy> tier : fitted.entrySet()) {
                if (place < tier.getValue().bounds().size()) {
                    proposed.put(
                            tier.getKey(),
                            shape.form().of(tier.getValue().bounds().get(place).threshold(), shape.side()));
                }
            }
            Bound bound = most.get(place);
            // A window of one period is the value itself.
            boolean value = bound.window().toMillis() <= past.series().period();
            Duration window = value ? shape.windows().get(0) : bound.window();
            GuardedThresholds guarded = Guards.check(new GuardInput(
                    shape.side(),
                    proposed,
                    TierBound.ofWindow(shape.inUse(), window),
                    TierBound.ofWindow(shape.monthAgo(), window),
                    Optional.of(level),
                    limits.incidentOpen(),
                    limits.budget(),
                    limits.guards()));
            bounds.add(TierBound.of(window, bound.lasting(), guarded.thresholds()));
            reasons.addAll(guarded.reasons());
        }
        return new GuardedTiers(candidate.name(), bounds, reasons);
    }

    /** Usual level by hour of the week. */
    static WeeklyThreshold usual(MetricSeries past) {
        Levels levels = Levels.of(past.start(), past.period(), past.values());
        return WeeklyThreshold.of(levels::ofHour);
    }

    /** The same without a tier. */
    GuardedTiers without(Tier tier) {
        List<TierBound> others = bounds.stream()
                .map(bound -> {
                    Map<Tier, List<Double>> thresholds = new EnumMap<>(bound.thresholds());
                    thresholds.remove(tier);
                    return new TierBound(bound.window(), bound.lasting(), thresholds);
                })
                .toList();
        return new GuardedTiers(
                candidate,
                others,
                reasons.stream().filter(reason -> reason.tier() != tier).toList());
    }

    FittedPolicy policy(AlertShape shape, Tier tier) {
        return policy(candidate, bounds, shape, tier);
    }

    /** The policy of one tier as it is. */
    static FittedPolicy inUse(AlertShape shape, Tier tier) {
        return policy(ThresholdProposal.IN_USE, shape.inUse(), shape, tier);
    }

    /** In the form that the alert's policy has. */
    private static FittedPolicy policy(String candidate, List<TierBound> bounds, AlertShape shape, Tier tier) {
        return new FittedPolicy(candidate, 0, TierBound.bounds(bounds, shape.side(), tier))
                .with(shape.form().hysteresis());
    }
}
