// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where steps are published.
 *
 * @param project of Google Cloud
 * @param topic its short name
 * @param emulator {@code host:port} of a Pub/Sub that wants no login and no encryption; empty for Google's own
 */
public record StepTopic(String project, String topic, Optional<String> emulator) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9.-]+):[0-9]{1,5}");

    public StepTopic {
        if (project.isBlank()) {
            throw new IllegalArgumentException("project must be the id of a Google Cloud project");
        }
        requireTopic(topic);
        emulator.ifPresent(StepTopic::requireAddress);
    }

    /** The name, if it is one that Pub/Sub takes. */
    public static String requireTopic(String name) {
        if (!NAME.matcher(name).matches() || name.startsWith("goog")) {
            throw new IllegalArgumentException(
                    "must be a topic's short name: 3 to 255 letters, digits and . _ ~ + % -, a letter first");
        }
        return name;
    }

    /** The address, if it is one. */
    public static String requireAddress(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("must be host:port");
        }
        return address;
    }

    String path() {
        return "projects/" + project + "/topics/" + topic;
    }
}
