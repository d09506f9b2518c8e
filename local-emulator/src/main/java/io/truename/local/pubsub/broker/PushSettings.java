// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.net.URI;
import java.util.Optional;

/**
 * Push settings of a subscription.
 *
 * @param endpoint an absolute http or https URL
 * @param identity the service account of the signed token; empty sends no token
 * @param wrapper the form of the request's body
 */
public record PushSettings(URI endpoint, Optional<Identity> identity, Wrapper wrapper) {
    /** Form of a push request's body. */
    public enum Wrapper {
        /** JSON with the message inside. */
        ENVELOPE,
        /** The message's bytes and nothing else. */
        NONE,
        /** The message's bytes, with attributes and metadata as headers. */
        NONE_WITH_METADATA
    }

    /** Service account of a delivery's token. An empty {@code audience} means the endpoint. */
    public record Identity(String email, String audience) {}

    public PushSettings {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null) {
            throw PubSubException.invalid(
                    "The push endpoint \"" + endpoint + "\" must be an absolute http or https URL.");
        }
    }

    /** Returns the audience of the delivery's token. */
    public String audience() {
        return identity.map(Identity::audience).filter(text -> !text.isEmpty()).orElse(endpoint.toString());
    }
}
