// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.SeriesKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Part of a time series' identity: {@code metric.type}, {@code metric.labels.x}, {@code resource.type} or {@code resource.labels.x}. */
public record Field(Kind kind, String label) {
    /** Which part. */
    public enum Kind {
        METRIC_TYPE,
        METRIC_LABEL,
        RESOURCE_TYPE,
        RESOURCE_LABEL
    }

    private static final Pattern NAME =
            Pattern.compile("(metric|resource)\\.(type|labels?\\.(\"([^\"]+)\"|([a-zA-Z0-9_]+)))");

    /**
     * Reads a field of {@code group_by_fields}.
     *
     * @throws MonitoringException if it is none
     */
    static Field parse(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.matches()) {
            throw MonitoringException.invalid("Series can be grouped by metric.type, metric.labels.x, resource.type and"
                    + " resource.labels.x; not by \"" + text + "\".");
        }
        boolean metric = text.startsWith("metric");
        if (name.group(2).equals("type")) {
            return new Field(metric ? Kind.METRIC_TYPE : Kind.RESOURCE_TYPE, "");
        }
        return new Field(
                metric ? Kind.METRIC_LABEL : Kind.RESOURCE_LABEL,
                name.group(4) != null ? name.group(4) : name.group(5));
    }

    String of(SeriesKey key) {
        return switch (kind) {
            case METRIC_TYPE -> key.metricType();
            case METRIC_LABEL -> key.metricLabels().getOrDefault(label, "");
            case RESOURCE_TYPE -> key.resourceType();
            case RESOURCE_LABEL -> key.resourceLabels().getOrDefault(label, "");
        };
    }
}
