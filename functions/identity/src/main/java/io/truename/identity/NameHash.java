// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import org.jspecify.annotations.Nullable;

/** The hash that makes an id of a name, and with it the version that the id carries. */
public enum NameHash {
    /** UUIDv5: SHA-1, RFC 9562 section 5.5. Every UUID library and PostgreSQL's {@code uuid_generate_v5} compute it. */
    SHA_1("SHA-1", 5),
    /** UUIDv8: the first 128 bits of SHA-256, laid out as v5, RFC 9562 section 5.8 and appendix B.2. */
    SHA_256("SHA-256", 8);

    private final String algorithm;
    private final int version;

    NameHash(String algorithm, int version) {
        this.algorithm = algorithm;
        this.version = version;
    }

    /**
     * Finds a hash by its {@link #algorithm}.
     *
     * @throws RefusedException naming the field {@code hash}, unless it is {@code SHA-1} or {@code SHA-256}
     */
    public static NameHash parse(@Nullable String text) {
        for (NameHash hash : values()) {
            if (hash.algorithm.equals(text)) {
                return hash;
            }
        }
        throw new RefusedException(new Refusal(
                "hash", "must be SHA-1 or SHA-256", text == null ? "nothing" : CharacterClass.lengthOf(text)));
    }

    /** The name that the JDK, and {@link #parse}, know the hash by. */
    public String algorithm() {
        return algorithm;
    }

    /** The UUID version of the ids it makes. */
    public int version() {
        return version;
    }

    static long withVersion(long mostSignificantBits, int version) {
        return (mostSignificantBits & 0xFFFFFFFF_FFFF0FFFL) | ((long) version << 12);
    }

    static long withVariant(long leastSignificantBits) {
        return (leastSignificantBits & 0x3FFFFFFF_FFFFFFFFL) | 0x80000000_00000000L;
    }

    @Override
    public String toString() {
        return algorithm;
    }
}
