// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.trend;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Mann-Kendall test of a monotonic trend, with the correction for ties and for continuity (Mann 1945; Kendall, Rank Correlation
 * Methods; Gilbert 1987, chapter 16).
 */
public final class MannKendall {
    private static final int FEWEST = 4;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private MannKendall() {}

    /**
     * Probability of a rise as steady as this one if there were no trend: one-sided.
     *
     * @param values in order of time, at least {@value #FEWEST}, each independent of the one before
     */
    public static double pOfRise(double... values) {
        if (values.length < FEWEST) {
            throw new IllegalArgumentException("values: at least " + FEWEST + ", got " + values.length);
        }
        long score = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                score += Double.compare(values[j], values[i]);
            }
        }
        double variance = variance(values);
        if (variance == 0) {
            return 1;
        }
        double corrected = score - Math.signum((double) score);
        return 1 - NORMAL.cumulativeProbability(corrected / Math.sqrt(variance));
    }

    /** Variance of the score under no trend. */
    static double variance(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double n = sorted.length;
        double variance = n * (n - 1) * (2 * n + 5);
        int tied = 1;
        for (int i = 1; i <= sorted.length; i++) {
            if (i < sorted.length && sorted[i] == sorted[i - 1]) {
                tied++;
            } else {
                variance -= (double) tied * (tied - 1) * (2 * tied + 5);
                tied = 1;
            }
        }
        return variance / 18;
    }
}
