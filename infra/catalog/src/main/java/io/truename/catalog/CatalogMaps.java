// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Immutable maps in the order of the file. */
final class CatalogMaps {
    private CatalogMaps() {}

    static <T> Map<String, T> copy(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The entries that have a value. */
    static <T> Map<String, T> present(Map<String, Optional<T>> map) {
        Map<String, T> present = new LinkedHashMap<>();
        map.forEach((name, value) -> value.ifPresent(some -> present.put(name, some)));
        return present;
    }

    static <T> Set<String> keys(Map<String, T> map, Predicate<T> wanted) {
        Set<String> keys = new TreeSet<>();
        map.forEach((name, value) -> {
            if (wanted.test(value)) {
                keys.add(name);
            }
        });
        return Collections.unmodifiableSet(keys);
    }
}
