// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reader of {@code components.yaml}. */
final class ComponentsReader {
    private ComponentsReader() {}

    static Map<String, ComponentSpec> read(
            CatalogFile file, Reader yaml, Map<String, AlertSpec> alerts, Map<String, SloSpec> slos) {
        CatalogFields root = file.root(yaml);
        Map<String, CatalogFields> lines = new HashMap<>();
        Map<String, ComponentSpec> components = file.each(root, "components", (name, fields) -> {
            NameRules.check(name, "a component", fields);
            lines.put(name, fields);
            return new ComponentSpec(
                    name,
                    fields.text("description"),
                    fields.optionalList("alerts"),
                    fields.optionalList("slos"),
                    fields.optionalList("needs"));
        });
        root.refuseUnread();
        Map<String, String> owners = new HashMap<>();
        components.forEach((name, component) -> {
            CatalogFields fields = lines.getOrDefault(name, root);
            component.alerts().forEach(alert -> own(name, alert, "alerts", alerts, owners, fields));
            component.slos().forEach(slo -> own(name, slo, "slos", slos, owners, fields));
            component.needs().forEach(need -> FunctionsReader.requireTarget(components, need, fields, "needs"));
            if (needed(component, components).contains(name)) {
                fields.refuse("needs", "comes back to " + name, "remove the need that is none");
            }
        });
        return components;
    }

    private static void own(
            String component,
            String name,
            String field,
            Map<String, ?> targets,
            Map<String, String> owners,
            CatalogFields fields) {
        FunctionsReader.requireTarget(targets, name, fields, field);
        String other = owners.putIfAbsent(field + " " + name, component);
        if (other != null) {
            fields.refuse(field, name + " is about " + other + " already", "name it once");
        }
    }

    private static Set<String> needed(ComponentSpec component, Map<String, ComponentSpec> components) {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(component.needs());
        while (!open.isEmpty()) {
            String name = open.remove();
            ComponentSpec next = components.get(name);
            if (needed.add(name) && next != null) {
                open.addAll(next.needs());
            }
        }
        return needed;
    }
}
