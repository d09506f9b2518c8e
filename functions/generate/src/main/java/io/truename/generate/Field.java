// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import org.jspecify.annotations.Nullable;

/** The fields that an item may have, under their names in JSON. */
enum Field {
    KIND("kind"),
    USER_ID("userId"),
    FILE_SHA256("fileSha256"),
    DOCUMENT_ID("documentId"),
    CHUNKER("chunker"),
    CHUNKER_VERSION("chunkerVersion"),
    ORDINAL("ordinal"),
    ID("id");

    private static final Field[] FIELDS = values();

    private final String text;

    Field(String text) {
        this.text = text;
    }

    /** The field of that name, or null: asked once for every field of every item, so without an Optional. */
    static @Nullable Field find(String text) {
        for (Field field : FIELDS) {
            if (field.text.equals(text)) {
                return field;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return text;
    }
}
