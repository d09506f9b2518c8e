// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.trend;

import java.util.Arrays;

/**
 * Hodges-Lehmann estimate of a shift from paired differences: the median of the means of all pairs. Its interval is exact and follows
 * from the distribution of Wilcoxon's signed-rank statistic (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3.2
 * and 3.3).
 */
public final class HodgesLehmann {
    /** Differences beyond this many would need hundreds of thousands of pairs. */
    public static final int MOST = 500;

    private HodgesLehmann() {}

    /**
     * Estimates the shift.
     *
     * @param differences finite; from 1 to {@value #MOST}
     * @param confidence of the two-sided interval, above 0 and below 1
     */
    public static Estimate of(double[] differences, double confidence) {
        int n = differences.length;
        if (n < 1 || n > MOST || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("differences, confidence: 1 to " + MOST + ", above 0 and below 1");
        }
        double[] means = new double[n * (n + 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                means[next++] = (differences[i] + differences[j]) / 2;
            }
        }
        Arrays.sort(means);
        double median = (means[(means.length - 1) / 2] + means[means.length / 2]) / 2;
        int outside = outside(n, (1 - confidence) / 2);
        return outside < 0
                ? new Estimate(median, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Estimate(median, means[outside], means[means.length - 1 - outside]);
    }

    /** The most that the signed-rank statistic of n differences reaches with at most this probability; -1 if it never is as rare. */
    private static int outside(int n, double probability) {
        int most = n * (n + 1) / 2;
        double[] chance = new double[most + 1];
        chance[0] = 1;
        for (int rank = 1; rank <= n; rank++) {
            for (int sum = rank * (rank + 1) / 2; sum >= 0; sum--) {
                chance[sum] = chance[sum] / 2 + (sum >= rank ? chance[sum - rank] / 2 : 0);
            }
        }
        double below = 0;
        for (int sum = 0; sum <= most; sum++) {
            below += chance[sum];
            if (below > probability) {
                return sum - 1;
            }
        }
        throw new IllegalStateException("probabilities add up to " + below);
    }
}
