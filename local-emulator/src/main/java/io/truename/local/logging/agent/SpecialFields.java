// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.logging.v2.LogEntry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Special keys of structured lines. A key whose value can be used moves to the entry's own field; another stays in the payload. */
final class SpecialFields {
    private static final String PREFIX = "logging.googleapis.com/";

    private SpecialFields() {}

    static void move(ObjectNode line, LogEntry.Builder entry, Instant now) {
        take(line, "severity", JsonNode::isValueNode, value -> entry.setSeverity(AgentSeverity.of(value.asText())));
        moveTime(line, entry, now);
        moveText(line, "insertId", entry::setInsertId);
        moveText(line, "spanId", entry::setSpanId);
        moveText(line, "trace", entry::setTrace);
        take(line, PREFIX + "trace_sampled", SpecialFields::isFlag, value -> entry.setTraceSampled(value.asBoolean()));
        take(
                line,
                PREFIX + "labels",
                SpecialFields::hasOnlyValues,
                labels -> labels.properties()
                        .forEach(label ->
                                entry.putLabels(label.getKey(), label.getValue().asText())));
        SpecialMessages.move(line, entry);
    }

    private static void moveText(ObjectNode line, String name, Consumer<String> target) {
        take(line, PREFIX + name, JsonNode::isTextual, value -> target.accept(value.textValue()));
    }

    /** Removes a key and passes its value on, if the value is usable. */
    private static void take(ObjectNode line, String key, Predicate<JsonNode> usable, Consumer<JsonNode> target) {
        JsonNode value = line.get(key);
        if (value != null && !value.isNull() && usable.test(value)) {
            line.remove(key);
            target.accept(value);
        }
    }

    private static boolean isFlag(JsonNode value) {
        return value.isBoolean()
                || value.asText().equals("true")
                || value.asText().equals("false");
    }

    private static boolean hasOnlyValues(JsonNode labels) {
        if (!labels.isObject()) {
            return false;
        }
        for (JsonNode value : labels) {
            if (!value.isValueNode() || value.isNull()) {
                return false;
            }
        }
        return true;
    }

    /** Moves the first readable time. A time that Cloud Logging would not keep stays in the payload. */
    private static void moveTime(ObjectNode line, LogEntry.Builder entry, Instant now) {
        JsonNode whole = line.path("timestamp");
        if (setTime(seconds(whole.get("seconds"), whole.get("nanos")), entry, now)) {
            line.remove("timestamp");
        } else if (setTime(seconds(line.get("timestampSeconds"), line.get("timestampNanos")), entry, now)) {
            line.remove("timestampSeconds");
            line.remove("timestampNanos");
        } else if (setTime(rfc3339(line.path("time")), entry, now)) {
            line.remove("time");
        } else if (setTime(rfc3339(whole), entry, now)) {
            line.remove("timestamp");
        }
    }

    private static boolean setTime(Optional<Instant> time, LogEntry.Builder entry, Instant now) {
        Optional<Instant> kept = time.filter(instant -> EntryTimes.isKept(instant, now));
        kept.ifPresent(instant -> entry.setTimestamp(EntryTimes.timestamp(instant)));
        return kept.isPresent();
    }

    private static Optional<Instant> seconds(@Nullable JsonNode seconds, @Nullable JsonNode nanos) {
        Optional<Long> whole = integer(seconds);
        Optional<Long> fraction = nanos == null ? Optional.of(0L) : integer(nanos);
        if (whole.isEmpty() || fraction.isEmpty() || Math.abs(whole.get()) > 1L << 36) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochSecond(whole.get(), fraction.get()));
    }

    private static Optional<Long> integer(@Nullable JsonNode number) {
        if (number == null) {
            return Optional.empty();
        } else if (number.isIntegralNumber() && number.canConvertToLong()) {
            return Optional.of(number.longValue());
        }
        return number.isTextual() && number.textValue().matches("-?[0-9]{1,18}")
                ? Optional.of(Long.parseLong(number.textValue()))
                : Optional.empty();
    }

    private static Optional<Instant> rfc3339(JsonNode text) {
        try {
            return text.isTextual()
                    ? Optional.of(OffsetDateTime.parse(text.textValue()).toInstant())
                    : Optional.empty();
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
