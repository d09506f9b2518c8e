// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.candidate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The candidates that a metric can choose from, by name. */
public final class Candidates {
    /** Both sides: a metric that may be too large or too small. */
    public static final List<Side> BOTH = List.of(Side.ABOVE, Side.BELOW);

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<List<Duration>> WINDOWS = List.of(
            List.of(Duration.ZERO, QUARTER, HOUR), List.of(Duration.ZERO, Duration.ofMinutes(5), QUARTER, HOUR));
    private static final double BUDGET = 0.02;
    private static final List<Double> BUDGETS = List.of(BUDGET, 1.5 * BUDGET, BUDGET / 2);
    private static final double PER_MILLE = 1_000;

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
                List.of(Duration.ZERO, QUARTER, HOUR),
                BUDGET,
                transform,
                sides);
    }

    /** Calibrated on hourly maxima of logarithms, as latencies are, with a budget of false hours. */
    public static Candidate latency(double budget) {
        return new HourlyMaxima("latency", WINDOWS.get(1), budget, Transform.LOG, BOTH);
    }

    /** The grid that a metric chooses from, the one to take without a choice first. */
    public static List<Candidate> grid(List<Side> sides) {
        List<Candidate> candidates = new ArrayList<>();
        for (Transform transform : Transform.values()) {
            for (List<Duration> windows : WINDOWS) {
                for (double budget : BUDGETS) {
                    candidates.add(
                            new HourlyMaxima(name(transform, windows, budget), windows, budget, transform, sides));
                }
            }
        }
        candidates.add(new MeanSigma("three-sigma-15m", 3, QUARTER, sides));
        candidates.add(new MeanSigma("two-sigma-15m", 2, QUARTER, sides));
        candidates.add(new MedianDeviation("three-mad-15m", 3, QUARTER, sides));
        return List.copyOf(candidates);
    }

    private static String name(Transform transform, List<Duration> windows, double budget) {
        String minutes = windows.stream()
                .map(window -> Long.toString(window.toMinutes()))
                .collect(Collectors.joining("-"));
        return "hourly-maxima-" + minutes + "m-" + Math.round(PER_MILLE * budget)
                + (transform == Transform.LOG ? "-log" : "");
    }
}
