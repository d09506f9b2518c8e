// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import java.util.Optional;

/** What an id can be asked for, under its name in requests, answers and logs. */
enum Kind {
    DOCUMENT("document"),
    CHUNK("chunk"),
    JOB("job");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    static Optional<Kind> find(String text) {
        for (Kind kind : values()) {
            if (kind.text.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether an item of this kind is described by the field, besides its kind and a claimed id. */
    boolean has(Field field) {
        return switch (this) {
            case DOCUMENT -> field == Field.USER_ID || field == Field.FILE_SHA256;
            case CHUNK ->
                field == Field.DOCUMENT_ID
                        || field == Field.CHUNKER
                        || field == Field.CHUNKER_VERSION
                        || field == Field.ORDINAL;
            case JOB -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
