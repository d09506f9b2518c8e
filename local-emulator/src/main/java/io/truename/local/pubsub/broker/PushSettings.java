// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.net.URI;
import java.util.Optional;

/**
 * Push settings of a subscription.
 *
 * @param endpoint an absolute http or https URL
 * @param identity who the delivery says it is from, by a signed token; empty sends none
 * @param wrapper what the request's body is
 */
public record PushSettings(URI endpoint, Optional<Identity> identity, Wrapper wrapper) {
    /** The two forms of a push request. */
    public enum Wrapper {
        /** JSON with the message inside. */
        ENVELOPE,
        /** The message's bytes and nothing else. */
        NONE,
        /** The message's bytes, with attributes and metadata as headers. */
        NONE_WITH_METADATA
    }

    /** The service account that a delivery's token names; {@code audience} is empty for the endpoint itself. */
    public record Identity(String email, String audience) {}

    public PushSettings {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null) {
            throw Refused.invalid("The push endpoint \"" + endpoint + "\" must be an absolute http or https URL.");
        }
    }

    /** The audience of the delivery's token. */
    public String audience() {
        return identity.map(Identity::audience).filter(text -> !text.isEmpty()).orElse(endpoint.toString());
    }
}
