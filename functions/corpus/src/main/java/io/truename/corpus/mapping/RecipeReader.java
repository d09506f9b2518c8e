// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.NameTemplates;
import io.truename.identity.Namespace;
import io.truename.identity.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reader of a mapping's section {@code recipe}: name templates of one's own. */
final class RecipeReader {
    private RecipeReader() {}

    /**
     * Reads the section; without one, the namespace as it is.
     *
     * @param issues where problems are added
     */
    static Namespace read(
            MappingFields root, Namespace namespace, ContentHashAlgorithm algorithm, List<FieldIssue> issues) {
        if (!root.has("recipe")) {
            return namespace;
        }
        MappingFields fields = root.section("recipe", root.take("recipe"));
        Map<String, String> alphabets = new LinkedHashMap<>();
        if (fields.has("alphabets")) {
            Object value = fields.take("alphabets");
            if (value instanceof Map<?, ?> entries
                    && entries.entrySet().stream()
                            .allMatch(
                                    entry -> entry.getKey() instanceof String && entry.getValue() instanceof String)) {
                entries.forEach((field, characters) -> alphabets.put((String) field, (String) characters));
            } else {
                fields.refuse("alphabets", "must be a section of texts, such as {user: 'a-z0-9-'}", value);
            }
        }
        String documents = text(fields, "documents");
        String chunks = text(fields, "chunks");
        String chunkNamespace = text(fields, "chunkNamespace");
        fields.refuseUnread();
        try {
            return new Namespace(
                    namespace.id(),
                    namespace.hash(),
                    NameTemplates.of(documents, chunks, chunkNamespace, alphabets, algorithm, namespace.id()));
        } catch (RefusedException refused) {
            refused.refusals()
                    .forEach(refusal ->
                            issues.add(new FieldIssue("/recipe/" + refusal.field(), refusal.rule(), refusal.got())));
            return namespace;
        }
    }

    private static @Nullable String text(MappingFields fields, String name) {
        if (!fields.has(name)) {
            return null;
        }
        Object value = fields.take(name);
        if (value instanceof String text) {
            return text;
        }
        fields.refuse(name, "must be a text in quotes", value);
        return null;
    }
}
