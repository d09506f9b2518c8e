// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import io.truename.identity.Namespace;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The recipe again, by strings and a digest: slow, plain, and on purpose without a line of what the engine computes ids with,
 * so that one mistake cannot hide in both.
 */
public final class PlainRecipe {
    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern USER = Pattern.compile("[!-~]{1,256}");
    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern ORDINAL = Pattern.compile("0|[1-9][0-9]{0,9}");

    private final MessageDigest digest;
    private final byte[] namespace;
    private final char version;

    public PlainRecipe(Namespace namespace) {
        try {
            digest = MessageDigest.getInstance(namespace.hash().algorithm());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        this.namespace = HexFormat.of().parseHex(namespace.id().toString().replace("-", ""));
        version = namespace.hash().algorithm().equals("SHA-1") ? '5' : '8';
    }

    /** The id of a document as lower-case text; empty if there can be none. */
    public Optional<String> document(@Nullable String user, @Nullable String hash) {
        if (user == null
                || hash == null
                || !USER.matcher(user).matches()
                || !HASH.matcher(hash).matches()) {
            return Optional.empty();
        }
        String owner = UUID_TEXT.matcher(user).matches() ? user.toLowerCase(Locale.ROOT) : user;
        return Optional.of(id(owner + ":" + hash.toLowerCase(Locale.ROOT)));
    }

    /** The id of a chunk of that document; empty if there can be none. */
    Optional<String> chunk(
            String document, @Nullable String chunker, @Nullable String chunkerVersion, @Nullable String ordinal) {
        if (chunker == null
                || chunkerVersion == null
                || ordinal == null
                || !WORD.matcher(chunker).matches()
                || !WORD.matcher(chunkerVersion).matches()
                || !ORDINAL.matcher(ordinal).matches()
                || new BigInteger(ordinal).bitLength() > 31) {
            return Optional.empty();
        }
        return Optional.of(id(document + ":" + chunker + ":" + chunkerVersion + ":" + ordinal));
    }

    private String id(String name) {
        digest.update(namespace);
        byte[] hashed = digest.digest(name.getBytes(StandardCharsets.UTF_8));
        String hex = HexFormat.of().formatHex(Arrays.copyOf(hashed, 16));
        char variant = "89ab".charAt(Character.digit(hex.charAt(16), 16) & 3);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + version + hex.substring(13, 16) + "-" + variant
                + hex.substring(17, 20) + "-" + hex.substring(20);
    }
}
