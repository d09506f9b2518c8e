// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text of a UUID: 8-4-4-4-12 hex digits, read in either case, written in lower case. Nothing else is read:
 * {@code UUID.fromString} takes {@code 0-0-0-0-0} for a UUID and drops digits that do not fit.
 */
public final class UuidText {
    static final int LENGTH = 36;

    private static final String RULE = "must be a UUID: 8-4-4-4-12 hex digits";

    private UuidText() {}

    /** Whether the text is a UUID, in either case. */
    public static boolean isUuid(CharSequence text) {
        return text.length() == LENGTH && firstWrong(text) == LENGTH;
    }

    /**
     * Reads a UUID in either case.
     *
     * @throws RefusedException naming the field {@code id}, if the text is not a UUID
     */
    public static UUID parse(@Nullable String text) {
        return parse("id", text);
    }

    /**
     * Reads a UUID in either case.
     *
     * @throws RefusedException naming the given field, if the text is not a UUID
     */
    public static UUID parse(String field, @Nullable String text) {
        Refusal refusal = check(field, text);
        if (refusal != null || text == null) {
            throw new RefusedException(refusal == null ? new Refusal(field, RULE, "nothing") : refusal);
        }
        return new UUID(
                digits(text, 0, 8) << 32 | digits(text, 9, 13) << 16 | digits(text, 14, 18),
                digits(text, 19, 23) << 48 | digits(text, 24, LENGTH));
    }

    /** The canonical text. */
    public static String format(UUID id) {
        return id.toString();
    }

    /** The canonical text of the UUID of these 128 bits, big-endian. */
    public static String format(long mostSignificantBits, long leastSignificantBits) {
        return new UUID(mostSignificantBits, leastSignificantBits).toString();
    }

    static @Nullable Refusal check(String field, @Nullable String text) {
        if (text == null) {
            return new Refusal(field, RULE, "nothing");
        }
        if (text.length() != LENGTH) {
            return new Refusal(field, RULE, CharacterClass.lengthOf(text));
        }
        int wrong = firstWrong(text);
        return wrong == LENGTH ? null : new Refusal(field, RULE, CharacterClass.at(text, wrong));
    }

    private static int firstWrong(CharSequence text) {
        for (int at = 0; at < LENGTH; at++) {
            boolean hyphen = at == 8 || at == 13 || at == 18 || at == 23;
            if (hyphen ? text.charAt(at) != '-' : !CharacterClass.isHex(text.charAt(at))) {
                return at;
            }
        }
        return LENGTH;
    }

    private static long digits(String text, int from, int to) {
        long value = 0;
        for (int at = from; at < to; at++) {
            value = value << 4 | Character.digit(text.charAt(at), 16);
        }
        return value;
    }
}
