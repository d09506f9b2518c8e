// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import io.truename.corpus.mapping.Mapping.External;
import java.util.ArrayList;
import java.util.List;

/** Reads section {@code external} of a mapping: stores outside of the database, and where the ids are in their names. */
final class ExternalReader {
    private static final int MOST = 50;
    private static final int LONGEST_PATTERN = 512;
    private static final String SECTION = "external";
    private static final String ID = "{id}";

    private ExternalReader() {}

    static List<External> read(MappingFields root, int chunkTables) {
        List<External> external = new ArrayList<>();
        if (!root.has(SECTION)) {
            return external;
        }
        Object value = root.take(SECTION);
        if (!(value instanceof List<?> entries) || entries.isEmpty() || entries.size() > MOST) {
            root.refuse(SECTION, "must be a list of 1 to " + MOST + " sections of store, of and pattern", value);
            return external;
        }
        MappingFields list = root.list(SECTION, entries);
        for (int i = 0; i < entries.size(); i++) {
            String place = String.valueOf(i);
            MappingFields fields = list.section(place, list.take(place));
            External read = entry(fields, chunkTables);
            if (external.contains(read)) {
                fields.refuseWhole("must not be the same as another entry");
            }
            external.add(read);
            fields.refuseUnread();
        }
        return external;
    }

    private static External entry(MappingFields fields, int chunkTables) {
        Object store = fields.take("store");
        if (!(store instanceof String name) || !External.isStore(name)) {
            fields.refuse("store", "must be a name of at most 63 of a-z, 0-9, - and _", store);
        }
        int space = MappingReader.space(fields, "of", chunkTables);
        String pattern = ID;
        if (fields.has("pattern")) {
            Object value = fields.take("pattern");
            if (value instanceof String text && isPattern(text)) {
                pattern = text;
            } else {
                fields.refuse(
                        "pattern",
                        "must have {id} once, such as 'raw/{id}.pdf', and at most " + LONGEST_PATTERN + " characters",
                        value);
            }
        }
        int at = pattern.indexOf(ID);
        return new External(
                String.valueOf(store), space, pattern.substring(0, at), pattern.substring(at + ID.length()));
    }

    private static boolean isPattern(String text) {
        int at = text.indexOf(ID);
        return at >= 0 && text.indexOf(ID, at + 1) < 0 && text.length() <= LONGEST_PATTERN && Characters.storable(text);
    }
}
