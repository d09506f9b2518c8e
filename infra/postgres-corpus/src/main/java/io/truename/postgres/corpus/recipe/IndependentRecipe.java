// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Second implementation of the id recipe, after RFC 9562 sections 5.5 and 5.8, for the checks of a batch and the validation of a
 * corpus. Shares no code with {@link Namespace}, which the engine uses, so that one mistake cannot hide in both. Not thread-safe.
 */
public final class IndependentRecipe {
    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern USER = Pattern.compile("[!-~]{1,256}");
    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final byte[] namespace;
    private final int version;
    private final MessageDigest digest;

    public IndependentRecipe(Namespace namespace) {
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

    /** Computes the id of a document; empty if its inputs are not legal. */
    public Optional<UUID> document(@Nullable String user, @Nullable String hash) {
        if (user == null
                || hash == null
                || !USER.matcher(user).matches()
                || !HASH.matcher(hash).matches()) {
            return Optional.empty();
        }
        String owner = UUID_TEXT.matcher(user).matches() ? user.toLowerCase(Locale.ROOT) : user;
        return Optional.of(named(owner + ":" + hash.toLowerCase(Locale.ROOT)));
    }

    /** Computes the id of a chunk of a document; empty if its inputs are not legal. */
    public Optional<UUID> chunk(
            UUID document, @Nullable String chunker, @Nullable String chunkerVersion, @Nullable Long ordinal) {
        if (chunker == null
                || chunkerVersion == null
                || ordinal == null
                || !WORD.matcher(chunker).matches()
                || !WORD.matcher(chunkerVersion).matches()
                || ordinal < 0
                || ordinal > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(named(document + ":" + chunker + ":" + chunkerVersion + ":" + ordinal));
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
