// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

import com.google.api.Metric;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.TimeSeries;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Identity of a time series: metric type, monitored resource, and the labels of both. */
public record SeriesKey(
        String metricType,
        SortedMap<String, String> metricLabels,
        String resourceType,
        SortedMap<String, String> resourceLabels)
        implements Comparable<SeriesKey> {
    public SeriesKey {
        metricLabels = Collections.unmodifiableSortedMap(new TreeMap<>(metricLabels));
        resourceLabels = Collections.unmodifiableSortedMap(new TreeMap<>(resourceLabels));
    }

    public static SeriesKey of(
            String metricType,
            Map<String, String> metricLabels,
            String resourceType,
            Map<String, String> resourceLabels) {
        return new SeriesKey(metricType, new TreeMap<>(metricLabels), resourceType, new TreeMap<>(resourceLabels));
    }

    /** Returns the identity that a time series states. */
    public static SeriesKey of(TimeSeries series) {
        return of(
                series.getMetric().getType(),
                series.getMetric().getLabelsMap(),
                series.getResource().getType(),
                series.getResource().getLabelsMap());
    }

    /** Returns the metric and resource as the API states them, without points. */
    public TimeSeries toProto() {
        return TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(metricType).putAllLabels(metricLabels))
                .setResource(
                        MonitoredResource.newBuilder().setType(resourceType).putAllLabels(resourceLabels))
                .build();
    }

    /** Returns a text that is different for different keys. */
    public String text() {
        StringBuilder text = new StringBuilder(metricType);
        metricLabels.forEach((key, value) ->
                text.append('\u0001').append(key).append('\u0002').append(value));
        text.append('\u0000').append(resourceType);
        resourceLabels.forEach((key, value) ->
                text.append('\u0001').append(key).append('\u0002').append(value));
        return text.toString();
    }

    @Override
    public int compareTo(SeriesKey other) {
        return text().compareTo(other.text());
    }
}
