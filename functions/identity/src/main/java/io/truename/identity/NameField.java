// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.Arrays;
import java.util.Optional;

/** Field of a name: an input of a recipe that a {@link NameTemplate} may name. */
enum NameField {
    USER("user", "userId"),
    CONTENT_HASH("contentHash", "contentHash"),
    DOCUMENT("document", "documentId"),
    CHUNKER("chunker", "chunker"),
    CHUNKER_VERSION("chunkerVersion", "chunkerVersion"),
    ORDINAL("ordinal", "ordinal");

    private final String text;
    private final String input;

    NameField(String text, String input) {
        this.text = text;
        this.input = input;
    }

    static Optional<NameField> parse(String text) {
        return Arrays.stream(values()).filter(field -> field.text.equals(text)).findFirst();
    }

    /** Name of the input in requests and refusals. */
    String input() {
        return input;
    }

    /** Characters that a value may have, before an alphabet narrows them. */
    CharacterSet characters() {
        return switch (this) {
            case USER -> CharacterSet.PRINTABLE;
            case CONTENT_HASH, DOCUMENT -> CharacterSet.LOWER_HEX;
            case CHUNKER, CHUNKER_VERSION -> CharacterSet.WORD;
            case ORDINAL -> CharacterSet.DIGIT;
        };
    }

    /** Whether an alphabet may narrow its values. */
    boolean isText() {
        return this == USER || this == CHUNKER || this == CHUNKER_VERSION;
    }

    /** Name in templates. */
    @Override
    public String toString() {
        return text;
    }
}
