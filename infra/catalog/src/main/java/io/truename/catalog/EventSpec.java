// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Log event: a line of JSON that functions write.
 *
 * @param functions the functions that write it; each writes the fields that {@link #fieldsOf} gives
 * @param severities the severities that its lines may have
 * @param reported whether its lines of severity ERROR have the format of Error Reporting
 * @param sampling present if only some of its lines are written, with counts for the rest
 */
public record EventSpec(
        String name,
        String description,
        List<String> functions,
        List<Severity> severities,
        Map<String, Field> fields,
        boolean reported,
        Optional<Sampling> sampling) {
    /** Number of events that a line of a sampled event stands for; only sampled events have it. */
    public static final String COUNT = "count";

    /** Severity in Cloud Logging, in rising order. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    /** Type of a field's JSON value. */
    public enum Type {
        NUMBER,
        TEXT,
        BOOLEAN,
        /** An object of numbers by name. */
        OBJECT
    }

    /**
     * Field of an event's lines.
     *
     * @param values every value it can have; empty if they are not known beforehand. Of an object, its names
     * @param functions those of the event's functions that write it; empty for all
     */
    public record Field(Type type, String description, List<String> values, List<String> functions) {
        public Field {
            values = List.copyOf(values);
            functions = List.copyOf(functions);
        }
    }

    /**
     * Sampling of an event: of lines that agree in {@code keys}, an instance writes the first of each second and then a few;
     * a written line adds {@code sums} and {@link #COUNT} of those left out before it.
     *
     * @param keys fields with values, which are the same in all lines that are added up
     * @param hot field and values of the lines that may be left out; all others are written
     * @param sums numbers and objects that are added up
     */
    public record Sampling(List<String> keys, String hot, List<String> hotValues, List<String> sums) {
        public Sampling {
            keys = List.copyOf(keys);
            hotValues = List.copyOf(hotValues);
            sums = List.copyOf(sums);
        }
    }

    public EventSpec {
        functions = List.copyOf(functions);
        severities = List.copyOf(severities);
        fields = CatalogMaps.copy(fields);
    }

    /** Whether only some of its lines are written. */
    public boolean sampled() {
        return sampling.isPresent();
    }

    /** The names of the fields that one of its functions writes. */
    public Set<String> fieldsOf(String function) {
        return CatalogMaps.keys(
                fields,
                field -> field.functions().isEmpty() || field.functions().contains(function));
    }
}
