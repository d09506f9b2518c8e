// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.series;

import java.util.Arrays;

/**
 * Quantile of the latest values of a series at each slot, as {@code quantile_over_time} of PromQL computes it: linear between
 * neighbouring ranks, over the values that are there; NaN where the window has none. It never looks ahead.
 */
public final class TrailingQuantile {
    private TrailingQuantile() {}

    /**
     * Computes it for every slot.
     *
     * @param window number of slots, the present one among them, at least 1
     * @param quantile from 0 to 1
     */
    public static double[] of(MetricSeries series, int window, double quantile) {
        if (window < 1 || !(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("window, quantile: at least 1 slot, from 0 to 1");
        }
        if (window == 1) {
            return series.values();
        }
        double[] sorted = new double[window];
        int held = 0;
        double[] result = new double[series.size()];
        for (int slot = 0; slot < result.length; slot++) {
            if (slot >= window) {
                double leaving = series.value(slot - window);
                if (!Double.isNaN(leaving)) {
                    int place = Arrays.binarySearch(sorted, 0, held, leaving);
                    System.arraycopy(sorted, place + 1, sorted, place, held - place - 1);
                    held--;
                }
            }
            double entering = series.value(slot);
            if (!Double.isNaN(entering)) {
                int place = Arrays.binarySearch(sorted, 0, held, entering);
                place = place < 0 ? -place - 1 : place;
                System.arraycopy(sorted, place, sorted, place + 1, held - place);
                sorted[place] = entering;
                held++;
            }
            result[slot] = ofSorted(sorted, held, quantile);
        }
        return result;
    }

    /** Quantile of the first {@code size} of sorted values; NaN if there is none. */
    public static double ofSorted(double[] sorted, int size, double quantile) {
        if (size == 0) {
            return Double.NaN;
        }
        double rank = quantile * (size - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(size - 1, below + 1);
        double share = rank - below;
        return sorted[below] * (1 - share) + sorted[above] * share;
    }
}
