// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hash algorithm of a document's content. SHA-256 is the one of the recipe. A corpus whose documents have another hash names the algorithm
 * in each name: {@code userId algorithm:digits}. A user id has no space, so that no such name is one with a SHA-256.
 */
public enum ContentHashAlgorithm {
    SHA_256("SHA-256", 64, true),
    SHA_384("SHA-384", 96, true),
    SHA_512("SHA-512", 128, true),
    SHA3_256("SHA3-256", 64, true),
    SHA3_512("SHA3-512", 128, true),
    BLAKE2B_256("BLAKE2b-256", 64, true),
    BLAKE3("BLAKE3", 64, true),
    /** Two files with one SHA-1 have been made on purpose (SHAttered, 2017). */
    SHA_1("SHA-1", 40, false),
    /** Two files with one MD5 are made in seconds (RFC 6151). */
    MD5("MD5", 32, false);

    private final String text;
    private final int digits;
    private final boolean collisionResistant;

    ContentHashAlgorithm(String text, int digits, boolean collisionResistant) {
        this.text = text;
        this.digits = digits;
        this.collisionResistant = collisionResistant;
    }

    /** Name in lower case, as names of documents have it. */
    String label() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Number of hex digits. */
    public int digits() {
        return digits;
    }

    /** Whether nobody is known to be able to make two different files with the same hash. */
    public boolean isCollisionResistant() {
        return collisionResistant;
    }

    /** Finds the algorithm of that name, in any case. */
    public static Optional<ContentHashAlgorithm> parse(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.text.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Names of all, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(ContentHashAlgorithm::toString).collect(Collectors.joining(", "));
    }

    /**
     * Computes the id of a document from its owner and its content's hash, both as they came.
     *
     * @throws RefusedException with every problem, one for each field: {@code userId}, and {@code fileSha256} or {@code contentHash}
     */
    public DocumentId documentId(Namespace namespace, @Nullable String userId, @Nullable String hash) {
        if (this == SHA_256 && userId != null && hash != null) {
            return namespace.documentId(userId, hash);
        }
        return DocumentId.of(
                namespace.nameUuid(documentName(namespace, userId, hash).getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * Builds the name of a document, from which its id follows.
     *
     * @throws RefusedException as {@link #documentId}
     */
    public String documentName(Namespace namespace, @Nullable String userId, @Nullable String hash) {
        List<Refusal> refusals = check(userId, hash);
        if (!refusals.isEmpty() || userId == null || hash == null) {
            throw new RefusedException(refusals);
        }
        String canonicalUser = UuidText.isUuid(userId) ? userId.toLowerCase(Locale.ROOT) : userId;
        String digits = hash.toLowerCase(Locale.ROOT);
        return this == SHA_256 || !namespace.names().isUsual()
                ? namespace.documentName(canonicalUser, digits)
                : canonicalUser + " " + label() + ":" + digits;
    }

    /** Checks raw input: every problem, at most one for each field; empty if an id can be computed from it. */
    public List<Refusal> check(@Nullable String userId, @Nullable String hash) {
        return this == SHA_256
                ? DocumentName.check(userId, hash)
                : Stream.of(DocumentName.checkUserId(userId), checkHash(hash))
                        .filter(Objects::nonNull)
                        .toList();
    }

    private @Nullable Refusal checkHash(@Nullable String hash) {
        String rule = "must be the file's " + text + ": " + digits + " hex digits";
        if (hash == null) {
            return new Refusal("contentHash", rule, "nothing");
        }
        if (hash.length() != digits) {
            return new Refusal("contentHash", rule, CharacterClass.lengthOf(hash));
        }
        for (int at = 0; at < digits; at++) {
            if (!CharacterClass.isHex(hash.charAt(at))) {
                return new Refusal("contentHash", rule, CharacterClass.at(hash, at));
            }
        }
        return null;
    }

    /** Usual name, such as {@code SHA3-256}. */
    @Override
    public String toString() {
        return text;
    }
}
