// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reader of {@code events.yaml}. */
final class EventsReader {
    /** Keys that a line has besides the fields of its event; Cloud Logging or Error Reporting gives them a meaning. */
    static final Set<String> RESERVED = Set.of(
            "severity",
            "time",
            "timestamp",
            "message",
            "event",
            "httpRequest",
            "@type",
            "serviceContext",
            "context",
            EventSpec.COUNT);

    private final Map<String, FunctionSpec> functions;

    private EventsReader(Map<String, FunctionSpec> functions) {
        this.functions = functions;
    }

    static Map<String, EventSpec> read(CatalogFile file, Reader yaml, Map<String, FunctionSpec> functions) {
        CatalogFields root = file.root(yaml);
        CatalogFields events = root.section("events");
        events.names().stream()
                .filter(name -> !name.matches("[a-z]+(\\.[a-z_]+)+"))
                .forEach(name -> events.refuse(
                        name, "is no name of an event", "write lower-case words with dots, as request.answered"));
        Map<String, EventSpec> specs = file.each(root, "events", new EventsReader(functions)::event);
        root.refuseUnread();
        return specs;
    }

    private EventSpec event(String name, CatalogFields fields) {
        String description = fields.text("description");
        List<String> writers = writers(fields, "functions", functions.keySet());
        List<EventSpec.Severity> severities = fields.list("severity").stream()
                .flatMap(text -> severity(fields, text).stream())
                .toList();
        Map<String, EventSpec.Field> declared = new LinkedHashMap<>();
        CatalogFields section = fields.section("fields");
        for (String field : section.names()) {
            CatalogFields one = section.section(field);
            if (!field.matches("[a-z][A-Za-z0-9_]{0,63}")) {
                section.refuse(
                        field, "is no name of a field", "begin with a small letter; use letters, digits and _ only");
            } else if (RESERVED.contains(field)) {
                section.refuse(field, "is a key of every line, or of every sampled one", "give the field another name");
            }
            declared.put(field, field(one, Set.copyOf(writers)));
            one.refuseUnread();
        }
        boolean reported = fields.flagOr("reported", false);
        if (reported && !severities.contains(EventSpec.Severity.ERROR)) {
            fields.refuse("reported", "needs the severity ERROR", "add ERROR to severity, or remove reported");
        }
        Optional<EventSpec.Sampling> sampling =
                fields.optionalSection("sampled").map(sampled -> sampling(sampled, declared));
        return new EventSpec(name, description, writers, severities, declared, reported, sampling);
    }

    private static Optional<EventSpec.Severity> severity(CatalogFields fields, String text) {
        for (EventSpec.Severity severity : EventSpec.Severity.values()) {
            if (severity.name().equals(text)) {
                return Optional.of(severity);
            }
        }
        String names = CatalogFields.all(EventSpec.Severity.class, false);
        fields.refuse("severity", text + " is none of " + names, "choose one of them");
        return Optional.empty();
    }

    private static List<String> writers(CatalogFields fields, String name, Set<String> known) {
        List<String> writers = fields.list(name);
        writers.stream()
                .filter(writer -> !known.contains(writer))
                .forEach(writer ->
                        fields.refuse(name, "no function here is named " + writer, "declare it or correct the name"));
        return writers;
    }

    private static EventSpec.Field field(CatalogFields fields, Set<String> writers) {
        EventSpec.Type type = fields.constant("type", EventSpec.Type.class, true);
        String description = fields.text("description");
        List<String> values = fields.optionalList("values");
        if (type == EventSpec.Type.BOOLEAN && !values.isEmpty()) {
            fields.refuse("values", "a boolean has true and false only", "remove the list");
        }
        if (type == EventSpec.Type.OBJECT && values.isEmpty()) {
            fields.refuseHere("an object needs the names of its numbers", "list them as values");
        }
        List<String> some = fields.has("functions") ? writers(fields, "functions", writers) : List.of();
        return new EventSpec.Field(type, description, values, some);
    }

    private static EventSpec.Sampling sampling(CatalogFields fields, Map<String, EventSpec.Field> declared) {
        EventSpec.Sampling sampling = new EventSpec.Sampling(
                fields.optionalList("keys"), fields.text("hot"), fields.list("hotValues"), fields.optionalList("sums"));
        for (String key : sampling.keys()) {
            EventSpec.Field field = declared.get(key);
            if (field == null || field.values().isEmpty()) {
                fields.refuse("keys", key + " is no field with values", "name fields whose values are listed");
            }
        }
        if (!declared.containsKey(sampling.hot())) {
            fields.refuse("hot", "no field is named " + sampling.hot(), "name a field of this event");
        }
        for (String sum : sampling.sums()) {
            EventSpec.Field field = declared.get(sum);
            boolean adds =
                    field != null && (field.type() == EventSpec.Type.NUMBER || field.type() == EventSpec.Type.OBJECT);
            if (!adds || sampling.keys().contains(sum)) {
                fields.refuse("sums", sum + " cannot be added up", "name numbers and objects that are no keys");
            }
        }
        fields.refuseUnread();
        return sampling;
    }
}
