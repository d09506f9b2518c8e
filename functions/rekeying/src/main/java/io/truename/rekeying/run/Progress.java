// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rate and remaining time of a run, from its recent batches.
 *
 * <p>Each batch i, i = 0 for the newest, has n<sub>i</sub> rows and g<sub>i</sub> seconds: those since the batch before it was
 * committed, by whichever worker. So holds, queues and workers side by side are counted as they are; a gap counts for the
 * batch's own duration and {@link #LONGEST_GAP} at most, since a pause that a person made says nothing about the rest. With
 * w<sub>i</sub> = 0.9<sup>i</sup>:
 *
 * <pre>
 * rate      r = Σ w n / Σ w g                     rows per second
 * residual  e = n - r g,   s² = Σ w e² / Σ w
 * error     c² = s² / (Σ w n / Σ w)² · Σ w² / (Σ w)² + 0.05²
 * expected  T = rows / r,  low = T exp(-2 c),  high = T exp(2 c)
 * </pre>
 *
 * <p>The 5 % stand for differences that batches cannot show, such as documents unlike the earlier ones.
 */
public record Progress(double rowsPerSecond, double relativeError) {
    /** As many batches as are worth reading: older ones weigh less than 2 % of the newest. */
    public static final int BATCHES = 40;

    private static final int FEWEST_BATCHES = 3;
    private static final double WEIGHT = 0.9;
    private static final double LEAST_ERROR = 0.05;
    private static final double SHORTEST_GAP = 0.001;

    /** A hold's longest delay, and the time until the queue delivers again. */
    static final Duration LONGEST_GAP = Duration.ofSeconds(60);

    /**
     * A batch that was committed.
     *
     * @param at when
     * @param seconds how long it took
     * @param rows over all tables
     */
    public record Done(Instant at, double seconds, long rows) {}

    /** Seconds that remain: probably not below low nor above high. */
    public record Remaining(double low, double expected, double high) {}

    /** From the newest {@link #BATCHES} batches of all workers, in any order; empty until there are 3, or while none moves rows. */
    public static Optional<Progress> of(List<Done> batches) {
        if (batches.size() < FEWEST_BATCHES) {
            return Optional.empty();
        }
        List<Done> newestFirst = new ArrayList<>(batches);
        newestFirst.sort(Comparator.comparing(Done::at).reversed());
        int count = newestFirst.size();
        double[] gaps = new double[count];
        double weights = 0;
        double squaredWeights = 0;
        double rows = 0;
        double seconds = 0;
        double weight = 1;
        for (int i = 0; i < count; i++) {
            Done batch = newestFirst.get(i);
            gaps[i] = i + 1 < count ? gap(newestFirst.get(i + 1), batch) : Math.max(SHORTEST_GAP, batch.seconds());
            weights += weight;
            squaredWeights += weight * weight;
            rows += weight * batch.rows();
            seconds += weight * gaps[i];
            weight *= WEIGHT;
        }
        if (rows <= 0) {
            return Optional.empty();
        }
        double rate = rows / seconds;
        double squares = 0;
        weight = 1;
        for (int i = 0; i < count; i++) {
            double residual = newestFirst.get(i).rows() - rate * gaps[i];
            squares += weight * residual * residual;
            weight *= WEIGHT;
        }
        double mean = rows / weights;
        double squaredError = squares / weights / (mean * mean) * squaredWeights / (weights * weights);
        return Optional.of(new Progress(rate, Math.sqrt(squaredError + LEAST_ERROR * LEAST_ERROR)));
    }

    private static double gap(Done before, Done batch) {
        double since = Duration.between(before.at(), batch.at()).toNanos() / 1e9;
        double longest = Math.max(0, batch.seconds()) + LONGEST_GAP.toSeconds();
        return Math.min(longest, Math.max(SHORTEST_GAP, since));
    }

    /** Estimated time for the given number of rows, with its bounds. */
    public Remaining remaining(long rows) {
        double expected = Math.max(0, rows) / rowsPerSecond;
        double factor = Math.exp(2 * relativeError);
        return new Remaining(expected / factor, expected, expected * factor);
    }
}
