// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.recipe;

import io.truename.identity.NameHash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hash function that people make ids with. */
enum HashFunction {
    MD5("MD5", 3),
    SHA_1("SHA-1", 5),
    SHA_256("SHA-256", 8);

    private final String algorithm;
    private final int version;

    HashFunction(String algorithm, int version) {
        this.algorithm = algorithm;
        this.version = version;
    }

    static HashFunction of(NameHash hash) {
        return switch (hash) {
            case SHA_1 -> SHA_1;
            case SHA_256 -> SHA_256;
        };
    }

    /** Version of the ids that it usually makes. */
    int version() {
        return version;
    }

    MessageDigest begin() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has " + algorithm + ".", impossible);
        }
    }
}
