// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Settings of a scan.
 *
 * @param seconds how long a full scan may work in one round; the next one goes on. Empty: until its end
 * @param rows of each table that a sample draws
 */
public record ScanSettings(Optional<Integer> seconds, int rows) {
    public static final int LEAST_ROWS = 100;
    public static final int MOST_ROWS = 100_000;

    /** As many as prove, if none is wrong, that at most 0.1 % are, with 95 % confidence. */
    public static final int USUAL_ROWS = 3_000;

    /** Settings of a scan of which nothing was said. */
    public static final ScanSettings USUAL = new ScanSettings(Optional.empty(), USUAL_ROWS);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** JSON of the settings that differ from the usual ones. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        seconds.ifPresent(limit -> json.put("seconds", limit));
        if (rows != USUAL_ROWS) {
            json.put("rows", rows);
        }
        return json.toString();
    }

    static ScanSettings parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return new ScanSettings(
                    json.has("seconds") ? Optional.of(json.path("seconds").asInt()) : Optional.empty(),
                    json.path("rows").asInt(USUAL_ROWS));
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
