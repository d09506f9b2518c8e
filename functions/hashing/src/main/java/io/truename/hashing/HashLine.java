// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * Line of a list, as JSON.
 *
 * @param id the id, or path, of the content
 * @param sha256 64 hex digits
 * @param bytes size of the content
 * @param version of the content, by which a later run knows that it did not change
 */
record HashLine(String id, String sha256, long bytes, String version) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The line without its end. */
    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Reads a line; empty if it has not all fields, as those of other programs. */
    static Optional<HashLine> parse(String line) {
        try {
            JsonNode fields = JSON.readTree(line);
            return fields.path("id").isTextual()
                            && fields.path("sha256").isTextual()
                            && fields.path("bytes").isIntegralNumber()
                            && fields.path("version").isTextual()
                    ? Optional.of(new HashLine(
                            fields.path("id").asText(),
                            fields.path("sha256").asText(),
                            fields.path("bytes").asLong(),
                            fields.path("version").asText()))
                    : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
