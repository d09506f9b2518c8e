// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filter of a log-based metric: comparisons of declared fields with declared values, joined by AND. */
final class MetricFilter {
    private static final String VALUE = "\"[^\"\\\\]*\"|-?[0-9.]+|true|false";
    private static final Pattern COMPARISON =
            Pattern.compile("(jsonPayload\\.([A-Za-z0-9_.]+)|severity)(=|!=|>=|<=|>|<)(" + VALUE + "|[A-Z]+)");
    private static final Pattern WHOLE = Pattern.compile(COMPARISON.pattern() + "( AND " + COMPARISON.pattern() + ")*");

    private MetricFilter() {}

    /** Adds a problem for each comparison with a field or value that the event does not have. */
    static void check(String filter, EventSpec event, CatalogFields fields) {
        if (!WHOLE.matcher(filter).matches()) {
            fields.refuse(
                    "filter",
                    "is more than comparisons joined by AND",
                    "write comparisons such as jsonPayload.outcome=\"done\" AND severity=ERROR");
            return;
        }
        Matcher comparison = COMPARISON.matcher(filter);
        while (comparison.find()) {
            String name = comparison.group(2);
            if (name == null) {
                checkSeverity(comparison.group(4), event, fields);
                continue;
            }
            Optional<EventSpec.Field> field = EventFields.find(event, name);
            String value = unquoted(comparison.group(4));
            if (field.isEmpty()) {
                fields.refuse("filter", event.name() + " has no field " + name, "declare it or correct the name");
            } else if (!field.get().values().isEmpty() && !field.get().values().contains(value)) {
                fields.refuse("filter", name + " is never " + value, "compare it with one of its declared values");
            }
        }
    }

    private static void checkSeverity(String value, EventSpec event, CatalogFields fields) {
        if (event.severities().stream().noneMatch(severity -> severity.name().equals(value))) {
            fields.refuse("filter", event.name() + " never has severity " + value, "compare with one that it has");
        }
    }

    /** Whether the filter lets no line through that sampling may leave out. */
    static boolean leavesOutHot(Optional<String> filter, EventSpec.Sampling sampling) {
        Matcher comparison = COMPARISON.matcher(filter.orElse(""));
        while (comparison.find()) {
            boolean hot = sampling.hotValues().contains(unquoted(comparison.group(4)));
            boolean compared = sampling.hot().equals(comparison.group(2));
            String operator = comparison.group(3);
            boolean only = operator.equals("=") && !hot;
            boolean others =
                    operator.equals("!=") && hot && sampling.hotValues().size() == 1;
            if (compared && (only || others)) {
                return true;
            }
        }
        return false;
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
    }
}
