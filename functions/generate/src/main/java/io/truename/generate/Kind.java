// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import org.jspecify.annotations.Nullable;

/** What an id can be asked for, under its name in requests, answers and logs. */
enum Kind {
    DOCUMENT("document"),
    CHUNK("chunk"),
    JOB("job");

    private static final Kind[] KINDS = values();

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    /** The kind of that name, or null: asked for every item, so without an Optional. */
    static @Nullable Kind find(String text) {
        for (Kind kind : KINDS) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        return null;
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
