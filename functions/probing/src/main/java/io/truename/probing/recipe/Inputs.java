// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import io.truename.identity.ChunkName;
import io.truename.identity.UuidText;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Inputs of an id whose recipe is in question. Each is legal. {@code toString} hides them: they must not reach a log.
 *
 * @param canonical as the right recipe writes them, in its order
 * @param stored the same as they are stored
 * @param extras further facts about the row by label, such as {@code file-name}: a wrong recipe may have read one
 */
public record Inputs(List<String> canonical, List<String> stored, Map<String, String> extras) {
    public Inputs {
        canonical = List.copyOf(canonical);
        stored = List.copyOf(stored);
        extras = Map.copyOf(extras);
    }

    /** Inputs of a document's id as they are stored. */
    public static Inputs of(String user, String contentHash, Map<String, String> extras) {
        String canonicalUser = UuidText.isUuid(user) ? user.toLowerCase(Locale.ROOT) : user;
        return new Inputs(
                List.of(canonicalUser, contentHash.toLowerCase(Locale.ROOT)), List.of(user, contentHash), extras);
    }

    /** Inputs of a chunk's id. */
    public static Inputs of(ChunkName name, Map<String, String> extras) {
        List<String> texts = List.of(
                name.documentId().toString(), name.chunker(), name.chunkerVersion(), Integer.toString(name.ordinal()));
        return new Inputs(texts, texts, extras);
    }

    @Override
    public String toString() {
        return "Inputs[" + canonical.size() + " of the recipe, " + extras.size() + " extras]";
    }
}
