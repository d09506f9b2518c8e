// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pub/Sub endpoint of one project.
 *
 * @param project of Google Cloud
 * @param emulator {@code host:port} of an emulator without login and encryption; empty for Google's service
 */
public record PubSubEndpoint(String project, Optional<String> emulator) {
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9.-]+):[0-9]{1,5}");

    public PubSubEndpoint {
        if (project.isBlank()) {
            throw new IllegalArgumentException("project must be the id of a Google Cloud project");
        }
        emulator.ifPresent(PubSubEndpoint::requireAddress);
    }

    /**
     * Returns the topic name.
     *
     * @throws IllegalArgumentException with the rule, if it is not a legal topic name
     */
    public static String requireTopic(String name) {
        if (!TOPIC.matcher(name).matches() || name.startsWith("goog")) {
            throw new IllegalArgumentException(
                    "must be a topic's short name: 3 to 255 letters, digits and . _ ~ + % -, a letter first");
        }
        return name;
    }

    /**
     * Returns the address.
     *
     * @throws IllegalArgumentException with the rule, if it is not {@code host:port}
     */
    public static String requireAddress(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("must be host:port");
        }
        return address;
    }

    /** The full name of a topic, from its short one. */
    String path(String topic) {
        return "projects/" + project + "/topics/" + requireTopic(topic);
    }
}
