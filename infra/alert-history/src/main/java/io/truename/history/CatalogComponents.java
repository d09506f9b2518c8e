// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import io.truename.catalog.Catalog;
import io.truename.tuning.incident.Components;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Components of an installation, and the components that each needs, as the catalog says: by them incidents are grouped. */
public final class CatalogComponents {
    private CatalogComponents() {}

    /** The components of a catalog. */
    public static Components of(Catalog catalog) {
        Map<String, String> about = new HashMap<>();
        Map<String, Set<String>> needs = new HashMap<>();
        catalog.components().forEach((name, component) -> {
            component.alerts().forEach(alert -> about.put(alert, name));
            component.slos().forEach(slo -> about.put(slo, name));
            needs.put(name, new HashSet<>(component.needs()));
        });
        return new Components(about, needs);
    }
}
