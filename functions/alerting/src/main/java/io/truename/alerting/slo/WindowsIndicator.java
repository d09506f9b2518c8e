// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Range;
import com.google.monitoring.v3.WindowsBasedSli.MetricRange;
import java.util.List;
import java.util.function.Predicate;

/** Windows that the aligned values of their series make good. Windows without points do not count. */
record WindowsIndicator(String filter, Aligner aligner, Predicate<List<Double>> isGood, long period, EventReader reader)
        implements Indicator {
    /** Returns the windows in which a gauge's mean, averaged across series, lies within a range. */
    static Indicator mean(MetricRange metric, long period, EventReader reader) {
        return new WindowsIndicator(
                metric.getTimeSeries(),
                Aligner.ALIGN_MEAN,
                values -> within(metric.getRange(), sum(values) / values.size()),
                period,
                reader);
    }

    /** Returns the windows in which a gauge's mean, summed across series, lies within a range. */
    static Indicator sum(MetricRange metric, long period, EventReader reader) {
        return new WindowsIndicator(
                metric.getTimeSeries(),
                Aligner.ALIGN_MEAN,
                values -> within(metric.getRange(), sum(values)),
                period,
                reader);
    }

    /** Returns the windows in which any value of a boolean metric is true. */
    static Indicator anyTrue(String filter, long period, EventReader reader) {
        return new WindowsIndicator(filter, Aligner.ALIGN_COUNT_TRUE, values -> sum(values) > 0, period, reader);
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static boolean within(Range range, double value) {
        return range.getMin() <= value && value <= range.getMax();
    }

    @Override
    public Tally tally(long end, long length) {
        var windows = reader.windows(filter, aligner, Windows.within(end, length, period));
        return new Tally(windows.values().stream().filter(isGood).count(), windows.size());
    }
}
