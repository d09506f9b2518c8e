// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import io.truename.catalog.AlertSpec;
import java.util.List;
import java.util.Optional;

/**
 * Condition of an alert that compares values with a threshold.
 *
 * @param name of the condition within its alert
 */
public record ComparedCondition(AlertSpec alert, String name, AlertSpec.Condition condition, AlertSpec.Bound bound) {
    /** Conditions of an alert that compare with a threshold, in the order of the catalog. */
    public static List<ComparedCondition> of(AlertSpec alert) {
        return alert.conditions().entrySet().stream()
                .flatMap(entry -> bounds(entry.getValue()).stream()
                        .map(bound -> new ComparedCondition(alert, entry.getKey(), entry.getValue(), bound)))
                .toList();
    }

    /** Counts of the events that it compares a share of. */
    public Optional<AlertSpec.Counts> counts() {
        return condition instanceof AlertSpec.Condition.Query query ? query.counts() : Optional.empty();
    }

    private static List<AlertSpec.Bound> bounds(AlertSpec.Condition condition) {
        if (condition instanceof AlertSpec.Condition.Threshold threshold) {
            return List.of(threshold.bound());
        }
        return condition instanceof AlertSpec.Condition.Query query ? List.of(query.bound()) : List.of();
    }
}
