// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

import com.google.monitoring.v3.TimeSeriesRatio;
import io.truename.alerting.series.MonitoringException;

/** Requests counted by two of three series: good, bad and all of them. */
final class RatioIndicator implements Indicator {
    private final TimeSeriesRatio ratio;
    private final EventReader reader;

    RatioIndicator(TimeSeriesRatio ratio, EventReader reader) {
        this.ratio = ratio;
        this.reader = reader;
        int filters = given(ratio.getGoodServiceFilter())
                + given(ratio.getBadServiceFilter())
                + given(ratio.getTotalServiceFilter());
        if (filters != 2) {
            throw MonitoringException.invalid("good_total_ratio must have two of good_service_filter,"
                    + " bad_service_filter and total_service_filter; it has " + filters + ".");
        }
    }

    private static int given(String filter) {
        return filter.isEmpty() ? 0 : 1;
    }

    @Override
    public Tally tally(long end, long length) {
        if (ratio.getTotalServiceFilter().isEmpty()) {
            double good = reader.count(ratio.getGoodServiceFilter(), end, length);
            return new Tally(good, good + reader.count(ratio.getBadServiceFilter(), end, length));
        }
        double total = reader.count(ratio.getTotalServiceFilter(), end, length);
        return ratio.getGoodServiceFilter().isEmpty()
                ? new Tally(total - reader.count(ratio.getBadServiceFilter(), end, length), total)
                : new Tally(reader.count(ratio.getGoodServiceFilter(), end, length), total);
    }
}
