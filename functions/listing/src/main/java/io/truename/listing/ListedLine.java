// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import io.truename.identity.DocumentName;
import io.truename.identity.Refusal;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of a list.
 *
 * @param size bytes of the file
 */
record ListedLine(DocumentName name, long size) {
    private static final String SIZE_RULE = "bytes: must be a whole number of bytes from 0";
    private static final int LONGEST_NUMBER = 40;

    /**
     * Reads the fields of a line.
     *
     * @throws IllegalArgumentException naming the field and the rule
     */
    static ListedLine of(@Nullable Object user, @Nullable Object hash, @Nullable Object bytes) {
        String owner = text(user);
        String sha = text(hash);
        List<Refusal> refusals = DocumentName.check(owner, sha);
        if (owner == null || sha == null || !refusals.isEmpty()) {
            Refusal first = refusals.get(0);
            throw new IllegalArgumentException(
                    (first.field().equals("userId") ? "user" : "hash") + ": " + first.rule());
        }
        return new ListedLine(new DocumentName(owner, sha), size(text(bytes)));
    }

    private static long size(@Nullable String text) {
        if (text == null || text.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException(SIZE_RULE);
        }
        try {
            long size = new BigDecimal(text.strip()).longValueExact();
            if (size < 0) {
                throw new IllegalArgumentException(SIZE_RULE);
            }
            return size;
        } catch (ArithmeticException | NumberFormatException noNumber) {
            throw new IllegalArgumentException(SIZE_RULE, noNumber);
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    byte[] hash() {
        return HexFormat.of().parseHex(name.fileSha256());
    }
}
