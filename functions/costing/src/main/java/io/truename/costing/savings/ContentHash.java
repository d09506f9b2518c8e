// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

/** SHA-256 of a content, as a key in memory: its bytes in four words, the first byte highest in the first. */
public record ContentHash(long first, long second, long third, long fourth) {
    /** The key of 32 bytes. */
    public static ContentHash of(byte[] hash) {
        if (hash.length != 32) {
            throw new IllegalArgumentException("hash: must be a SHA-256 of 32 bytes");
        }
        return new ContentHash(word(hash, 0), word(hash, 1), word(hash, 2), word(hash, 3));
    }

    private static long word(byte[] hash, int place) {
        long word = 0;
        for (int at = place * Long.BYTES; at < (place + 1) * Long.BYTES; at++) {
            word = (word << Byte.SIZE) | (hash[at] & 0xff);
        }
        return word;
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        byte[] hash = new byte[4 * Long.BYTES];
        long[] words = {first, second, third, fourth};
        for (int at = 0; at < hash.length; at++) {
            hash[at] = (byte) (words[at / Long.BYTES] >>> (Long.SIZE - Byte.SIZE * (at % Long.BYTES + 1)));
        }
        return hash;
    }

    /** Whether it is in the first 1/2^bits of all hashes. */
    boolean within(int bits) {
        return bits == 0 || first >>> (Long.SIZE - bits) == 0;
    }
}
