// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Minimal generator of RFC 9562 ids, for the fake of generate. */
final class NameBasedIds {
    static final UUID NAMESPACE = UUID.fromString("6c8a1e6e-1f0b-4aa8-9f0a-1a7c2e6f2b42");

    private NameBasedIds() {}

    static UUID of(int version, String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance(version == 8 ? "SHA-256" : "SHA-1");
            digest.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
            long high = (hash.getLong() & 0xFFFFFFFFFFFF0FFFL) | ((long) version << 12);
            long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
