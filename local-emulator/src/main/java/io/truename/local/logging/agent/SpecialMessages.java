// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.logging.type.HttpRequest;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LogEntryOperation;
import com.google.logging.v2.LogEntrySourceLocation;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.Locale;
import java.util.Optional;

/** Special keys that hold an object: {@code httpRequest}, {@code operation}, {@code sourceLocation}. */
final class SpecialMessages {
    private SpecialMessages() {}

    static void move(ObjectNode line, LogEntry.Builder entry) {
        read(line, "httpRequest", HttpRequest.newBuilder())
                .ifPresent(request -> entry.setHttpRequest((HttpRequest) request));
        read(line, "logging.googleapis.com/operation", LogEntryOperation.newBuilder())
                .ifPresent(operation -> entry.setOperation((LogEntryOperation) operation));
        read(line, "logging.googleapis.com/sourceLocation", LogEntrySourceLocation.newBuilder())
                .ifPresent(location -> entry.setSourceLocation((LogEntrySourceLocation) location));
    }

    private static Optional<Message> read(ObjectNode line, String key, Message.Builder into) {
        JsonNode value = line.get(key);
        if (!(value instanceof ObjectNode object)) {
            return Optional.empty();
        }
        try {
            JsonFormat.parser()
                    .ignoringUnknownFields()
                    .merge(withTextLatency(object).toString(), into);
        } catch (InvalidProtocolBufferException unusable) {
            return Optional.empty();
        }
        line.remove(key);
        return Optional.of(into.build());
    }

    /** Writes a latency of seconds and nanos the way protobuf's JSON has it. */
    private static ObjectNode withTextLatency(ObjectNode request) {
        JsonNode latency = request.path("latency");
        if (!latency.isObject()) {
            return request;
        }
        ObjectNode copy = request.deepCopy();
        long nanos = latency.path("nanos").asLong();
        return copy.put(
                "latency",
                String.format(Locale.ROOT, "%d.%09ds", latency.path("seconds").asLong(), nanos));
    }
}
