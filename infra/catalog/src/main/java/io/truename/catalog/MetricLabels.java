// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reader of a metric's labels. A label has a finite list of values, and one made from a log line reads a field that has such
 * a list, too. So no id, user, file name or free text can become a label.
 */
final class MetricLabels {
    private static final int MOST_LABELS = 10;
    private static final int MOST_COMBINATIONS = 1_000;
    private static final int MOST_VALUE_CHARACTERS = 100;

    /** Words of keys and fields that name a person, a thing or free text. */
    private static final Set<String> UNBOUNDED = Set.of(
            "id",
            "ids",
            "uuid",
            "user",
            "users",
            "file",
            "files",
            "hash",
            "sha",
            "sha256",
            "name",
            "email",
            "mail",
            "ip",
            "address",
            "text",
            "query",
            "message",
            "trace",
            "span",
            "run",
            "document",
            "chunk",
            "job",
            "token",
            "key",
            "secret",
            "password");

    private MetricLabels() {}

    static Map<String, MetricSpec.Label> read(
            CatalogFields metric, MetricSpec.Source source, Map<String, EventSpec> events) {
        Map<String, MetricSpec.Label> labels = new LinkedHashMap<>();
        Optional<CatalogFields> section = metric.optionalSection("labels");
        if (section.isEmpty()) {
            return labels;
        }
        CatalogFields entries = section.get();
        long combinations = 1;
        for (String key : entries.names()) {
            CatalogFields fields = entries.section(key);
            if (!key.matches("[a-z_]{1,100}")) {
                fields.refuseHere("is no key of a label", "use 1 to 100 small letters and _");
            }
            MetricSpec.Label label = new MetricSpec.Label(
                    fields.text("description"), fields.optionalText("field"), fields.list("values"));
            fields.refuseUnread();
            refuseUnbounded(key, label, fields);
            if (source instanceof MetricSpec.Source.Log log) {
                checkField(key, label, log.filter(), Optional.ofNullable(events.get(log.event())), fields);
            } else if (label.field().isPresent()) {
                fields.refuse("field", "only a label of a log-based metric has a field", "remove it");
            }
            combinations = Math.multiplyExact(
                    Math.min(combinations, MOST_COMBINATIONS + 1),
                    label.values().size());
            labels.put(key, label);
        }
        if (labels.size() > MOST_LABELS) {
            metric.refuse("labels", "has more than " + MOST_LABELS + " labels", "split the metric");
        }
        if (combinations > MOST_COMBINATIONS) {
            metric.refuse(
                    "labels",
                    "allows more than " + MOST_COMBINATIONS + " combinations of values",
                    "remove a label or values; each combination is a time series");
        }
        return labels;
    }

    private static void refuseUnbounded(String key, MetricSpec.Label label, CatalogFields fields) {
        String words = key + "_" + label.field().orElse("").replaceAll("([A-Z])", "_$1");
        Arrays.stream(words.toLowerCase(java.util.Locale.ROOT).split("[_.]+"))
                .filter(UNBOUNDED::contains)
                .findFirst()
                .ifPresent(word -> fields.refuseHere(
                        "the word " + word + " names a person, a thing or free text",
                        "leave it to the log line, where it costs no time series"));
        if (label.values().stream().anyMatch(value -> value.length() > MOST_VALUE_CHARACTERS)) {
            fields.refuse("values", "has a value of more than " + MOST_VALUE_CHARACTERS + " characters", "shorten it");
        }
    }

    private static void checkField(
            String key,
            MetricSpec.Label label,
            Optional<String> filter,
            Optional<EventSpec> event,
            CatalogFields fields) {
        String name = label.field().orElse("");
        if (name.isEmpty()) {
            fields.refuseHere("a label of a log-based metric is read from a field", "add field: " + key);
            return;
        }
        if (event.isEmpty()) {
            return;
        }
        Optional<EventSpec.Field> field = EventFields.find(event.get(), name);
        if (field.isEmpty()) {
            fields.refuse("field", event.get().name() + " has no field " + name, "declare it or correct the name");
            return;
        }
        List<String> possible = field.get().type() == EventSpec.Type.BOOLEAN
                ? List.of("true", "false")
                : field.get().values();
        if (possible.isEmpty()) {
            fields.refuse(
                    "field",
                    name + " can have any value",
                    "list its values in events.yaml, or leave it to the log line");
        }
        label.values().stream()
                .filter(value -> !possible.isEmpty() && !possible.contains(value))
                .forEach(
                        value -> fields.refuse("values", name + " is never " + value, "list values of the field only"));
        List<String> forgotten = possible.stream()
                .filter(value -> !label.values().contains(value))
                .toList();
        if (!forgotten.isEmpty() && filter.isEmpty()) {
            fields.refuse(
                    "values",
                    name + " can be " + String.join(", ", forgotten) + " as well",
                    "list every value of the field, or leave the others out by the filter");
        }
    }
}
