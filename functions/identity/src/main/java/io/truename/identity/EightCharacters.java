// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight characters at once, one in each byte of a long.
 *
 * <p>A byte below 0x80 plus (0x80 - n) has its high bit set exactly if the byte is n or more, and carries into no other byte.
 * Four such sums, at the borders of {@code 0-9} and {@code a-f}, tell a hex digit: an odd number of them is set. A byte of
 * 0x80 or more may carry, so callers must rule it out on their own ({@link #allBits}).
 */
final class EightCharacters {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long FROM_0 = (0x80 - '0') * EACH;
    private static final long BEYOND_9 = (0x80 - '9' - 1) * EACH;
    private static final long FROM_A = (0x80 - 'a') * EACH;
    private static final long BEYOND_F = (0x80 - 'f' - 1) * EACH;

    // The hyphens of a UUID among its characters 8 to 15 and 16 to 23.
    private static final long HYPHENS_8 = 0x0000FF00000000FFL;
    private static final long HYPHENS_16 = 0xFF00000000FF0000L;
    private static final long HYPHEN_TO_0 = ('-' ^ '0') * EACH;
    private static final long ZEROS = '0' * EACH;

    private EightCharacters() {}

    /** Whether the bytes, all below 0x80, are of 0-9 a-f; the length is a multiple of eight. */
    static boolean areLoweredHex(byte[] bytes, int from, int length) {
        long hex = HIGH_BITS;
        for (int at = from; at < from + length; at += 8) {
            hex &= hexBits((long) LONGS.get(bytes, at));
        }
        return hex == HIGH_BITS;
    }

    /** Whether 36 bytes, all below 0x80, are a UUID in canonical form. */
    static boolean areLoweredUuid(byte[] bytes, int from) {
        long second = (long) LONGS.get(bytes, from + 8) ^ (HYPHENS_8 & HYPHEN_TO_0);
        long third = (long) LONGS.get(bytes, from + 16) ^ (HYPHENS_16 & HYPHEN_TO_0);
        long hex = hexBits((long) LONGS.get(bytes, from))
                & hexBits(second)
                & hexBits(third)
                & hexBits((long) LONGS.get(bytes, from + 24))
                & hexBits((long) LONGS.get(bytes, from + 28));
        long notHyphens = ((second ^ ZEROS) & HYPHENS_8) | ((third ^ ZEROS) & HYPHENS_16);
        return (hex & HIGH_BITS) == HIGH_BITS && notHyphens == 0;
    }

    /** The eight bytes before an index. */
    static long endingAt(byte[] bytes, int end) {
        return (long) LONGS.get(bytes, end - 8);
    }

    /** The bits that any of the characters has; below 0x80 exactly if all are ASCII. The length is a multiple of four. */
    static int allBits(String text, int length) {
        int even = 0;
        int odd = 0;
        for (int at = 0; at < length; at += 4) {
            even |= text.charAt(at) | text.charAt(at + 2);
            odd |= text.charAt(at + 1) | text.charAt(at + 3);
        }
        return even | odd;
    }

    private static long hexBits(long eight) {
        return (eight + FROM_0) ^ (eight + BEYOND_9) ^ (eight + FROM_A) ^ (eight + BEYOND_F);
    }
}
