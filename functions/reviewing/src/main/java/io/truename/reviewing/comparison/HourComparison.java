// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.comparison;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Comparison of a measure in pairs of equal hours, by the mean of the differences with Student's interval of 95 %. It says worse or better
 * only if the interval leaves no doubt, and if the change is not too small for anybody to notice.
 *
 * @param pairs number of pairs in which both hours have a value
 * @param before mean of the hours before; empty without pairs
 * @param after mean of the hours after; empty without pairs
 * @param difference mean of after minus before, with its interval; empty with fewer than {@link #FEWEST} pairs
 */
public record HourComparison(
        int pairs, OptionalDouble before, OptionalDouble after, Optional<Difference> difference, Verdict verdict) {
    /** Fewest pairs of which an interval is computed. */
    public static final int FEWEST = 6;

    /** Smallest change, by the value before, that counts: 5 %. */
    public static final double SMALLEST = 0.05;

    private static final double UPPER = 0.975;

    /** Values of two equal hours; empty where there is none. */
    public record Pair(OptionalDouble before, OptionalDouble after) {}

    /** Mean difference and the bounds of its interval of 95 %. */
    public record Difference(double mean, double low, double high) {}

    /** Direction in which a measure is good. */
    public enum Good {
        LOW,
        HIGH,
        /** It tells how much was done, and neither is better. */
        NEITHER
    }

    /** Result. */
    public enum Verdict {
        BETTER,
        WORSE,
        /** No change that is larger than chance and than {@link #SMALLEST}. */
        UNCHANGED,
        /** It changed, and neither direction is better. */
        CHANGED,
        TOO_FEW
    }

    /** Compares. */
    public static HourComparison of(List<Pair> all, Good good) {
        List<Pair> pairs = all.stream()
                .filter(pair -> pair.before().isPresent() && pair.after().isPresent())
                .toList();
        int count = pairs.size();
        if (count == 0) {
            return new HourComparison(
                    0, OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(), Verdict.TOO_FEW);
        }
        double before =
                pairs.stream().mapToDouble(pair -> pair.before().getAsDouble()).sum() / count;
        double after =
                pairs.stream().mapToDouble(pair -> pair.after().getAsDouble()).sum() / count;
        if (count < FEWEST) {
            return new HourComparison(
                    count, OptionalDouble.of(before), OptionalDouble.of(after), Optional.empty(), Verdict.TOO_FEW);
        }
        double[] differences = pairs.stream()
                .mapToDouble(pair -> pair.after().getAsDouble() - pair.before().getAsDouble())
                .toArray();
        Difference difference = interval(differences, after - before);
        return new HourComparison(
                count,
                OptionalDouble.of(before),
                OptionalDouble.of(after),
                Optional.of(difference),
                verdict(difference, Math.abs(before), good));
    }

    private static Difference interval(double[] differences, double mean) {
        double squares = 0;
        for (double each : differences) {
            squares += (each - mean) * (each - mean);
        }
        double error = Math.sqrt(squares / (differences.length - 1) / differences.length);
        double half = error * new TDistribution(null, differences.length - 1).inverseCumulativeProbability(UPPER);
        return new Difference(mean, mean - half, mean + half);
    }

    private static Verdict verdict(Difference difference, double before, Good good) {
        boolean sure = difference.low() > 0 || difference.high() < 0;
        boolean large = Math.abs(difference.mean()) > SMALLEST * before;
        if (!sure || !large) {
            return Verdict.UNCHANGED;
        }
        return switch (good) {
            case NEITHER -> Verdict.CHANGED;
            case LOW -> difference.mean() > 0 ? Verdict.WORSE : Verdict.BETTER;
            case HIGH -> difference.mean() > 0 ? Verdict.BETTER : Verdict.WORSE;
        };
    }
}
