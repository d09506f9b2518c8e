// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kind of an item, under its name in requests, answers and logs. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are filled while a kind is made, never after
enum Kind {
    DOCUMENT("document", EnumSet.of(Field.USER_ID, Field.FILE_SHA256)),
    CHUNK("chunk", EnumSet.of(Field.DOCUMENT_ID, Field.CHUNKER, Field.CHUNKER_VERSION, Field.ORDINAL)),
    JOB("job", EnumSet.noneOf(Field.class));

    private static final Kind[] KINDS = values();

    private final String text;
    private final Set<Field> itemFields;
    private final Set<Field> claimFields;

    Kind(String text, EnumSet<Field> own) {
        this.text = text;
        this.itemFields = EnumSet.copyOf(own);
        itemFields.add(Field.KIND);
        this.claimFields = EnumSet.copyOf(itemFields);
        claimFields.add(Field.ID);
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

    /** The fields that an item of this kind may have, with or without an id claimed for it. */
    Set<Field> fields(boolean claimed) {
        return claimed ? claimFields : itemFields;
    }

    @Override
    public String toString() {
        return text;
    }
}
