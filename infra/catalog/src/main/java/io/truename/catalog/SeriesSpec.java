// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Selection of time series: those of one metric with certain labels.
 *
 * @param resourceLabels labels of the monitored resource, each with the values of which one must match
 * @param metricLabels labels of the metric, likewise
 */
public record SeriesSpec(
        MetricSpec metric, Map<String, List<String>> resourceLabels, Map<String, List<String>> metricLabels) {
    public SeriesSpec {
        resourceLabels = CatalogMaps.copy(resourceLabels);
        metricLabels = CatalogMaps.copy(metricLabels);
    }

    /** The selection as a monitoring filter. */
    public String filter() {
        List<String> comparisons = new ArrayList<>();
        comparisons.add("metric.type=\"" + metric.type() + "\"");
        comparisons.add("resource.type=\"" + metric.resourceType() + "\"");
        resourceLabels.forEach((key, values) -> comparisons.add(comparison("resource.labels." + key, values)));
        metricLabels.forEach((key, values) -> comparisons.add(comparison("metric.labels." + key, values)));
        return String.join(" AND ", comparisons);
    }

    private static String comparison(String field, List<String> values) {
        String quoted = "\"" + String.join("\",\"", values) + "\"";
        return field + "=" + (values.size() == 1 ? quoted : "one_of(" + quoted + ")");
    }
}
