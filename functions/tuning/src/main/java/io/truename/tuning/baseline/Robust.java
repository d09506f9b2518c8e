// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.baseline;

import io.truename.tuning.series.TrailingQuantile;
import java.util.Arrays;

/** Median and deviation from it, which half of the values cannot move far (Huber, Robust Statistics). */
public final class Robust {
    /** 1 / quantile of the standard normal distribution at 3/4. */
    private static final double OF_NORMAL_VALUES = 1.4826022185056018;

    private static final double MEDIAN = 0.5;

    private Robust() {}

    /** Median; NaN of none. */
    public static double median(double... values) {
        return quantile(values, MEDIAN);
    }

    /** Quantile, linear between ranks; NaN of none. */
    public static double quantile(double[] values, double quantile) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return TrailingQuantile.ofSorted(sorted, sorted.length, quantile);
    }

    /** Median absolute deviation from a centre, scaled to the standard deviation of normal values. */
    public static double deviation(double[] values, double centre) {
        return OF_NORMAL_VALUES
                * median(Arrays.stream(values)
                        .map(value -> Math.abs(value - centre))
                        .toArray());
    }

    static double ofSorted(double... sorted) {
        return TrailingQuantile.ofSorted(sorted, sorted.length, MEDIAN);
    }
}
