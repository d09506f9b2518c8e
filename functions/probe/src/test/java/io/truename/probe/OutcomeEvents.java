// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Golden events with outcomes, as pipelines write them: those that the function takes, and those that it refuses with the reason. */
final class OutcomeEvents {
    private static final Path FILE = Path.of("src", "test", "resources", "golden", "stage-event-outcomes.jsonl");
    // The number 1e400 must stay one: as a double it would be none.
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private OutcomeEvents() {}

    /**
     * An event.
     *
     * @param json of a document of its own
     * @param field that is refused; empty if the event is taken
     */
    record Golden(String json, String field, String rule) {
        boolean taken() {
            return field.isEmpty();
        }
    }

    static List<Golden> all() {
        try {
            List<String> lines = Files.readAllLines(FILE);
            return IntStream.range(0, lines.size())
                    .mapToObj(number -> read(lines.get(number), number))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Golden read(String line, int number) {
        try {
            JsonNode golden = MAPPER.readTree(line);
            ObjectNode event = (ObjectNode) (golden.has("takes") ? golden.get("takes") : golden.get("refuses"));
            event.put("documentId", String.format("7d444840-9dc0-41d1-b245-%012d", number));
            return new Golden(
                    MAPPER.writeValueAsString(event),
                    golden.path("field").asText(),
                    golden.path("rule").asText());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
