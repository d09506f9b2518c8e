// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import io.truename.alerting.series.SeriesKey;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names that Cloud Monitoring's metrics and labels have in PromQL. */
public final class PromqlNames {
    private PromqlNames() {}

    /** Returns a metric type's name. A distribution's series add {@code _bucket}, {@code _sum} and {@code _count}. */
    public static String metric(String type) {
        return type.replaceFirst("/", ":").replaceAll("[^a-zA-Z0-9:]", "_");
    }

    /** Returns the labels of metric and resource. A metric's label that the resource has too gets the prefix {@code metric_}. */
    public static SortedMap<String, String> labels(SeriesKey key) {
        SortedMap<String, String> labels = new TreeMap<>(key.resourceLabels());
        labels.put("monitored_resource", key.resourceType());
        key.metricLabels()
                .forEach((label, value) -> labels.put(
                        key.resourceLabels().containsKey(label) || label.equals("monitored_resource")
                                ? "metric_" + label
                                : label,
                        value));
        return labels;
    }
}
