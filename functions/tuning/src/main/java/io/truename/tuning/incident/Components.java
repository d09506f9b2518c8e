// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Parts of an installation that can fail, such as the database and each function, and which of them need which.
 *
 * @param about component that an alert or an objective is about, by its name in the catalog
 * @param needs components that one uses, so that their failure can show in it; the ones that those need follow by themselves
 */
public record Components(Map<String, String> about, Map<String, Set<String>> needs) {
    /** Labels of resources and metrics that name a function. */
    private static final List<String> NAMING = List.of("service_name", "function");

    public Components {
        about = Map.copyOf(about);
        Map<String, Set<String>> copies = new HashMap<>();
        needs.forEach((component, needed) -> copies.put(component, Set.copyOf(needed)));
        needs = Map.copyOf(copies);
    }

    /**
     * Component that an incident is about: of its objective, by a label that names a function, or of its alert. An incident of an
     * unknown policy has a component of its own.
     */
    public String of(IncidentNotification told) {
        IncidentNotification.Policy policy = told.policy();
        if (!policy.objective().isEmpty()) {
            return about.getOrDefault(policy.objective(), policy.objective());
        }
        return NAMING.stream()
                .flatMap(label -> Stream.of(told.resource(), told.metric())
                        .map(labelled -> labelled.labels().getOrDefault(label, "")))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> about.getOrDefault(policy.alert(), policy.name()));
    }

    /** A component and everything that it needs, the nearest first: where the cause of its failure can be. */
    public List<String> causesOf(String component) {
        Set<String> causes = new LinkedHashSet<>();
        List<String> step = List.of(component);
        while (!step.isEmpty()) {
            List<String> added = step.stream().filter(causes::add).toList();
            Set<String> next = new TreeSet<>();
            added.forEach(one -> next.addAll(needs.getOrDefault(one, Set.of())));
            step = new ArrayList<>(next);
        }
        return List.copyOf(causes);
    }
}
