// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Message to publish, within the limits of Pub/Sub, which the constructor checks.
 *
 * @param data at most 10,000,000 bytes; may be empty if there are attributes
 * @param attributes at most 100; names of 1 to 256 bytes that do not begin with {@code goog}, values of at most 1,024
 * @param orderingKey messages of one key are delivered in the order in which they were published; at most 1,024 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record Message(byte[] data, Map<String, String> attributes, Optional<String> orderingKey) {
    private static final int MOST_BYTES = 10_000_000;
    private static final int MOST_ATTRIBUTES = 100;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_VALUE = 1_024;

    public Message {
        attributes = Map.copyOf(attributes);
        require(data.length <= MOST_BYTES, "data must have at most " + MOST_BYTES + " bytes");
        require(data.length > 0 || !attributes.isEmpty(), "data must not be empty without attributes");
        require(attributes.size() <= MOST_ATTRIBUTES, "attributes must be at most " + MOST_ATTRIBUTES);
        attributes.forEach((name, value) -> {
            int length = bytes(name);
            require(
                    length >= 1 && length <= LONGEST_NAME && !name.startsWith("goog"),
                    "attributes must have names of 1 to " + LONGEST_NAME + " bytes that do not begin with goog");
            require(
                    bytes(value) <= LONGEST_VALUE,
                    "attributes must have values of at most " + LONGEST_VALUE + " bytes");
        });
        orderingKey.ifPresent(key -> require(
                !key.isEmpty() && bytes(key) <= LONGEST_VALUE,
                "orderingKey must have 1 to " + LONGEST_VALUE + " bytes"));
    }

    /** A message of JSON without an ordering key. */
    public static Message json(String json, Map<String, String> attributes) {
        return new Message(json.getBytes(StandardCharsets.UTF_8), attributes, Optional.empty());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void require(boolean legal, String rule) {
        if (!legal) {
            throw new IllegalArgumentException(rule);
        }
    }
}
