// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Estimate of a ledger's bytes from a sample of contents, with an interval of 95 %. The three estimates add up to the total, which is
 * known. An interval covers one line; the lines together are covered less often.
 *
 * <p>The largest contents are exact. Of the rest, the bytes of a line are their share in the sample, times the bytes of the rest (ratio
 * estimator [1]). Its deviation comes from their residuals. With heavy tails a few contents decide it, so that the interval is Student's, with as
 * many degrees of freedom as contents count: (Σ e²)² / Σ e⁴ of the residuals [2]. The tail ends where the largest contents begin; without those an
 * interval covers less than it says.
 *
 * <p>[1] Särndal, Swensson, Wretman: Model Assisted Survey Sampling, 1992. [2] Satterthwaite: An Approximate Distribution of Estimates of Variance
 * Components, Biometrics Bulletin 2, 1946.
 *
 * @param share of contents that were sampled
 * @param sampled number of contents in the sample, without the largest
 * @param largest number of contents that were counted exactly
 */
public record SampleEstimate(
        double share, int sampled, int largest, long totalBytes, Range unique, Range sameOwner, Range acrossOwners) {
    /** Confidence of the intervals. */
    public static final double CONFIDENCE = 0.95;

    /** Fewer sampled contents have no deviation to go by. */
    public static final int FEWEST = 30;

    private static final double UPPER = (1 + CONFIDENCE) / 2;
    private static final double FEWEST_DEGREES = 2;

    /** Bytes, from low to high. Equal for an exact number. */
    public record Range(double bytes, double low, double high) {
        /** Whether it holds the number. */
        public boolean holds(double truth) {
            return low <= truth && truth <= high;
        }
    }

    static SampleEstimate of(double share, long totalBytes, List<SavingsLedger> largest, List<SavingsLedger> others) {
        long exact = sum(largest);
        long sampledBytes = sum(others);
        long rest = totalBytes - exact;
        if (rest < sampledBytes) {
            throw new IllegalArgumentException("totalBytes: " + totalBytes
                    + " are fewer than the sample has; count them at the" + " same time as the sample");
        }
        if (share == 1 && rest != sampledBytes) {
            throw new IllegalArgumentException(
                    "totalBytes: differ from the sum of all contents; count them at the same time");
        }
        if (rest > 0 && share < 1 && others.size() < FEWEST) {
            throw new IllegalArgumentException("others: only " + others.size() + " contents are sampled, and " + FEWEST
                    + " are needed; sample with fewer bits, or count exactly");
        }
        Estimator estimator = new Estimator(share, rest, sampledBytes, largest, others);
        return new SampleEstimate(
                share,
                others.size(),
                largest.size(),
                totalBytes,
                estimator.range(content -> content.unique().bytes()),
                estimator.range(content -> content.sameOwner().bytes()),
                estimator.range(content -> content.acrossOwners().bytes()));
    }

    private static long sum(List<SavingsLedger> contents) {
        return contents.stream().mapToLong(content -> content.total().bytes()).reduce(0, Math::addExact);
    }

    private record Estimator(
            double share, long rest, long sampledBytes, List<SavingsLedger> largest, List<SavingsLedger> others) {
        Range range(ToDoubleFunction<SavingsLedger> line) {
            double exact = largest.stream().mapToDouble(line).sum();
            if (sampledBytes == 0) {
                // Contents of no bytes tell nothing of the others.
                return new Range(exact, exact, exact + rest);
            }
            double part = others.stream().mapToDouble(line).sum() / sampledBytes;
            double value = exact + part * rest;
            double half = half(line, part);
            // Nothing is less than was counted, nor more than leaves the other lines with theirs.
            double counted = exact + others.stream().mapToDouble(line).sum();
            double most = exact
                    + rest
                    - (sampledBytes - others.stream().mapToDouble(line).sum());
            return new Range(value, Math.max(counted, value - half), Math.min(most, value + half));
        }

        private double half(ToDoubleFunction<SavingsLedger> line, double part) {
            double[] squares = others.stream()
                    .mapToDouble(content ->
                            line.applyAsDouble(content) - part * content.total().bytes())
                    .map(residual -> residual * residual)
                    .toArray();
            double sum = Arrays.stream(squares).sum();
            if (sum == 0 || share == 1) {
                return 0;
            }
            double contents = squares.length;
            double deviation = Math.sqrt((1 - share) * sum * contents / (contents - 1)) * rest / sampledBytes;
            double effective = sum
                    * sum
                    / Arrays.stream(squares).map(square -> square * square).sum();
            return deviation
                    * new TDistribution(null, Math.max(FEWEST_DEGREES, effective)).inverseCumulativeProbability(UPPER);
        }
    }
}
