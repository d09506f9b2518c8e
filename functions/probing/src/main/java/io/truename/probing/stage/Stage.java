// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.stage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stage of a pipeline, in the order in which a document goes through them. */
public enum Stage {
    UPLOADED,
    PARSED,
    CHUNKED,
    EMBEDDED,
    /** Someone asked for the document. Most documents are never asked for, so that this stage is never missing. */
    RETRIEVED;

    private static final String WORDS = Arrays.stream(values()).map(Stage::word).collect(Collectors.joining(", "));

    /** Word in events, as columns and in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a stage by its word. */
    public static Optional<Stage> find(String word) {
        return Arrays.stream(values())
                .filter(stage -> stage.word().equals(word))
                .findFirst();
    }

    /** All words, as a sentence lists them. */
    public static String words() {
        return WORDS;
    }
}
