// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/**
 * The recipe once more, word for word as RFC 9562 sections 5.5 and 5.8 say it and sharing no code with {@link Namespace}:
 * what one of the two does wrong the other notices. Belongs to one thread.
 */
final class IndependentRecipe {
    private final byte[] namespace;
    private final int version;
    private final MessageDigest digest;

    IndependentRecipe(Namespace namespace) {
        this.namespace = ByteBuffer.allocate(16)
                .putLong(namespace.id().getMostSignificantBits())
                .putLong(namespace.id().getLeastSignificantBits())
                .array();
        this.version = namespace.hash() == NameHash.SHA_1 ? 5 : 8;
        try {
            this.digest = MessageDigest.getInstance(version == 5 ? "SHA-1" : "SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has both.", impossible);
        }
    }

    UUID document(String user, String hash) {
        boolean uuid = user.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        return named((uuid ? user.toLowerCase(Locale.ROOT) : user) + ":" + hash);
    }

    UUID chunk(UUID document, String chunker, String chunkerVersion, long ordinal) {
        return named(document + ":" + chunker + ":" + chunkerVersion + ":" + ordinal);
    }

    private UUID named(String name) {
        digest.update(namespace);
        byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
        hash[6] = (byte) ((hash[6] & 0x0f) | (version << 4));
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
