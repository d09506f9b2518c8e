// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import io.truename.edge.json.EnumNames;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Declaration of a log event: its name, severities and fields. Each is a constant of a function's class of events, and {@code
 * terraform/catalog/events.yaml} has the same; {@link EventLog} writes nothing else. Immutable.
 *
 * @param severities the severities that its lines may have
 * @param fields by name, in the order in which they were declared
 * @param reported whether a line of severity ERROR goes to Error Reporting
 * @param sampling present if lines may be left out
 */
public record LogEvent(
        String name,
        Set<EventLog.Severity> severities,
        Map<String, Field> fields,
        boolean reported,
        Optional<Sampling> sampling) {
    /** Number of events that a line of a sampled event stands for. */
    public static final String COUNT = "count";

    /** Text written instead of one that is not declared, so that nothing of a request becomes a label of a metric. */
    public static final String OTHER = "other";

    /** Type of a field's JSON value. */
    public enum Type {
        NUMBER,
        TEXT,
        BOOLEAN,
        /** Numbers by name. */
        OBJECT
    }

    /**
     * Field of an event.
     *
     * @param values every value it can have, as written; empty if they are not known beforehand. Of an object, its names
     */
    public record Field(Type type, Set<String> values) {
        public Field {
            values = Set.copyOf(values);
        }
    }

    /**
     * Sampling of an event.
     *
     * @param keys fields with values, which are the same in all lines that are added up
     * @param hot a line may be left out if this field has one of {@code hotValues}
     * @param sums numbers and objects that are added up
     */
    public record Sampling(List<String> keys, String hot, Set<String> hotValues, Set<String> sums) {
        public Sampling {
            keys = List.copyOf(keys);
            hotValues = Set.copyOf(hotValues);
            sums = Set.copyOf(sums);
        }

        /** Whether a line may be left out if {@code hot} has this value. */
        boolean mayLeaveOut(@Nullable Object value) {
            return hotValues.contains(String.valueOf(value));
        }
    }

    public LogEvent {
        severities = Collections.unmodifiableSet(EnumSet.copyOf(severities));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** An event without fields. */
    public static LogEvent of(String name, EventLog.Severity... severities) {
        return new LogEvent(name, EnumSet.copyOf(List.of(severities)), Map.of(), false, Optional.empty());
    }

    /** The event with number fields. */
    public LogEvent numbers(String... names) {
        LogEvent event = this;
        for (String field : names) {
            event = event.with(field, Type.NUMBER, Set.of());
        }
        return event;
    }

    /** The event with a number field that has one of these values. */
    public LogEvent number(String field, int... values) {
        return with(
                field,
                Type.NUMBER,
                Set.copyOf(Arrays.stream(values).mapToObj(String::valueOf).toList()));
    }

    /** The event with text fields whose values are not known beforehand. */
    public LogEvent texts(String... names) {
        LogEvent event = this;
        for (String field : names) {
            event = event.with(field, Type.TEXT, Set.of());
        }
        return event;
    }

    /** The event with a text field that has one of these values. */
    public LogEvent text(String field, String... values) {
        return with(field, Type.TEXT, Set.of(values));
    }

    /** The event with a text field that has the names of these constants, in lower case with {@code _}. */
    public LogEvent text(String field, Class<? extends Enum<?>> type) {
        return with(field, Type.TEXT, EnumNames.snake(type));
    }

    /** The event with boolean fields. */
    public LogEvent flags(String... names) {
        LogEvent event = this;
        for (String field : names) {
            event = event.with(field, Type.BOOLEAN, Set.of());
        }
        return event;
    }

    /** The event with a field that has numbers by name. */
    public LogEvent object(String field, String... names) {
        return with(field, Type.OBJECT, Set.of(names));
    }

    /** The event, going to Error Reporting if its severity is ERROR. */
    public LogEvent toErrorReporting() {
        return new LogEvent(name, severities, fields, true, sampling);
    }

    /**
     * The event with lines left out while {@code hot} has one of {@code hotValues}; see {@link Sampler}. Fields of {@code keys}
     * and {@code sums} that the event does not have are ignored, so that the events of one name share them.
     */
    public LogEvent sampled(List<String> keys, String hot, Set<String> hotValues, Set<String> sums) {
        return new LogEvent(name, severities, fields, reported, Optional.of(new Sampling(keys, hot, hotValues, sums)));
    }

    private LogEvent with(String field, Type type, Set<String> values) {
        Map<String, Field> more = new LinkedHashMap<>(fields);
        more.put(field, new Field(type, values));
        return new LogEvent(name, severities, more, reported, sampling);
    }
}
