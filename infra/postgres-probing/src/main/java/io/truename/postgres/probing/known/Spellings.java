// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.known;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.CorpusSchema.HashType;
import io.truename.identity.DocumentName;
import io.truename.identity.UuidText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The values by which columns may hold an owner and a content hash, so that an index over the columns finds them. Hex digits are
 * written in lower case or in upper case; what mixes both within one value is not found.
 */
final class Spellings {
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Map<String, Long> LARGEST =
            Map.of("smallint", (long) Short.MAX_VALUE, "integer", (long) Integer.MAX_VALUE, "bigint", Long.MAX_VALUE);

    private final String userType;
    private final HashType hashType;

    Spellings(DocumentTable documents) {
        this.userType =
                documents.user().plainColumn().map(Spellings::comparable).orElse("text");
        this.hashType = documents.hashType();
    }

    /** Type of a column without a length: a cast to a shorter text would cut values off. */
    static String comparable(Column column) {
        if (column.type().startsWith("character varying")) {
            return "varchar";
        }
        return column.type().startsWith("character") ? "bpchar" : column.type();
    }

    /** Values of the owner's column; empty if it can hold no such owner. */
    List<String> users(DocumentName name) {
        String user = name.userId();
        if (userType.equals("uuid")) {
            return UuidText.isUuid(user) ? List.of(user) : List.of();
        }
        Long largest = LARGEST.get(userType);
        if (largest != null) {
            return isWhole(user, largest) ? List.of(user) : List.of();
        }
        return UuidText.isUuid(user) ? both(user) : List.of(user);
    }

    /** Values of the content's column, in hex digits. */
    List<String> hashes(DocumentName name) {
        return hashType == HashType.BYTEA ? List.of(name.fileSha256()) : both(name.fileSha256());
    }

    private static List<String> both(String lower) {
        String upper = lower.toUpperCase(Locale.ROOT);
        return upper.equals(lower) ? List.of(lower) : List.of(lower, upper);
    }

    private static boolean isWhole(String text, long largest) {
        if (!WHOLE.matcher(text).matches()) {
            return false;
        }
        try {
            long number = Long.parseLong(text);
            return number <= largest && number >= -largest - 1;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }
}
