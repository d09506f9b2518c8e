// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.local.monitoring.store.MetricStore;
import io.truename.local.monitoring.store.Series;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules for one point of a client. */
final class PointRules {
    private static final Duration OLDEST = Duration.ofHours(25);
    private static final Duration NEWEST = Duration.ofMinutes(5);
    private static final Duration PACE = Duration.ofSeconds(5);

    private final MetricStore store;
    private final Descriptors descriptors;
    private final Clock clock;
    private final String project;

    PointRules(MetricStore store, Descriptors descriptors, Clock clock, String project) {
        this.store = store;
        this.descriptors = descriptors;
        this.clock = clock;
        this.project = project;
    }

    void write(TimeSeries series) {
        String type = series.getMetric().getType();
        MetricTypes.checkType(type);
        series.getMetric().getLabelsMap().keySet().forEach(MetricTypes::checkKey);
        require(
                series.getMetric().getLabelsCount() <= MetricTypes.MOST_LABELS,
                "A metric may have " + MetricTypes.MOST_LABELS + " labels.");
        Point point = series.getPoints(0);
        PointValue value = PointValue.fromProto(point.getValue());
        MetricKind kind = kind(series);
        MetricTypes.checkKind(type, kind, value.type());
        require(
                series.getValueType() == ValueType.VALUE_TYPE_UNSPECIFIED || series.getValueType() == value.type(),
                "The time series says " + series.getValueType() + ", its point is " + value.type() + ".");
        SeriesKey key = SeriesKey.of(
                type,
                series.getMetric().getLabelsMap(),
                series.getResource().getType(),
                ResourceTypes.labels(writable(series.getResource()), project));
        Sample sample = SampleTimes.sample(point.getInterval(), kind, value);
        checkAge(sample);
        store.descriptor(type).ifPresent(present -> {
            Descriptors.requireSame(present, kind, value.type());
            checkLabels(present, series.getMetric().getLabelsMap());
        });
        store.find(key).ifPresent(present -> checkOrder(present, sample));
        descriptors.ofFirstPoint(
                type, kind, value.type(), series.getMetric().getLabelsMap().keySet());
        store.append(key, kind, sample);
    }

    /** The kind that the series states; otherwise its descriptor's, and that of a new metric is GAUGE. */
    private MetricKind kind(TimeSeries series) {
        if (series.getMetricKind() != MetricKind.METRIC_KIND_UNSPECIFIED) {
            return series.getMetricKind();
        }
        return store.descriptor(series.getMetric().getType())
                .map(MetricDescriptor::getMetricKind)
                .orElse(MetricKind.GAUGE);
    }

    private static MonitoredResource writable(MonitoredResource resource) {
        require(
                ResourceTypes.find(resource.getType()).isEmpty() || ResourceTypes.isWritable(resource.getType()),
                "Metrics of users cannot be written to the resource " + resource.getType()
                        + ": use generic_task, generic_node or global.");
        return resource;
    }

    static void checkLabels(MetricDescriptor descriptor, Map<String, String> labels) {
        List<String> unknown = new ArrayList<>(labels.keySet());
        unknown.removeAll(Descriptors.keys(descriptor));
        require(
                unknown.isEmpty(),
                "The metric " + descriptor.getType() + " has no labels " + unknown
                        + ": add them to its descriptor, which has " + Descriptors.keys(descriptor) + ".");
    }

    private void checkAge(Sample sample) {
        Instant now = clock.instant();
        Instant end = Instant.ofEpochMilli(sample.end());
        require(
                !end.isBefore(now.minus(OLDEST)),
                "The end time " + end + " is more than " + OLDEST.toHours() + " hours in the past.");
        require(
                !end.isAfter(now.plus(NEWEST)),
                "The end time " + end + " is more than " + NEWEST.toMinutes() + " minutes in the future.");
    }

    private static void checkOrder(Series series, Sample sample) {
        checkOrder(
                series.key().metricType(),
                series.kind(),
                new Sample(series.lastStart(), series.lastEnd(), sample.value()),
                sample);
    }

    static void checkOrder(String type, MetricKind kind, Sample newest, Sample sample) {
        String metric = " {Metric: " + type + ", newest point: " + Instant.ofEpochMilli(newest.end()) + ", this one: "
                + Instant.ofEpochMilli(sample.end()) + "}";
        require(
                sample.end() > newest.end(),
                "Points must be written in order: the end time is not after that of the newest point." + metric);
        require(
                sample.end() - newest.end() >= PACE.toMillis(),
                "Points were written more often than one in " + PACE.toSeconds() + " seconds." + metric);
        require(
                kind == MetricKind.GAUGE
                        || sample.start() >= newest.end()
                        || (kind == MetricKind.CUMULATIVE && sample.start() == newest.start()),
                "Points must be written in order: the start time is before that of the newest point, or within its"
                        + " interval." + metric);
    }

    static void require(boolean met, String rule) {
        if (!met) {
            throw MonitoringException.invalid(rule);
        }
    }
}
