// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.imported;

import java.nio.charset.StandardCharsets;

/**
 * Line of an import: a key and the SHA-256 of its content.
 *
 * @param line its number, counted from 1
 * @param key 1 to {@link #MOST_KEY_BYTES} bytes of UTF-8
 * @param sha256 64 hex digits of either case
 */
public record ImportedPair(long line, String key, String sha256) {
    /** Maximum length of a key: that of an object's name in Cloud Storage. */
    public static final int MOST_KEY_BYTES = 1_024;

    public static final String KEY_RULE =
            "must have 1 to " + MOST_KEY_BYTES + " bytes of UTF-8 without a zero character: an id, or a path";
    public static final String HASH_RULE = "must be a SHA-256: 64 hex digits";

    private static final int DIGITS = 64;

    public ImportedPair {
        requireKey(key);
        requireHash(sha256);
    }

    /**
     * Returns the key.
     *
     * @throws IllegalArgumentException with the rule, if it is not legal
     */
    public static String requireKey(String key) {
        if (key.isEmpty()
                || key.length() > MOST_KEY_BYTES
                || key.indexOf(0) >= 0
                || key.codePoints()
                        .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                || key.getBytes(StandardCharsets.UTF_8).length > MOST_KEY_BYTES) {
            throw new IllegalArgumentException(KEY_RULE);
        }
        return key;
    }

    /**
     * Returns the hash.
     *
     * @throws IllegalArgumentException with the rule, if it is not legal
     */
    public static String requireHash(String sha256) {
        if (sha256.length() != DIGITS || !sha256.chars().allMatch(ImportedPair::isHexDigit)) {
            throw new IllegalArgumentException(HASH_RULE);
        }
        return sha256;
    }

    private static boolean isHexDigit(int digit) {
        return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f') || (digit >= 'A' && digit <= 'F');
    }
}
