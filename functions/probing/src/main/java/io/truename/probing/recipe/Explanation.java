// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import io.truename.probing.finding.Cause;

/** Words for the detail of a cause. */
public final class Explanation {
    private static final String UNEXPLAINED = "unexplained.";

    private Explanation() {}

    /** The detail of a cause as one sentence; empty if there is nothing to add to its kind and place. */
    public static String of(Cause cause) {
        String detail = cause.detail();
        if (detail.isEmpty()) {
            return "";
        }
        if (cause.isFurther()) {
            return "More causes of this kind than are kept apart.";
        }
        return switch (cause.kind()) {
            case ID_RANDOM -> "Its version is " + detail + ".";
            case ID_WRONG_RECIPE ->
                detail.startsWith(UNEXPLAINED)
                        ? "No known recipe explains it; its version is " + detail.substring(UNEXPLAINED.length()) + "."
                        : WrongRecipe.parse(detail).sentence();
            case USER_CANNOT_RETRIEVE -> "The reason is " + reason(detail) + ".";
            case INPUT_ILLEGAL -> "The value is " + detail + ".";
            case CHUNKS_MISSING -> "The status is " + detail + ".";
            case ORDINAL_GAP, ORDINAL_REPEATED -> "The chunker and its version are " + detail + ".";
            case EMBEDDING_DIMENSION -> "The dimension is " + detail + ".";
            case RECIPE_DISAGREES -> "The way that gives other ids is " + detail + ".";
            case ID_NOT_A_UUID,
                    ID_COLLISION,
                    CONTENT_TWICE,
                    REFERENCE_ORPHAN,
                    REFERENCE_WRONG_PARENT,
                    STAGE_STUCK,
                    STAGE_FEWER_ROWS,
                    STAGE_DISAGREES,
                    EMBEDDING_MISSING,
                    EMBEDDING_ORPHAN,
                    EMBEDDING_ZERO,
                    EMBEDDING_NOT_A_NUMBER,
                    EMBEDDING_REPEATED,
                    ALIAS_DEAD,
                    INDEX_INVALID -> "The detail is " + detail + ".";
        };
    }

    private static String reason(String detail) {
        return switch (detail) {
            case "document.id" -> "the document's id";
            case "chunk.id" -> "the id of one of its chunks";
            case "input" -> "an input of the recipe that is not legal";
            default -> detail;
        };
    }
}
