// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.guard;

import io.truename.tuning.baseline.Levels;
import io.truename.tuning.baseline.Robust;
import io.truename.tuning.series.HourOfWeek;
import io.truename.tuning.series.MetricSeries;
import java.util.Arrays;

/** Median of each hour of a series, and its distance from the usual level of the hour. */
final class HourlyMedians {
    private final MetricSeries hours;
    private final double[] residuals;

    private HourlyMedians(MetricSeries hours, double[] residuals) {
        this.hours = hours;
        this.residuals = residuals;
    }

    static HourlyMedians of(MetricSeries series) {
        long first = HourOfWeek.number(series.start());
        double[] medians = new double[(int) (HourOfWeek.number(series.end() - 1) - first) + 1];
        int slot = 0;
        for (int hour = 0; hour < medians.length; hour++) {
            int from = slot;
            while (slot < series.size() && HourOfWeek.number(series.time(slot)) == first + hour) {
                slot++;
            }
            medians[hour] = Robust.median(series.part(from, slot).present());
        }
        MetricSeries hours = MetricSeries.of(first * HourOfWeek.MILLIS, HourOfWeek.MILLIS, medians);
        return new HourlyMedians(
                hours, Levels.of(hours.start(), hours.period(), medians).residuals());
    }

    /** One value for each hour. */
    MetricSeries hours() {
        return hours;
    }

    double residual(int hour) {
        return residuals[hour];
    }

    /** Usual distance of an hour from its level. */
    double spread() {
        return Robust.deviation(
                Arrays.stream(residuals)
                        .filter(residual -> !Double.isNaN(residual))
                        .toArray(),
                0);
    }
}
