// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.truename.edge.json.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Pub/Sub message as a push subscription or an Eventarc trigger delivers it: both send the same envelope, so the same
 * command arrives whether an operator sends it or a subscription does.
 *
 * @param data the payload; empty when the message carries attributes only
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record PushMessage(String messageId, String subscription, Map<String, String> attributes, byte[] data) {

    /** The id, if it is digits, as Pub/Sub's are: anything else is what some caller made up, and no line of a log. */
    public Optional<String> loggableId() {
        return loggable(messageId);
    }

    /** The id, if it is digits; empty otherwise. */
    public static Optional<String> loggable(String id) {
        boolean digits = !id.isEmpty() && id.length() <= 32 && id.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(id) : Optional.empty();
    }

    /** The message in an envelope, or empty when the body is not one. */
    public static Optional<PushMessage> unwrap(byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Reader reader = new Reader();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("message") && value == JsonToken.START_OBJECT) {
                    reader.readMessage(json);
                } else if (name.equals("subscription") && value == JsonToken.VALUE_STRING) {
                    reader.subscription = json.getText();
                } else {
                    json.skipChildren();
                }
            }
            return reader.message();
        } catch (IOException | IllegalArgumentException notAnEnvelope) {
            return Optional.empty();
        }
    }

    private static final class Reader {
        private boolean found;
        private String subscription = "";
        private String messageId = "";
        private byte[] data = new byte[0];
        private final Map<String, String> attributes = new LinkedHashMap<>();

        void readMessage(JsonParser json) throws IOException {
            found = true;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("data") && value == JsonToken.VALUE_STRING) {
                    data = Base64.getDecoder().decode(json.getText());
                } else if ((name.equals("messageId") || name.equals("message_id")) && value == JsonToken.VALUE_STRING) {
                    messageId = json.getText();
                } else if (name.equals("attributes") && value == JsonToken.START_OBJECT) {
                    readAttributes(json);
                } else {
                    json.skipChildren();
                }
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

        Optional<PushMessage> message() {
            return found && !subscription.isEmpty()
                    ? Optional.of(new PushMessage(messageId, subscription, Map.copyOf(attributes), data))
                    : Optional.empty();
        }
    }
}
