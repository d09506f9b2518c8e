// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The candidates that a metric can choose from, by name. */
public final class Candidates {
    /** Both sides: a metric that may be too large or too small. */
    public static final List<Side> BOTH = List.of(Side.ABOVE, Side.BELOW);

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final double BUDGET = 0.03;

    private Candidates() {}

    /** Simple policies that others use, to compare with. */
    public static List<Candidate> simple(List<Side> sides) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new MeanSigma("three-sigma", 3, Duration.ZERO, sides));
        candidates.add(new MeanSigma("two-sigma", 2, Duration.ZERO, sides));
        candidates.add(new MeanSigma("one-sigma", 1, Duration.ZERO, sides));
        candidates.add(new MeanSigma("three-sigma-15m", 3, QUARTER, sides));
        candidates.add(new MeanSigma("two-sigma-15m", 2, QUARTER, sides));
        candidates.add(new MedianDeviation("three-mad-15m", 3, QUARTER, sides));
        return List.copyOf(candidates);
    }

    /** Calibrated on hourly maxima, with windows of one value, fifteen minutes and an hour. */
    public static Candidate hourlyMaxima(Transform transform, List<Side> sides) {
        return new HourlyMaxima(
                transform == Transform.LOG ? "hourly-maxima-log" : "hourly-maxima",
                List.of(Duration.ZERO, QUARTER, Duration.ofHours(1)),
                BUDGET,
                transform,
                sides);
    }
}
