// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What an id can be asked for, under its name in requests, answers and logs. */
enum Kind {
    DOCUMENT("document", EnumSet.of(Field.USER_ID, Field.FILE_SHA256)),
    CHUNK("chunk", EnumSet.of(Field.DOCUMENT_ID, Field.CHUNKER, Field.CHUNKER_VERSION, Field.ORDINAL)),
    JOB("job", EnumSet.noneOf(Field.class));

    private final String text;
    private final Set<Field> fields;

    Kind(String text, Set<Field> fields) {
        this.text = text;
        this.fields = fields;
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
        return fields.contains(field);
    }

    @Override
    public String toString() {
        return text;
    }
}
