// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Monitored resource or metric of an incident.
 *
 * @param type such as {@code cloud_run_revision}; empty if the notification names none
 * @param labels sorted by name
 */
public record Labelled(String type, Map<String, String> labels) {
    /** No resource, no metric. */
    public static final Labelled NONE = new Labelled("", Map.of());

    public Labelled {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
