// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.inject;

import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.Random;

/**
 * Latencies of a service that does not exist, in milliseconds: a daily season, quieter weekends, skewed noise that lasts for minutes,
 * and rare harmless spikes of one period. The seed chooses the service, too. Equal seeds give equal values.
 *
 * @param seed of the service and its noise
 * @param start milliseconds since 1970
 * @param periodMillis between values
 */
public record SyntheticLatency(long seed, long start, long periodMillis) {
    private static final double LEAST_LEVEL = 30;
    private static final double MORE_LEVEL = 50;
    private static final double LEAST_SEASON = 0.2;
    private static final double MORE_SEASON = 0.3;
    private static final double LEAST_WEEKEND = 0.6;
    private static final double MORE_WEEKEND = 0.3;
    private static final double LEAST_NOISE = 0.06;
    private static final double MORE_NOISE = 0.08;
    /** Correlation of the noise of one minute with that of the next. */
    private static final double LASTING = 0.6;

    private static final double SPIKES = 0.0005;
    private static final double SPIKE = 0.5;
    private static final double HOURS_OF_DAY = 24;
    private static final double MINUTE = 60_000;

    /** Values of some days. */
    public MetricSeries days(int days) {
        Random random = new Random(seed);
        double level = LEAST_LEVEL + MORE_LEVEL * random.nextDouble();
        double season = LEAST_SEASON + MORE_SEASON * random.nextDouble();
        double weekend = LEAST_WEEKEND + MORE_WEEKEND * random.nextDouble();
        double noise = LEAST_NOISE + MORE_NOISE * random.nextDouble();
        double peak = HOURS_OF_DAY * random.nextDouble();
        double lasting = Math.pow(LASTING, periodMillis / MINUTE);
        double[] values = new double[(int) (days * HOURS_OF_DAY * HourOfWeek.MILLIS / periodMillis)];
        double deviation = 0;
        for (int slot = 0; slot < values.length; slot++) {
            long time = start + slot * periodMillis;
            double hour = (double) time / HourOfWeek.MILLIS;
            deviation = lasting * deviation + Math.sqrt(1 - lasting * lasting) * random.nextGaussian();
            double usual = level
                    * (1 + season * Math.cos(2 * Math.PI * (hour - peak) / HOURS_OF_DAY))
                    * (HourOfWeek.isWeekend(HourOfWeek.of(time)) ? weekend : 1);
            boolean spike = random.nextDouble() < SPIKES;
            values[slot] = usual * Math.exp(noise * deviation) * (spike ? 1 + SPIKE * random.nextDouble() : 1);
        }
        return MetricSeries.of(start, periodMillis, values);
    }
}
