// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truename.edge.json.Json;
import io.truename.edge.log.TraceContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Pub/Sub message, delivered in the envelope of a push subscription or as the data of a CloudEvent. A function handles both
 * the same way.
 *
 * @param messageId empty if the delivery has none
 * @param subscription the subscription that delivered it; for an event, its resource
 * @param data the payload; empty when the message carries attributes only
 * @param deliveryAttempt counts from 1; present only where the subscription has a dead-letter policy
 * @param publishedAt when the topic took the message; empty if the delivery does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record PushMessage(
        String messageId,
        String subscription,
        Map<String, String> attributes,
        byte[] data,
        OptionalInt deliveryAttempt,
        Optional<Instant> publishedAt) {
    public PushMessage {
        attributes = Map.copyOf(attributes);
    }

    /**
     * The id, if it consists of digits, as Pub/Sub's ids do; empty otherwise, because a caller may send any text as an id.
     */
    public Optional<String> loggableId() {
        boolean digits = !messageId.isEmpty()
                && messageId.length() <= 32
                && messageId.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(messageId) : Optional.empty();
    }

    /** The trace in which the message was published, from its attributes; {@link TraceContext#NONE} if they name none. */
    public TraceContext trace() {
        TraceContext own = TraceContext.parse(Optional.ofNullable(attributes.get(TraceContext.TRACEPARENT)));
        return own.isNone()
                ? TraceContext.parse(Optional.ofNullable(attributes.get(TraceContext.CLIENTS_TRACEPARENT)))
                : own;
    }

    /** The message in the envelope of a push subscription, or empty when the body is no envelope. */
    public static Optional<PushMessage> unwrap(byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Reader reader = new Reader();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                reader.readEnvelopeField(json);
            }
            return reader.found && !reader.subscription.isEmpty() ? Optional.of(reader.message()) : Optional.empty();
        } catch (IOException | IllegalArgumentException notAnEnvelope) {
            return Optional.empty();
        }
    }

    /**
     * The message of an event whose data the functions framework handed over. An event that is no Pub/Sub message counts as a
     * message whose payload is the event's data.
     *
     * @param eventData JSON text
     * @param eventId of a Pub/Sub event the message's id, which the framework took out of the data
     * @param resource the topic or other thing that the event is about: a name, or a JSON object that has it
     */
    public static PushMessage ofEvent(String eventData, String eventId, String resource) {
        byte[] text = eventData.getBytes(StandardCharsets.UTF_8);
        Reader reader = new Reader();
        try (JsonParser json = Json.parser(text)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                reader.readMessage(json);
            }
        } catch (IOException | IllegalArgumentException noMessage) {
            reader = new Reader();
        }
        if (!reader.hasContent) {
            reader.data = text;
        }
        reader.messageId = eventId;
        reader.subscription = resourceName(resource);
        return reader.message();
    }

    private static String resourceName(String resource) {
        try (JsonParser json = Json.parser(resource.getBytes(StandardCharsets.UTF_8))) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean name = json.currentName().equals("name");
                    if (json.nextToken() == JsonToken.VALUE_STRING && name) {
                        return json.getText();
                    }
                    json.skipChildren();
                }
            }
        } catch (IOException alreadyAName) {
            return resource;
        }
        return resource;
    }

    private static final class Reader {
        private boolean found;
        private boolean hasContent;
        private String subscription = "";
        private String messageId = "";
        private byte[] data = new byte[0];
        private OptionalInt deliveryAttempt = OptionalInt.empty();
        private Optional<Instant> publishedAt = Optional.empty();
        private final Map<String, String> attributes = new LinkedHashMap<>();

        void readEnvelopeField(JsonParser json) throws IOException {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("message") && value == JsonToken.START_OBJECT) {
                found = true;
                readMessage(json);
            } else if (name.equals("subscription") && value == JsonToken.VALUE_STRING) {
                subscription = json.getText();
            } else if (name.equals("deliveryAttempt") && value == JsonToken.VALUE_NUMBER_INT) {
                deliveryAttempt = OptionalInt.of(json.getValueAsInt());
            } else {
                json.skipChildren();
            }
        }

        void readMessage(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("data") && value == JsonToken.VALUE_STRING) {
                    hasContent = true;
                    data = decoded(json);
                } else if ((name.equals("messageId") || name.equals("message_id")) && value == JsonToken.VALUE_STRING) {
                    messageId = json.getText();
                } else if ((name.equals("publishTime") || name.equals("publish_time"))
                        && value == JsonToken.VALUE_STRING) {
                    publishedAt = time(json.getText());
                } else if (name.equals("attributes") && value == JsonToken.START_OBJECT) {
                    hasContent = true;
                    readAttributes(json);
                } else {
                    json.skipChildren();
                }
            }
        }

        /** Decodes while it reads: as a text, a payload above 768 KiB would be longer than any other text may be. */
        private static byte[] decoded(JsonParser json) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            json.readBinaryValue(bytes);
            return bytes.toByteArray();
        }

        private static Optional<Instant> time(String text) {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeException notATime) {
                return Optional.empty();
            }
        }

        private void readAttributes(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    attributes.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }

        PushMessage message() {
            return new PushMessage(messageId, subscription, attributes, data, deliveryAttempt, publishedAt);
        }
    }
}
