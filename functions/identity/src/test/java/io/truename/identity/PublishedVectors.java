// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of vectors.json, beside the module's README. */
final class PublishedVectors {
    static final Path FILE = Path.of("vectors.json");

    private PublishedVectors() {}

    static List<JsonNode> rows() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        new ObjectMapper().readTree(FILE.toFile()).get("rows").forEach(rows::add);
        return rows;
    }

    static @Nullable String text(JsonNode row, String field) {
        JsonNode value = row.get(field);
        return value == null || value.isNull() ? null : value.textValue();
    }
}
