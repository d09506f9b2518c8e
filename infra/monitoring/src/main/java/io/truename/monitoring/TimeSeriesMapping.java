// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import com.google.api.Distribution;
import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Mapping of our points to those of Cloud Monitoring. */
final class TimeSeriesMapping {
    private final MonitoredResource resource;
    private final Instant start;

    /**
     * Creates a mapping.
     *
     * @param start when the instance began to count; counters and distributions are since then
     */
    TimeSeriesMapping(String project, MonitoredInstance instance, Instant start) {
        this.resource = MonitoredResource.newBuilder()
                .setType(MonitoredInstance.TYPE)
                .putAllLabels(instance.labels(project))
                .build();
        this.start = start;
    }

    TimeSeries map(Series.Point point, Instant end) {
        io.truename.monitoring.Metric metric = point.metric();
        Metric.Builder named = Metric.newBuilder().setType(io.truename.monitoring.Metric.PREFIX + metric.name());
        for (int i = 0; i < metric.labels().size(); i++) {
            named.putLabels(metric.labels().get(i).name(), point.labels().get(i));
        }
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(named)
                .setResource(resource)
                .setUnit(metric.unit())
                .setDescription(metric.description());
        TimeInterval.Builder interval = TimeInterval.newBuilder().setEndTime(timestamp(end));
        TypedValue.Builder value = TypedValue.newBuilder();
        if (metric instanceof io.truename.monitoring.Metric.Gauge gauge) {
            series.setMetricKind(MetricKind.GAUGE);
            series.setValueType(gauge.whole() ? ValueType.INT64 : ValueType.DOUBLE);
            if (gauge.whole()) {
                value.setInt64Value(Math.round(point.last()));
            } else {
                value.setDoubleValue(point.last());
            }
        } else {
            series.setMetricKind(MetricKind.CUMULATIVE);
            interval.setStartTime(timestamp(start));
            if (metric instanceof io.truename.monitoring.Metric.Distribution of) {
                series.setValueType(ValueType.DISTRIBUTION);
                value.setDistributionValue(distribution(point, of.buckets()));
            } else {
                series.setValueType(ValueType.INT64);
                value.setInt64Value(point.count());
            }
        }
        return series.addPoints(Point.newBuilder().setInterval(interval).setValue(value))
                .build();
    }

    private static Distribution distribution(Series.Point point, Buckets buckets) {
        return Distribution.newBuilder()
                .setCount(point.count())
                .setMean(point.mean())
                .setSumOfSquaredDeviation(point.squaredDeviation())
                .setBucketOptions(Distribution.BucketOptions.newBuilder()
                        .setExplicitBuckets(
                                Distribution.BucketOptions.Explicit.newBuilder().addAllBounds(buckets.bounds())))
                .addAllBucketCounts(point.buckets())
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
