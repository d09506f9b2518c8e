// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.NameHash;
import io.truename.identity.NameTemplates;
import io.truename.identity.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
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

    private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z]+)}");

    private final Pattern user;
    private final Pattern hash;
    private final Pattern chunker;
    private final Pattern chunkerVersion;
    private final String documentTemplate;
    private final String chunkTemplate;
    private final byte[] namespace;
    private final byte[] chunkNamespace;
    private final int version;
    private final MessageDigest digest;

    /**
     * @param algorithm of the documents' content hashes
     */
    public IndependentRecipe(Namespace namespace, ContentHashAlgorithm algorithm) {
        NameTemplates names = namespace.names();
        boolean usual = names.isUsual() && algorithm != ContentHashAlgorithm.SHA_256;
        this.documentTemplate = usual
                ? "{user} " + algorithm.toString().toLowerCase(Locale.ROOT) + ":{contentHash}"
                : names.documents();
        this.chunkTemplate = names.chunks();
        this.hash = Pattern.compile("[0-9A-Fa-f]{" + algorithm.digits() + "}");
        this.user = narrowed(names, "user", USER);
        this.chunker = narrowed(names, "chunker", WORD);
        this.chunkerVersion = narrowed(names, "chunkerVersion", WORD);
        this.namespace = bytes(namespace.id());
        this.chunkNamespace = bytes(names.chunkNamespace().orElse(namespace.id()));
        this.version = namespace.hash() == NameHash.SHA_1 ? 5 : 8;
        try {
            this.digest = MessageDigest.getInstance(version == 5 ? "SHA-1" : "SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has both.", impossible);
        }
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** The usual rule of a field, and that all of its characters are in its alphabet, if it has one. */
    private static Pattern narrowed(NameTemplates names, String field, Pattern rule) {
        String alphabet = names.alphabets().get(field);
        // Within a class of Java, a hyphen stands for a range as in the alphabet; all else that means something is
        // escaped.
        return alphabet == null
                ? rule
                : Pattern.compile("(?=[" + alphabet.replaceAll("[\\[\\]\\\\^&]", "\\\\$0") + "]+$)" + rule.pattern());
    }

    /** Computes the id of a document; empty if its inputs are not legal. */
    public Optional<UUID> document(@Nullable String user, @Nullable String contentHash) {
        if (user == null || contentHash == null || !hash.matcher(contentHash).matches()) {
            return Optional.empty();
        }
        // An alphabet is one of canonical users.
        String owner = UUID_TEXT.matcher(user).matches() ? user.toLowerCase(Locale.ROOT) : user;
        if (!this.user.matcher(owner).matches()) {
            return Optional.empty();
        }
        return Optional.of(named(
                namespace,
                filled(documentTemplate, Map.of("user", owner, "contentHash", contentHash.toLowerCase(Locale.ROOT)))));
    }

    /** Computes the id of a chunk of a document; empty if its inputs are not legal. */
    public Optional<UUID> chunk(
            UUID document, @Nullable String chunker, @Nullable String chunkerVersion, @Nullable Long ordinal) {
        if (chunker == null
                || chunkerVersion == null
                || ordinal == null
                || !this.chunker.matcher(chunker).matches()
                || !this.chunkerVersion.matcher(chunkerVersion).matches()
                || ordinal < 0
                || ordinal > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(named(
                chunkNamespace,
                filled(
                        chunkTemplate,
                        Map.of(
                                "document",
                                document.toString(),
                                "chunker",
                                chunker,
                                "chunkerVersion",
                                chunkerVersion,
                                "ordinal",
                                ordinal.toString()))));
    }

    private static String filled(String template, Map<String, String> values) {
        return FIELD.matcher(template)
                .replaceAll(field -> Matcher.quoteReplacement(values.getOrDefault(field.group(1), "")));
    }

    private UUID named(byte[] space, String name) {
        digest.update(space);
        byte[] digested = digest.digest(name.getBytes(StandardCharsets.UTF_8));
        digested[6] = (byte) ((digested[6] & 0x0f) | (version << 4));
        digested[8] = (byte) ((digested[8] & 0x3f) | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(digested);
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
