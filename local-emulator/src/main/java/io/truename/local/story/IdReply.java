// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code generate}: ids in the order of the request.
 *
 * @param namespace the namespace of the ids
 */
public record IdReply(UUID namespace, List<UUID> ids) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Parses a response. Throws {@link IOException} or {@link IllegalArgumentException} if it is malformed. */
    static IdReply read(byte[] body, int expected) throws IOException {
        UUID namespace = null;
        List<UUID> ids = new ArrayList<>(expected);
        try (JsonParser json = JSON.createParser(body)) {
            requireThat(json.nextToken() == JsonToken.START_OBJECT, "not an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("namespace")) {
                    namespace = UUID.fromString(json.getText());
                } else if (field.equals("items")) {
                    requireThat(json.currentToken() == JsonToken.START_ARRAY, "items is not an array");
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        ids.add(item(json));
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
        requireThat(ids.size() == expected, ids.size() + " ids came for " + expected + " items");
        if (namespace == null) {
            throw new IOException("no namespace");
        }
        return new IdReply(namespace, ids);
    }

    /** Returns title, pointer and rule of an {@code application/problem+json} body, without any content of the request. */
    static Optional<String> problem(byte[] body) {
        List<String> parts = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null && parts.size() < 3; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING
                        && List.of("title", "pointer", "rule").contains(json.currentName())) {
                    parts.add(json.getText().replaceAll("\\p{Cntrl}", " "));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    private static UUID item(JsonParser json) throws IOException {
        requireThat(json.currentToken() == JsonToken.START_OBJECT, "an item is not an object");
        @Nullable UUID id = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isId = json.currentName().equals("id");
            json.nextToken();
            if (isId) {
                id = UUID.fromString(json.getText());
            } else {
                json.skipChildren();
            }
        }
        if (id == null) {
            throw new IOException("an item has no id");
        }
        return id;
    }

    private static void requireThat(boolean condition, String problem) throws IOException {
        if (!condition) {
            throw new IOException(problem);
        }
    }
}
