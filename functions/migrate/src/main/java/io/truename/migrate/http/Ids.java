// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import io.truename.edge.http.EdgeRequest;
import io.truename.identity.UuidText;
import java.util.Optional;
import java.util.UUID;

/** Parser of ids in requests. */
final class Ids {
    private Ids() {}

    /** The id; throws IllegalArgumentException with the rule, and without what was there. */
    static UUID parse(String text) {
        try {
            return UuidText.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new IllegalArgumentException("must be a UUID: 8-4-4-4-12 hex digits", noId);
        }
    }

    /** A path's id; empty if it is none, and so nothing can have it. */
    static Optional<UUID> of(EdgeRequest request, String name) {
        try {
            return Optional.of(UuidText.parse(request.parameter(name)));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
