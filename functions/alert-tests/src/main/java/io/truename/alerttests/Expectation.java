// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import io.truename.alerting.policy.Incident;
import io.truename.alerting.series.SeriesKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which incidents of a policy are open at a time of a case.
 *
 * @param at time since the start of the case
 * @param series one for each open incident; empty if any will do
 */
record Expectation(Duration at, String policy, boolean firing, Optional<List<Firing>> series) {
    private static final List<String> FIELDS = List.of("at", "policy", "firing");
    private static final List<String> FIRING = List.of("condition", "labels", "resource");

    /** A series that fires: some of its labels, and the condition if it is stated. */
    record Firing(Optional<String> condition, Map<String, String> labels, Map<String, String> resource) {
        private static Firing read(String file, String place, Object value) {
            Fields fields = Fields.of(file, place, value, FIRING);
            return new Firing(
                    fields.find("condition").map(String::valueOf), fields.labels("labels"), fields.labels("resource"));
        }

        boolean is(Incident incident) {
            SeriesKey key = incident.series();
            return condition.map(incident.conditionName()::equals).orElse(true)
                    && key.metricLabels().entrySet().containsAll(labels.entrySet())
                    && key.resourceLabels().entrySet().containsAll(resource.entrySet());
        }
    }

    static Expectation read(String file, String place, Object value) {
        Fields fields = Fields.of(file, place, value, FIELDS);
        Object firing = fields.require("firing");
        List<Firing> series = new ArrayList<>();
        if (!(firing instanceof Boolean)) {
            fields.elements("firing").forEach((at, element) -> series.add(Firing.read(file, at, element)));
        }
        fields.require("at");
        return new Expectation(
                fields.duration("at", Duration.ZERO),
                fields.text("policy"),
                firing instanceof Boolean flag ? flag : !series.isEmpty(),
                firing instanceof Boolean ? Optional.empty() : Optional.of(series));
    }

    /** Whether these are the open incidents: each expected series is one of them, and no other is open. */
    boolean isMetBy(List<Incident> open) {
        if (series.isEmpty()) {
            return firing == !open.isEmpty();
        }
        List<Incident> left = new ArrayList<>(open);
        for (Firing expected : series.get()) {
            Optional<Incident> found = left.stream().filter(expected::is).findFirst();
            if (found.isEmpty()) {
                return false;
            }
            left.remove(found.get());
        }
        return left.isEmpty();
    }
}
