// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.promql;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Element of an instant vector. */
record Element(SortedMap<String, String> labels, double value) {
    static final String NAME = "__name__";

    /** The element with another value, without its metric's name. */
    Element derived(double other) {
        return new Element(without(labels, NAME), other);
    }

    static SortedMap<String, String> without(SortedMap<String, String> labels, String... names) {
        SortedMap<String, String> rest = new TreeMap<>(labels);
        for (String name : names) {
            rest.remove(name);
        }
        return rest;
    }

    static SortedMap<String, String> only(SortedMap<String, String> labels, Collection<String> names) {
        SortedMap<String, String> kept = new TreeMap<>(labels);
        kept.keySet().retainAll(names);
        return kept;
    }
}
