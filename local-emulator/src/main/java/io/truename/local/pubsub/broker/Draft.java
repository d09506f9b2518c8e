// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Message to be published, within the cloud's limits.
 *
 * @param orderingKey messages of one key keep their order on ordered subscriptions; empty for none
 */
public record Draft(ByteString data, Map<String, String> attributes, String orderingKey) {
    /** Maximum size of a message and of a publish request, in bytes. */
    public static final int MOST_BYTES = 10_000_000;

    static final int MOST_ATTRIBUTES = 100;
    private static final int MOST_KEY_BYTES = 256;
    private static final int MOST_VALUE_BYTES = 1024;
    private static final int MOST_ORDERING_KEY_BYTES = 1024;
    private static final String RESERVED = "goog";
    /** Prefix of the attributes that Google's own libraries add, for traces and schemas. */
    private static final String OF_CLIENT_LIBRARIES = "googclient_";

    public Draft {
        attributes = Map.copyOf(attributes);
        if (data.isEmpty() && attributes.isEmpty()) {
            throw PubSubException.invalid("A message must have data or at least one attribute.");
        }
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw PubSubException.invalid(
                    "A message may have " + MOST_ATTRIBUTES + " attributes; this one has " + attributes.size() + ".");
        }
        attributes.forEach((key, value) -> {
            if (key.isEmpty() || bytes(key) > MOST_KEY_BYTES) {
                throw PubSubException.invalid(
                        "An attribute's key must have 1 to " + MOST_KEY_BYTES + " bytes: \"" + key + "\".");
            }
            if (key.startsWith(RESERVED) && !key.startsWith(OF_CLIENT_LIBRARIES)) {
                throw PubSubException.invalid(
                        "An attribute's key must not start with \"" + RESERVED + "\": \"" + key + "\".");
            }
            if (bytes(value) > MOST_VALUE_BYTES) {
                throw PubSubException.invalid("The value of attribute \"" + key + "\" has " + bytes(value) + " bytes; "
                        + MOST_VALUE_BYTES + " are allowed.");
            }
        });
        if (bytes(orderingKey) > MOST_ORDERING_KEY_BYTES) {
            throw PubSubException.invalid("An ordering key may have " + MOST_ORDERING_KEY_BYTES
                    + " bytes; this one has " + bytes(orderingKey) + ".");
        }
        int size = size(data, attributes, orderingKey);
        if (size > MOST_BYTES) {
            throw PubSubException.invalid("A message may have " + MOST_BYTES + " bytes; this one has " + size + ".");
        }
    }

    /** Returns the size of data, attributes and ordering key, in bytes. */
    public int size() {
        return size(data, attributes, orderingKey);
    }

    private static int size(ByteString data, Map<String, String> attributes, String orderingKey) {
        int size = data.size() + bytes(orderingKey);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            size += bytes(attribute.getKey()) + bytes(attribute.getValue());
        }
        return size;
    }

    private static int bytes(String text) {
        return text.isEmpty() ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
