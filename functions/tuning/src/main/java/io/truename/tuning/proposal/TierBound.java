// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.candidate.Bound;
import io.truename.tuning.candidate.Side;
import io.truename.tuning.candidate.Tier;
import io.truename.tuning.candidate.WeeklyThreshold;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One condition of an alert, with a threshold for each tier.
 *
 * @param window of the trailing median; zero for the values themselves
 * @param lasting time for which a threshold must be violated
 * @param thresholds by tier, one number or 168 by hour of the week, as {@link WeeklyThreshold#numbers} gives them
 */
public record TierBound(Duration window, Duration lasting, Map<Tier, List<Double>> thresholds) {
    public TierBound {
        Map<Tier, List<Double>> copy = new EnumMap<>(Tier.class);
        thresholds.forEach((tier, numbers) -> copy.put(tier, List.copyOf(numbers)));
        thresholds = Map.copyOf(copy);
    }

    static TierBound of(Duration window, Duration lasting, Map<Tier, WeeklyThreshold> thresholds) {
        Map<Tier, List<Double>> numbers = new EnumMap<>(Tier.class);
        thresholds.forEach((tier, threshold) -> numbers.put(tier, threshold.numbers()));
        return new TierBound(window, lasting, numbers);
    }

    /** Threshold of a tier; empty for one that the alert does not have. */
    public Optional<WeeklyThreshold> threshold(Tier tier) {
        return Optional.ofNullable(thresholds.get(tier)).map(WeeklyThreshold::ofNumbers);
    }

    Map<Tier, WeeklyThreshold> weekly() {
        Map<Tier, WeeklyThreshold> weekly = new EnumMap<>(Tier.class);
        thresholds.forEach((tier, numbers) -> weekly.put(tier, WeeklyThreshold.ofNumbers(numbers)));
        return weekly;
    }

    static Map<Tier, WeeklyThreshold> ofWindow(List<TierBound> bounds, Duration window) {
        return bounds.stream()
                .filter(bound -> bound.window.equals(window))
                .findFirst()
                .map(TierBound::weekly)
                .orElse(Map.of());
    }

    static List<Bound> bounds(List<TierBound> bounds, Side side, Tier tier) {
        Function<TierBound, Optional<Bound>> of = bound -> bound.threshold(tier)
                .map(threshold -> new Bound(bound.window, Bound.MEDIAN, side, threshold, bound.lasting));
        return bounds.stream().map(of).flatMap(Optional::stream).toList();
    }
}
