// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import io.truename.tuning.series.MetricSeries;
import java.util.Random;

/** Latencies in milliseconds with a daily season and skewed noise, every five minutes from a Monday on. */
public final class SyntheticSeries {
    static final long MONDAY = 1_767_571_200_000L;
    static final long FIVE_MINUTES = 300_000;
    static final int SLOTS_OF_DAY = 288;

    private SyntheticSeries() {}

    static MetricSeries latencies(long seed, int days) {
        Random random = new Random(seed);
        double[] values = new double[days * SLOTS_OF_DAY];
        for (int slot = 0; slot < values.length; slot++) {
            double season = 1 + 0.4 * Math.sin(2 * Math.PI * slot / SLOTS_OF_DAY);
            values[slot] = 40 * season * Math.exp(0.2 * random.nextGaussian());
        }
        return MetricSeries.of(MONDAY, FIVE_MINUTES, values);
    }

    /** The series with some values times a factor. */
    static MetricSeries raised(MetricSeries series, int from, int slots, double factor) {
        double[] values = series.values();
        for (int slot = from; slot < from + slots; slot++) {
            values[slot] *= factor;
        }
        return series.with(values);
    }
}
