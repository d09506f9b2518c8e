// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Name of a document, from which its id follows: its owner and its content. Holds canonical text, so that equal names are one document.
 *
 * @param userId 1 to 256 printable ASCII characters without spaces; lowered if, and only if, it is a UUID
 * @param fileSha256 the SHA-256 of the file's bytes, 64 hex digits; lowered
 */
public record DocumentName(String userId, String fileSha256) {
    static final int MOST_USER_ID = 256;
    static final int SHA_256_DIGITS = 64;

    /**
     * Checks and makes canonical.
     *
     * @throws RefusedException with every problem that {@link #check} finds
     */
    public DocumentName {
        List<Refusal> refusals = check(userId, fileSha256);
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
        userId = UuidText.isUuid(userId) ? userId.toLowerCase(Locale.ROOT) : userId;
        fileSha256 = fileSha256.toLowerCase(Locale.ROOT);
    }

    /** Checks raw input: every problem, at most one for each field; empty if a name can be built from it. */
    public static List<Refusal> check(@Nullable String userId, @Nullable String fileSha256) {
        return Stream.of(checkUserId(userId), checkFileSha256(fileSha256))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The bytes that are hashed after the namespace, as ASCII text: {@code userId:fileSha256}. */
    public String canonical() {
        return userId + ":" + fileSha256;
    }

    /** Hides the contents: a user id or a hash must not reach a log by accident. */
    @Override
    public String toString() {
        return "DocumentName[userId=***, fileSha256=***]";
    }

    static @Nullable Refusal checkUserId(@Nullable String userId) {
        String rule = "must be 1 to 256 printable ASCII characters without spaces";
        if (userId == null) {
            return new Refusal("userId", rule, "nothing");
        }
        if (userId.isEmpty() || userId.length() > MOST_USER_ID) {
            return new Refusal("userId", rule, CharacterClass.lengthOf(userId));
        }
        for (int at = 0; at < userId.length(); at++) {
            if (!CharacterClass.isPrintable(userId.charAt(at))) {
                return new Refusal("userId", rule, CharacterClass.at(userId, at));
            }
        }
        return null;
    }

    private static @Nullable Refusal checkFileSha256(@Nullable String fileSha256) {
        String rule = "must be the file's SHA-256: 64 hex digits";
        if (fileSha256 == null) {
            return new Refusal("fileSha256", rule, "nothing");
        }
        if (fileSha256.length() != SHA_256_DIGITS) {
            return new Refusal("fileSha256", rule, CharacterClass.lengthOf(fileSha256));
        }
        for (int at = 0; at < SHA_256_DIGITS; at++) {
            if (!CharacterClass.isHex(fileSha256.charAt(at))) {
                return new Refusal("fileSha256", rule, CharacterClass.at(fileSha256, at));
            }
        }
        return null;
    }
}
