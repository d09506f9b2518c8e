// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A way to make the policies of all three tiers of an alert, which differ in strictness only: bound by bound they have the same window,
 * side and duration.
 *
 * @param name unique among candidates
 * @param byTier one for each tier
 */
public record TieredCandidate(String name, Map<Tier, Candidate> byTier) {
    public TieredCandidate {
        byTier = Map.copyOf(byTier);
    }

    /** A candidate of one kind for each tier. */
    public static TieredCandidate of(String name, Function<Tier, Candidate> kind) {
        Map<Tier, Candidate> byTier = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            byTier.put(tier, kind.apply(tier));
        }
        return new TieredCandidate(name, byTier);
    }

    /**
     * Candidates of an alert that compares one side: hourly maxima, calibrated to the share of the hours that 3, 2 and 1 deviations
     * leave of normal values, in all of the windows and in the first alone, on both scales; mean and deviations; median and median
     * deviations; the 95th percentile and deviations.
     *
     * @param windows of the trailing medians
     * @param lastings durations to choose from
     */
    public static List<TieredCandidate> grid(Side side, List<Duration> windows, List<Duration> lastings) {
        List<TieredCandidate> grid = new ArrayList<>();
        List<Side> sides = List.of(side);
        List<List<Duration>> choices = windows.size() == 1 ? List.of(windows) : List.of(windows, windows.subList(0, 1));
        for (Duration lasting : lastings) {
            String after = lasting.isZero() ? "" : "-" + lasting.toMinutes() + "m";
            for (Transform transform : Transform.values()) {
                for (List<Duration> choice : choices) {
                    String name =
                            "hourly-maxima-" + minutes(choice) + (transform == Transform.LOG ? "-log" : "") + after;
                    grid.add(of(name, tier -> new HourlyMaxima(name, choice, tier.share(), transform, sides, lasting)));
                }
            }
            grid.add(of(
                    "mean-sigma" + after, tier -> new MeanSigma("mean-sigma" + after, tier.sigmas(), lasting, sides)));
            grid.add(of(
                    "median-mad" + after,
                    tier -> new MedianDeviation("median-mad" + after, tier.sigmas(), lasting, sides)));
        }
        if (side == Side.ABOVE && lastings.contains(Tier.LASTING)) {
            grid.add(of("p95-sigma", tier -> tier));
        }
        return List.copyOf(grid);
    }

    /** The policy of a tier. */
    public FittedPolicy fit(Past past, Tier tier) {
        return Objects.requireNonNull(byTier.get(tier)).fit(past);
    }

    private static String minutes(List<Duration> windows) {
        return windows.stream()
                .map(window -> Long.toString(window.toMinutes()))
                .collect(Collectors.joining("-", "", "m"));
    }
}
