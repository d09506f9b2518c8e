// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.List;
import java.util.Optional;

/** Fields of an event as metrics name them: {@code status}, or {@code items.document} for a number of an object. */
final class EventFields {
    private static final EventSpec.Field COUNT =
            new EventSpec.Field(EventSpec.Type.NUMBER, "events that the line stands for", List.of(), List.of());

    private EventFields() {}

    /** The field itself; of a sampled event also its count. */
    static Optional<EventSpec.Field> find(EventSpec event, String name) {
        if (event.sampled() && name.equals(EventSpec.COUNT)) {
            return Optional.of(COUNT);
        }
        int dot = name.indexOf('.');
        EventSpec.Field field = event.fields().get(dot < 0 ? name : name.substring(0, dot));
        if (dot < 0 || field == null) {
            return Optional.ofNullable(field);
        }
        boolean member = field.type() == EventSpec.Type.OBJECT && field.values().contains(name.substring(dot + 1));
        return member
                ? Optional.of(
                        new EventSpec.Field(EventSpec.Type.NUMBER, field.description(), List.of(), field.functions()))
                : Optional.empty();
    }

    /** The field, if it is a number. */
    static Optional<EventSpec.Field> number(EventSpec event, String name) {
        return find(event, name).filter(field -> field.type() == EventSpec.Type.NUMBER);
    }
}
