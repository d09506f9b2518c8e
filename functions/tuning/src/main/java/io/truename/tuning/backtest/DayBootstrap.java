// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import java.util.Arrays;
import java.util.Random;

/**
 * Interval of a ratio of two counts of the same days, by the percentile bootstrap (Efron, 1979) over whole days: alarms of one day
 * depend on each other, days much less.
 *
 * @param ratio of the sums
 * @param low 2.5 % quantile of the resampled ratios
 * @param high 97.5 % quantile of them
 */
public record DayBootstrap(double ratio, double low, double high) {
    private static final int SAMPLES = 2_000;
    private static final double LOW = 0.025;

    /**
     * Resamples days.
     *
     * @param numerators counts by day
     * @param denominators counts of the same days; their sum is more than 0
     */
    public static DayBootstrap of(long[] numerators, long[] denominators, long seed) {
        if (numerators.length != denominators.length
                || Arrays.stream(denominators).sum() <= 0) {
            throw new IllegalArgumentException("denominators: of the same days, one more than 0");
        }
        Random random = new Random(seed);
        double[] ratios = new double[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            long above = 0;
            long below = 0;
            for (int draw = 0; draw < numerators.length; draw++) {
                int day = random.nextInt(numerators.length);
                above += numerators[day];
                below += denominators[day];
            }
            ratios[sample] = below == 0 ? Double.POSITIVE_INFINITY : (double) above / below;
        }
        Arrays.sort(ratios);
        int cut = (int) Math.floor(LOW * SAMPLES);
        return new DayBootstrap(
                (double) Arrays.stream(numerators).sum()
                        / Arrays.stream(denominators).sum(),
                ratios[cut],
                ratios[SAMPLES - 1 - cut]);
    }
}
