// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** SHA-256 of a stream. Not thread-safe: one buffer for all streams of a thread. */
final class Sha256 {
    private static final int BUFFER = 256 * 1024;

    private final MessageDigest digest = create();
    private final byte[] buffer = new byte[BUFFER];

    static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /**
     * Reads a stream to its end; returns 64 lower-case hex digits.
     *
     * @param read takes the number of bytes of each part
     */
    String of(InputStream stream, LongConsumer read) throws IOException {
        digest.reset();
        int bytes;
        while ((bytes = stream.read(buffer)) >= 0) {
            digest.update(buffer, 0, bytes);
            read.accept(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
