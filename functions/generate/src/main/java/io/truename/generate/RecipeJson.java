// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.NameTemplates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Name templates as JSON: the section {@code recipe} of a mapping, which reads the same text as YAML. */
final class RecipeJson {
    private static final String RULE =
            "must be a JSON object of documents, chunks, chunkNamespace and alphabets, such as"
                    + " {\"documents\": \"{user}/{contentHash}\"}";

    private static final Set<String> FIELDS = Set.of("documents", "chunks", "chunkNamespace", "alphabets");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RecipeJson() {}

    /**
     * Reads templates.
     *
     * @throws IllegalArgumentException with every problem, if the text is none, or two inputs share a name
     */
    static NameTemplates read(String text, UUID namespace) {
        JsonNode recipe;
        try {
            recipe = JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(RULE, broken);
        }
        Map<String, String> alphabets = new LinkedHashMap<>();
        recipe.path("alphabets").properties().forEach(field -> alphabets.put(field.getKey(), textOf(field.getValue())));
        boolean known = recipe.isObject()
                && recipe.properties().stream().allMatch(field -> FIELDS.contains(field.getKey()))
                && (!recipe.has("alphabets") || recipe.get("alphabets").isObject());
        if (!known) {
            throw new IllegalArgumentException(RULE);
        }
        return NameTemplates.of(
                find(recipe, "documents"),
                find(recipe, "chunks"),
                find(recipe, "chunkNamespace"),
                alphabets,
                ContentHashAlgorithm.SHA_256,
                namespace);
    }

    private static @Nullable String find(JsonNode recipe, String name) {
        JsonNode value = recipe.get(name);
        return value == null ? null : textOf(value);
    }

    private static String textOf(JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(RULE);
        }
        return value.textValue();
    }
}
