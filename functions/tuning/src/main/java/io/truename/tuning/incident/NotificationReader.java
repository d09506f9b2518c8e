// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import io.truename.tuning.incident.IncidentNotification.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the message that Cloud Monitoring's Pub/Sub and webhook channels send, schema 1.x. It takes maps as JSON libraries make them,
 * lists and unknown fields included. A message is refused if it does not tell which incident of which policy began when, or contradicts
 * itself; other fields may be missing or empty, as Google says, and numbers that are none read as absent.
 */
public final class NotificationReader {
    private static final String TEST = "test";
    private static final int LONGEST_ID = 200;
    /** The last second of the year 9999: a number above it counts milliseconds. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final List<NotificationProblem> problems = new ArrayList<>();

    private NotificationReader() {}

    /** Outcome of a reading. */
    public sealed interface Reading {
        /** A notification. */
        record Read(IncidentNotification notification) implements Reading {}

        /** A message of the console's button that tests a channel: it tells of no incident. */
        record Test() implements Reading {}

        /**
         * A message that will never be readable.
         *
         * @param problems all of them, at least one
         */
        record Refused(List<NotificationProblem> problems) implements Reading {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads one message; {@code null} stands for JSON's null. */
    public static Reading read(Map<String, ? extends @Nullable Object> message) {
        NotificationReader reader = new NotificationReader();
        String version = text(message, "version");
        if (version.equals(TEST)) {
            return new Reading.Test();
        }
        if (!version.matches("1\\.[0-9]+")) {
            reader.refuse("version", "is not 1.2", "send the message of a Pub/Sub channel unchanged");
        }
        Optional<IncidentNotification> notification = reader.incident(reader.object(message, "", "incident"));
        return notification.isPresent() && reader.problems.isEmpty()
                ? new Reading.Read(notification.get())
                : new Reading.Refused(reader.problems);
    }

    private Optional<IncidentNotification> incident(Map<String, @Nullable Object> fields) {
        String id = required(fields, "incident_id");
        if (id.length() > LONGEST_ID) {
            refuse("incident.incident_id", "is longer than " + LONGEST_ID + " characters", "send the id of Monitoring");
        }
        String policy = required(fields, "policy_name");
        boolean closed = closed(fields);
        Optional<Instant> started = time(fields, "started_at");
        Optional<Instant> ended = time(fields, "ended_at");
        if (started.isEmpty()) {
            refuse("incident.started_at", "is missing", "send seconds since 1970");
        }
        if (closed != ended.isPresent()) {
            refuse(
                    "incident.ended_at",
                    closed ? "is missing" : "is there, though the incident is open",
                    closed ? "send seconds since 1970" : "send null, or the state closed");
        }
        if (started.isPresent() && ended.filter(started.get()::isAfter).isPresent()) {
            refuse("incident.ended_at", "is before started_at", "exchange them");
        }
        Labelled resource = labelled(fields, "resource");
        Labelled metric = labelled(fields, "metric");
        Map<String, String> labels = labels(fields, "incident", "policy_user_labels");
        return problems.isEmpty()
                ? started.map(at -> new IncidentNotification(
                        id,
                        at,
                        ended,
                        Boolean.TRUE.equals(fields.get("renotify")),
                        Severity.of(text(fields, "severity")),
                        new Policy(
                                policy,
                                text(fields, "condition_name"),
                                labels.getOrDefault("alert", ""),
                                labels.getOrDefault("slo", ""),
                                labels.getOrDefault("tier", "")),
                        resource,
                        metric,
                        number(fields, "observed_value"),
                        number(fields, "threshold_value"),
                        text(fields, "summary"),
                        text(fields, "url")))
                : Optional.empty();
    }

    private String required(Map<String, @Nullable Object> fields, String name) {
        String text = text(fields, name);
        if (text.isBlank()) {
            refuse("incident." + name, "is missing", "send it as text");
        }
        return text;
    }

    /** An acknowledged incident is open. */
    private boolean closed(Map<String, @Nullable Object> fields) {
        String state = text(fields, "state");
        if (!state.matches("(?i)open|acknowledged|closed")) {
            refuse("incident.state", "is neither open nor closed", "send one of them");
        }
        return state.equalsIgnoreCase("closed");
    }

    /** A time of 0 is none. */
    private Optional<Instant> time(Map<String, @Nullable Object> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number seconds && seconds.longValue() >= 0 && seconds.longValue() <= LAST_SECOND) {
            return Optional.of(seconds.longValue()).filter(second -> second > 0).map(Instant::ofEpochSecond);
        }
        refuse("incident." + name, "is no number of seconds since 1970", "send a number, in seconds, up to year 9999");
        return Optional.empty();
    }

    private Labelled labelled(Map<String, @Nullable Object> fields, String name) {
        if (fields.get(name) == null) {
            return Labelled.NONE;
        }
        Map<String, @Nullable Object> object = object(fields, "incident.", name);
        return new Labelled(text(object, "type"), labels(object, "incident." + name, "labels"));
    }

    private Map<String, String> labels(Map<String, @Nullable Object> fields, String path, String name) {
        Map<String, String> labels = new HashMap<>();
        if (fields.get(name) != null) {
            object(fields, path + ".", name).forEach((label, value) -> {
                if (value != null) {
                    labels.put(label, value.toString());
                }
            });
        }
        return labels;
    }

    private Map<String, @Nullable Object> object(
            Map<String, ? extends @Nullable Object> fields, String path, String name) {
        Map<String, @Nullable Object> object = new HashMap<>();
        if (fields.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> object.put(String.valueOf(key), value));
        } else {
            refuse(path + name, "is no object", "send a JSON object");
        }
        return object;
    }

    private static String text(Map<String, ? extends @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private static OptionalDouble number(Map<String, @Nullable Object> fields, String name) {
        Object value = fields.get(name);
        if (value instanceof Number number) {
            return OptionalDouble.of(number.doubleValue());
        }
        return value instanceof String text && text.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
                ? OptionalDouble.of(Double.parseDouble(text))
                : OptionalDouble.empty();
    }

    private void refuse(String field, String problem, String remedy) {
        problems.add(new NotificationProblem(field, problem, remedy));
    }
}
