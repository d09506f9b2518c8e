// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reader of a selection of time series; its metric and the values of its labels must be declared. */
final class SeriesReader {
    private final Map<String, MetricSpec> metrics;

    SeriesReader(Map<String, MetricSpec> metrics) {
        this.metrics = metrics;
    }

    /** The selection; empty if there is no such metric. */
    Optional<SeriesSpec> read(CatalogFields fields) {
        String name = fields.text("metric");
        FunctionsReader.requireTarget(metrics, name, fields, "metric");
        Map<String, List<String>> resource = values(fields, "resource");
        Map<String, List<String>> labels = values(fields, "labels");
        fields.refuseUnread();
        MetricSpec metric = metrics.get(name);
        if (metric == null) {
            return Optional.empty();
        }
        labels.forEach((key, values) -> check(metric, key, values, fields));
        return Optional.of(new SeriesSpec(metric, resource, labels));
    }

    private static Map<String, List<String>> values(CatalogFields fields, String section) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        fields.optionalSection(section)
                .ifPresent(entries -> entries.names().forEach(key -> values.put(key, entries.oneOrMore(key))));
        return values;
    }

    private static void check(MetricSpec metric, String key, List<String> values, CatalogFields fields) {
        MetricSpec.Label label = metric.labels().get(key);
        if (label == null) {
            fields.refuse("labels", metric.name() + " has no label " + key, "declare it or correct the name");
            return;
        }
        values.stream()
                .filter(value -> !label.values().contains(value))
                .forEach(value ->
                        fields.refuse("labels", key + " is never " + value, "choose one of its declared values"));
    }
}
