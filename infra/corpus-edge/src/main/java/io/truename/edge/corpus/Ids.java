// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.corpus;

import io.truename.edge.http.EdgeRequest;
import io.truename.identity.UuidText;
import java.util.Optional;
import java.util.UUID;

/** Parser of ids in requests. */
public final class Ids {
    private Ids() {}

    /** Parses an id; throws IllegalArgumentException with the rule, but without the input. */
    public static UUID parse(String text) {
        try {
            return UuidText.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new IllegalArgumentException("must be a UUID: 8-4-4-4-12 hex digits", noId);
        }
    }

    /** Parses the id in a path; empty if it is not a UUID, so that no resource can have it. */
    public static Optional<UUID> of(EdgeRequest request, String name) {
        try {
            return Optional.of(UuidText.parse(request.parameter(name)));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
