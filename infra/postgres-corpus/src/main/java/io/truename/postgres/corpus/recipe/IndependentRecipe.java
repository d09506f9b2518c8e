// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import io.truename.identity.ContentHashAlgorithm;
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
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Pattern hash;
    private final String label;
    private final byte[] namespace;
    private final int version;
    private final MessageDigest digest;

    /**
     * @param algorithm of the documents' content hashes
     */
    public IndependentRecipe(Namespace namespace, ContentHashAlgorithm algorithm) {
        this.hash = Pattern.compile("[0-9A-Fa-f]{" + algorithm.digits() + "}");
        this.label = algorithm == ContentHashAlgorithm.SHA_256
                ? ":"
                : " " + algorithm.toString().toLowerCase(Locale.ROOT) + ":";
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
    public Optional<UUID> document(@Nullable String user, @Nullable String contentHash) {
        if (user == null
                || contentHash == null
                || !USER.matcher(user).matches()
                || !hash.matcher(contentHash).matches()) {
            return Optional.empty();
        }
        String owner = UUID_TEXT.matcher(user).matches() ? user.toLowerCase(Locale.ROOT) : user;
        return Optional.of(named(owner + label + contentHash.toLowerCase(Locale.ROOT)));
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
        byte[] digested = digest.digest(name.getBytes(StandardCharsets.UTF_8));
        digested[6] = (byte) ((digested[6] & 0x0f) | (version << 4));
        digested[8] = (byte) ((digested[8] & 0x3f) | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(digested);
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
