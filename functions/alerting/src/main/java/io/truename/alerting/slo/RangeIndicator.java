// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

import com.google.monitoring.v3.Range;
import com.google.monitoring.v3.WindowsBasedSli.MetricRange;
import java.util.List;

/** Windows in which a gauge's mean lies within a range, averaged or summed across series. Windows without points do not count. */
record RangeIndicator(MetricRange metric, long period, boolean summed, EventReader reader) implements Indicator {
    @Override
    public Tally tally(long end, long length) {
        Windows windows = Windows.within(end, length, period);
        long good = 0;
        var means = reader.means(metric.getTimeSeries(), windows.lastEnd(), windows.count() * period, period);
        for (List<Double> values : means.values()) {
            double sum = values.stream().mapToDouble(Double::doubleValue).sum();
            good += isGood(summed ? sum : sum / values.size()) ? 1 : 0;
        }
        return new Tally(good, means.size());
    }

    private boolean isGood(double value) {
        Range range = metric.getRange();
        return range.getMin() <= value && value <= range.getMax();
    }
}
