// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.edge.json.JsonBody;
import io.truename.history.ComparedCondition;
import java.util.List;
import java.util.Optional;

/** Fields of bodies that name an alert of the catalog. */
final class AlertFields {
    private AlertFields() {}

    /**
     * Reads {@code alert}, and {@code condition} where the alert has several with a threshold; adds the problems of both, and is empty
     * then.
     */
    static Optional<ComparedCondition> condition(JsonBody body, Catalog catalog) {
        boolean given = body.has("alert");
        Optional<AlertSpec> alert = body.text("alert", Optional.empty(), name -> Optional.of(alert(catalog, name)));
        boolean named = body.has("condition");
        Optional<String> condition = body.text("condition", Optional.empty(), Optional::of);
        if (!given) {
            body.problem("alert", "must be given: the name of an alert of the catalog", "nothing");
        }
        if (alert.isEmpty() || (named && condition.isEmpty())) {
            return Optional.empty();
        }
        List<ComparedCondition> comparing = ComparedCondition.of(alert.get());
        Optional<ComparedCondition> found = condition.isEmpty() && comparing.size() == 1
                ? Optional.of(comparing.get(0))
                : comparing.stream()
                        .filter(one -> condition.filter(one.name()::equals).isPresent())
                        .findFirst();
        if (found.isEmpty()) {
            body.problem("condition", rule(comparing), named ? "another name" : "nothing");
        }
        return found;
    }

    private static String rule(List<ComparedCondition> comparing) {
        return comparing.isEmpty()
                ? "must belong to another alert: no condition of this one compares with a threshold"
                : "must be one of "
                        + String.join(
                                ", ",
                                comparing.stream().map(ComparedCondition::name).toList());
    }

    /** The alert of that name; throws IllegalArgumentException with the rule. */
    static AlertSpec alert(Catalog catalog, String name) {
        AlertSpec alert = catalog.alerts().get(name);
        if (alert == null) {
            throw new IllegalArgumentException("must be the name of an alert of the catalog, such as "
                    + String.join(
                            ", ", catalog.alerts().keySet().stream().limit(2).toList()));
        }
        return alert;
    }
}
