// SPDX-License-Identifier: Apache-2.0
package io.truename.listing;

import io.truename.identity.DocumentName;
import io.truename.identity.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A line of a list, as far as it can be read.
 *
 * @param owner empty if it is absent or no text; a UUID in lower case where there is a hash
 * @param hash SHA-256 as 64 hex digits in lower case; empty if it is absent or none
 * @param size bytes of the file; empty if they are absent or no whole number from 0
 * @param problems of user, hash and bytes, in this order
 */
public record ListedLine(Optional<String> owner, Optional<String> hash, OptionalLong size, List<Problem> problems) {
    private static final int LONGEST_NUMBER = 40;

    /** Fields of a line. */
    public enum Field {
        USER,
        HASH,
        BYTES;

        /** Name in a list. */
        public String column() {
            return switch (this) {
                case USER -> "user";
                case HASH -> "hash";
                case BYTES -> "bytes";
            };
        }
    }

    /**
     * A field that is not as it should be.
     *
     * @param absent whether the line has nothing there, or an empty text
     * @param rule that it breaks
     */
    public record Problem(Field field, boolean absent, String rule) {
        /** Field and rule in one sentence. */
        public String sentence() {
            return field.column() + ": " + rule;
        }
    }

    public ListedLine {
        problems = List.copyOf(problems);
    }

    /** Reads the fields of a line. What is null is absent. */
    static ListedLine of(@Nullable Object user, @Nullable Object hash, @Nullable Object bytes) {
        String owner = text(user);
        String digits = text(hash);
        List<Problem> problems = new ArrayList<>(0);
        boolean hashed = true;
        for (Refusal refusal : DocumentName.check(owner, digits)) {
            boolean ofUser = refusal.field().equals("userId");
            hashed &= ofUser;
            problems.add(new Problem(ofUser ? Field.USER : Field.HASH, absent(ofUser ? user : hash), refusal.rule()));
        }
        if (owner != null && digits != null && problems.isEmpty()) {
            DocumentName name = new DocumentName(owner, digits);
            owner = name.userId();
            digits = name.fileSha256();
        }
        OptionalLong size = size(text(bytes));
        if (size.isEmpty()) {
            problems.add(new Problem(Field.BYTES, absent(bytes), "must be a whole number of bytes from 0"));
        }
        return new ListedLine(
                Optional.ofNullable(owner).filter(text -> !text.isEmpty()),
                hashed ? Optional.ofNullable(digits).map(text -> text.toLowerCase(Locale.ROOT)) : Optional.empty(),
                size,
                problems);
    }

    private static OptionalLong size(@Nullable String text) {
        if (text == null || text.length() > LONGEST_NUMBER) {
            return OptionalLong.empty();
        }
        try {
            long size = new BigDecimal(text.strip()).longValueExact();
            return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
        } catch (ArithmeticException | NumberFormatException noNumber) {
            return OptionalLong.empty();
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    private static boolean absent(@Nullable Object value) {
        return value == null || value.equals("");
    }
}
