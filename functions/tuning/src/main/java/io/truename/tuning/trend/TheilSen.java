// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.trend;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Theil-Sen estimate of a slope: the median of the slopes of all pairs, with the interval that follows from Kendall's score (Sen 1968).
 * Almost a third of the values may be outliers without moving it far.
 */
public final class TheilSen {
    /** Values beyond this many would need millions of pairs. */
    public static final int MOST = 2_000;

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private TheilSen() {}

    /**
     * Estimates the slope, in units of y by units of x.
     *
     * @param x rising strictly; from 2 to {@value #MOST} values
     * @param y as many
     * @param confidence of the two-sided interval, above 0 and below 1
     */
    public static Estimate slope(double[] x, double[] y, double confidence) {
        if (x.length != y.length || x.length < 2 || x.length > MOST || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("x, y, confidence: 2 to " + MOST + " values each, above 0 and below 1");
        }
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int next = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                if (!(x[j] > x[i])) {
                    throw new IllegalArgumentException("x: must rise");
                }
                slopes[next++] = (y[j] - y[i]) / (x[j] - x[i]);
            }
        }
        Arrays.sort(slopes);
        double median = (slopes[(slopes.length - 1) / 2] + slopes[slopes.length / 2]) / 2;
        double reach = NORMAL.inverseCumulativeProbability((1 + confidence) / 2) * Math.sqrt(MannKendall.variance(y));
        long below = (long) Math.floor((slopes.length - reach) / 2) - 1;
        return below < 0
                ? new Estimate(median, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Estimate(median, slopes[(int) below], slopes[(int) (slopes.length - 1 - below)]);
    }
}
