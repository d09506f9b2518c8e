// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Name of a chunk, from which its id follows: document, chunker, chunker version and ordinal. Equal names are one chunk.
 *
 * @param documentId the document that was cut
 * @param chunker name of the chunker: 1 to 64 of {@code A-Z a-z 0-9 . _ -}; letter case matters
 * @param chunkerVersion the version that cut it: as {@code chunker}
 * @param ordinal which piece, 0 or more
 */
public record ChunkName(DocumentId documentId, String chunker, String chunkerVersion, int ordinal) {
    static final int MOST_WORD = 64;

    /**
     * Checks; there is nothing to make canonical.
     *
     * @throws RefusedException with every problem found, as {@link #check}
     */
    public ChunkName {
        List<Refusal> refusals = checkBuilt(documentId, chunker, chunkerVersion, ordinal);
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
    }

    /**
     * Builds the name of input as it came.
     *
     * @throws RefusedException with every problem that {@link #check} finds
     */
    public static ChunkName of(
            @Nullable String documentId, @Nullable String chunker, @Nullable String chunkerVersion, long ordinal) {
        List<Refusal> refusals = check(documentId, chunker, chunkerVersion, ordinal);
        if (!refusals.isEmpty() || chunker == null || chunkerVersion == null) {
            throw new RefusedException(refusals);
        }
        return new ChunkName(DocumentId.parse(documentId), chunker, chunkerVersion, Math.toIntExact(ordinal));
    }

    /** Checks raw input: every problem, at most one for each field; empty if a name can be built from it. */
    public static List<Refusal> check(
            @Nullable String documentId, @Nullable String chunker, @Nullable String chunkerVersion, long ordinal) {
        return checkAll(UuidText.check("documentId", documentId), chunker, chunkerVersion, ordinal);
    }

    static List<Refusal> checkBuilt(
            @Nullable DocumentId documentId, @Nullable String chunker, @Nullable String chunkerVersion, long ordinal) {
        return checkAll(
                documentId == null ? UuidText.check("documentId", null) : null, chunker, chunkerVersion, ordinal);
    }

    /** The bytes that are hashed after the namespace, as ASCII text: {@code documentId:chunker:chunkerVersion:ordinal}. */
    public String canonical() {
        return documentId + ":" + chunker + ":" + chunkerVersion + ":" + ordinal;
    }

    private static List<Refusal> checkAll(
            @Nullable Refusal documentId, @Nullable String chunker, @Nullable String chunkerVersion, long ordinal) {
        List<Refusal> refusals = new ArrayList<>();
        if (documentId != null) {
            refusals.add(documentId);
        }
        checkWord("chunker", chunker, refusals);
        checkWord("chunkerVersion", chunkerVersion, refusals);
        if (ordinal < 0 || ordinal > Integer.MAX_VALUE) {
            refusals.add(new Refusal(
                    "ordinal",
                    "must be a whole number from 0 to 2147483647",
                    ordinal < 0 ? "a negative number" : "a greater number"));
        }
        return List.copyOf(refusals);
    }

    private static void checkWord(String field, @Nullable String word, List<Refusal> refusals) {
        String got = null;
        if (word == null) {
            got = "nothing";
        } else if (word.isEmpty() || word.length() > MOST_WORD) {
            got = CharacterClass.lengthOf(word);
        } else {
            for (int at = 0; at < word.length() && got == null; at++) {
                got = CharacterClass.isWord(word.charAt(at)) ? null : CharacterClass.at(word, at);
            }
        }
        if (got != null) {
            refusals.add(new Refusal(field, "must be 1 to 64 of the characters A-Z a-z 0-9 . _ -", got));
        }
    }
}
