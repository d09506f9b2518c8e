// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a name's bytes, canonical, behind its namespace and hashes them, all in memory that belongs to one thread: nothing is
 * allocated. What is not legal is answered with false and said nothing about; {@code check} of the name then finds the words.
 */
final class NameWriter {
    private static final ThreadLocal<NameWriter> OF_THIS_THREAD = ThreadLocal.withInitial(NameWriter::new);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int NAMESPACE_BYTES = 16;
    private static final int LONGEST_HASH = 32;
    private static final byte[] LOWERED_HEX = new byte[128];
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] WORD = new boolean[128];

    static {
        for (char character = 0; character < 128; character++) {
            LOWERED_HEX[character] = (byte) (CharacterClass.isHex(character) ? Character.toLowerCase(character) : 0);
            WORD[character] = CharacterClass.isWord(character);
        }
    }

    // The longest name: a user id of 256, a colon, 64 digits.
    private final byte[] bytes =
            new byte[NAMESPACE_BYTES + DocumentName.MOST_USER_ID + 1 + DocumentName.SHA_256_DIGITS];
    private final byte[] digest = new byte[LONGEST_HASH];
    private final MessageDigest sha1 = digestOf(NameHash.SHA_1);
    private final MessageDigest sha256 = digestOf(NameHash.SHA_256);
    private int length;

    private NameWriter() {}

    static NameWriter ofThisThread() {
        return OF_THIS_THREAD.get();
    }

    void start(Namespace namespace) {
        LONGS.set(bytes, 0, namespace.id().getMostSignificantBits());
        LONGS.set(bytes, 8, namespace.id().getLeastSignificantBits());
        length = NAMESPACE_BYTES;
    }

    boolean document(@Nullable String userId, @Nullable String fileSha256) {
        return userId != null
                && fileSha256 != null
                && fileSha256.length() == DocumentName.SHA_256_DIGITS
                && (UuidText.isUuid(userId) ? lowered(userId) : printable(userId))
                && separator()
                && hex(fileSha256);
    }

    boolean chunk(
            @Nullable DocumentId documentId, @Nullable String chunker, @Nullable String chunkerVersion, int ordinal) {
        if (documentId == null || ordinal < 0) {
            return false;
        }
        uuid(documentId.mostSignificantBits(), documentId.leastSignificantBits());
        return separator() && word(chunker) && separator() && word(chunkerVersion) && separator() && decimal(ordinal);
    }

    void hash(NameHash hash) {
        MessageDigest algorithm = algorithm(hash);
        algorithm.update(bytes, 0, length);
        finish(algorithm);
    }

    void hash(NameHash hash, byte[] name) {
        MessageDigest algorithm = algorithm(hash);
        algorithm.update(bytes, 0, length);
        algorithm.update(name);
        finish(algorithm);
    }

    long mostSignificantBits(NameHash hash) {
        return NameHash.withVersion((long) LONGS.get(digest, 0), hash.version());
    }

    long leastSignificantBits() {
        return NameHash.withVariant((long) LONGS.get(digest, 8));
    }

    private boolean lowered(String uuid) {
        for (int at = 0; at < UuidText.LENGTH; at++) {
            char character = uuid.charAt(at);
            bytes[length++] = character == '-' ? (byte) '-' : LOWERED_HEX[character];
        }
        return true;
    }

    private boolean printable(String userId) {
        int end = userId.length();
        if (end == 0 || end > DocumentName.MOST_USER_ID) {
            return false;
        }
        int start = length;
        boolean legal = true;
        for (int at = 0; at < end; at++) {
            char character = userId.charAt(at);
            legal &= character - '!' >= 0 && character <= '~';
            bytes[start + at] = (byte) character;
        }
        length = start + end;
        return legal;
    }

    private boolean hex(String digits) {
        int start = length;
        int beyond = 0;
        boolean legal = true;
        for (int at = 0; at < DocumentName.SHA_256_DIGITS; at++) {
            char character = digits.charAt(at);
            beyond |= character;
            byte lowered = LOWERED_HEX[character & 0x7F];
            legal &= lowered != 0;
            bytes[start + at] = lowered;
        }
        length = start + DocumentName.SHA_256_DIGITS;
        return legal && beyond < 0x80;
    }

    private boolean word(@Nullable String word) {
        if (word == null || word.isEmpty() || word.length() > ChunkName.MOST_WORD) {
            return false;
        }
        for (int at = 0; at < word.length(); at++) {
            char character = word.charAt(at);
            if (character >= 0x80 || !WORD[character]) {
                return false;
            }
            bytes[length++] = (byte) character;
        }
        return true;
    }

    private void uuid(long mostSignificantBits, long leastSignificantBits) {
        hexDigits(mostSignificantBits, 60, 32);
        bytes[length++] = '-';
        hexDigits(mostSignificantBits, 28, 16);
        bytes[length++] = '-';
        hexDigits(mostSignificantBits, 12, 0);
        bytes[length++] = '-';
        hexDigits(leastSignificantBits, 60, 48);
        bytes[length++] = '-';
        hexDigits(leastSignificantBits, 44, 0);
    }

    private void hexDigits(long value, int firstShift, int lastShift) {
        for (int shift = firstShift; shift >= lastShift; shift -= 4) {
            bytes[length++] = HEX_DIGITS[(int) (value >>> shift) & 0xF];
        }
    }

    private boolean decimal(int value) {
        int digits = 1;
        for (int rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return true;
    }

    private boolean separator() {
        bytes[length++] = ':';
        return true;
    }

    private MessageDigest algorithm(NameHash hash) {
        return hash == NameHash.SHA_1 ? sha1 : sha256;
    }

    private void finish(MessageDigest algorithm) {
        try {
            algorithm.digest(digest, 0, LONGEST_HASH);
        } catch (DigestException impossible) {
            throw new AssertionError("The longest hash has 32 bytes.", impossible);
        }
    }

    private static MessageDigest digestOf(NameHash hash) {
        try {
            return MessageDigest.getInstance(hash.algorithm());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has SHA-1 and SHA-256.", impossible);
        }
    }
}
