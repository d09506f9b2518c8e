// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Value of a field as far as the field declares it. */
final class DeclaredValue {
    private DeclaredValue() {}

    /** The value to write; empty if its type is another. An undeclared text becomes {@link LogEvent#OTHER}. */
    static Optional<Object> of(LogEvent.Field field, Object value) {
        return switch (field.type()) {
            case NUMBER -> value instanceof Number ? number(field.values(), value) : Optional.empty();
            case BOOLEAN -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
            case OBJECT -> value instanceof Map<?, ?> numbers ? Optional.of(object(field, numbers)) : Optional.empty();
            case TEXT ->
                value instanceof Number || value instanceof Boolean || value instanceof Map<?, ?>
                        ? Optional.empty()
                        : Optional.of(text(field.values(), String.valueOf(value)));
        };
    }

    /** Whether the whole given value is written. */
    static boolean isWhole(Object written, Object given) {
        return given instanceof Map<?, ?> numbers
                ? written instanceof Map<?, ?> kept && kept.size() == numbers.size()
                : given instanceof Number || given instanceof Boolean || written.equals(String.valueOf(given));
    }

    private static Optional<Object> number(Set<String> values, Object value) {
        return values.isEmpty() || values.contains(value.toString()) ? Optional.of(value) : Optional.empty();
    }

    private static String text(Set<String> values, String text) {
        return values.isEmpty() || values.contains(text) ? text : LogEvent.OTHER;
    }

    private static Map<String, Object> object(LogEvent.Field field, Map<?, ?> numbers) {
        Map<String, Object> known = new LinkedHashMap<>();
        numbers.forEach((name, number) -> {
            if (name instanceof String text && field.values().contains(text) && number instanceof Number) {
                known.put(text, number);
            }
        });
        return known;
    }
}
