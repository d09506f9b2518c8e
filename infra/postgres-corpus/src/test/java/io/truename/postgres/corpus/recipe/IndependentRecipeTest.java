// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IndependentRecipeTest {
    @Test
    void everyPublishedVector_isAgreedUpon() throws IOException {
        int agreed = 0;
        JsonNode vectors = new ObjectMapper()
                .readTree(Path.of("..", "..", "functions", "identity", "vectors.json")
                        .toFile());
        for (JsonNode row : vectors.get("rows")) {
            String kind = text(row, "kind");
            if (row.has("id") && (kind.equals("document") || kind.equals("chunk"))) {
                assertThat(computed(row)).as(row.toString()).isEqualTo(UUID.fromString(text(row, "id")));
                agreed++;
            }
        }
        assertThat(agreed).isGreaterThanOrEqualTo(150);
    }

    private static UUID computed(JsonNode row) {
        NameHash hash = text(row, "hash").equals("SHA-1") ? NameHash.SHA_1 : NameHash.SHA_256;
        IndependentRecipe recipe =
                new IndependentRecipe(Namespace.of(text(row, "namespace"), hash), ContentHashAlgorithm.SHA_256);
        return (text(row, "kind").equals("document")
                        ? recipe.document(text(row, "userId"), text(row, "fileSha256"))
                        : recipe.chunk(
                                UUID.fromString(text(row, "documentId")),
                                text(row, "chunker"),
                                text(row, "chunkerVersion"),
                                row.get("ordinal").longValue()))
                .orElseThrow();
    }

    private static String text(JsonNode row, String field) {
        return row.get(field).textValue();
    }
}
