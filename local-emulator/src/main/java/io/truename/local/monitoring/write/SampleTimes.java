// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.TimeInterval;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;

/** Intervals of points; kept to the millisecond. */
final class SampleTimes {
    private SampleTimes() {}

    /**
     * Reads a point's interval.
     *
     * @throws MonitoringException if it does not fit the metric kind
     */
    static Sample sample(TimeInterval interval, MetricKind kind, PointValue value) {
        if (!interval.hasEndTime()) {
            throw MonitoringException.invalid("The point has no interval.end_time.");
        }
        long end = millis(interval.getEndTime());
        long start = interval.hasStartTime() ? millis(interval.getStartTime()) : end;
        if (kind == MetricKind.GAUGE) {
            if (start != end) {
                throw MonitoringException.invalid("A GAUGE has a start time equal to the end time, or none.");
            }
        } else if (start >= end) {
            throw MonitoringException.invalid("A " + kind + " has a start time before the end time.");
        }
        return new Sample(start, end, value);
    }

    private static long millis(Timestamp time) {
        if (!Timestamps.isValid(time)) {
            throw MonitoringException.invalid("The interval of the point is outside of years 1 to 9999.");
        }
        return Timestamps.toMillis(time);
    }
}
