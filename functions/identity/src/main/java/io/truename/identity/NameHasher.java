// SPDX-License-Identifier: Apache-2.0
package io.truename.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Hashes names in memory that belongs to one thread, so that the id is the only object made. What is not legal is answered
 * with null and said nothing about; {@code check} of the name then finds the words.
 */
final class NameHasher {
    static final int NAMESPACE_BYTES = 16;

    private static final ThreadLocal<NameHasher> OF_THIS_THREAD = ThreadLocal.withInitial(NameHasher::new);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_HASH = 32;

    private final DocumentNameBytes document = new DocumentNameBytes();
    private final ChunkNameBytes chunk = new ChunkNameBytes();
    private final byte[] result = new byte[LONGEST_HASH];
    private final MessageDigest sha1 = digestOf(NameHash.SHA_1);
    private final MessageDigest sha256 = digestOf(NameHash.SHA_256);

    private NameHasher() {}

    static NameHasher ofThisThread() {
        return OF_THIS_THREAD.get();
    }

    @Nullable
    DocumentId document(Namespace namespace, @Nullable String userId, @Nullable String fileSha256) {
        if (userId == null || fileSha256 == null) {
            return null;
        }
        NameHash hash = namespace.hash();
        MessageDigest digest = digest(hash);
        boolean legal = false;
        int length = document.copy(userId, fileSha256);
        if (length > 0) {
            // Checked after the first block is on its way: the processor does both at once.
            begin(digest, namespace, document.bytes, length);
            legal = document.copiedWasCanonical(userId, fileSha256);
            if (!legal) {
                digest.reset();
            }
        }
        if (!legal) {
            length = document.write(userId, fileSha256);
            if (length == 0) {
                return null;
            }
            begin(digest, namespace, document.bytes, length);
        }
        finish(digest);
        return new DocumentId(mostSignificantBits(hash), leastSignificantBits());
    }

    @Nullable
    ChunkId chunk(
            Namespace namespace,
            @Nullable DocumentId documentId,
            @Nullable String chunker,
            @Nullable String chunkerVersion,
            int ordinal) {
        if (documentId == null || chunker == null || chunkerVersion == null || ordinal < 0) {
            return null;
        }
        int length = chunk.write(documentId, chunker, chunkerVersion, ordinal);
        if (length == 0) {
            return null;
        }
        NameHash hash = namespace.hash();
        MessageDigest digest = digest(hash);
        begin(digest, namespace, chunk.bytes, length);
        finish(digest);
        return new ChunkId(mostSignificantBits(hash), leastSignificantBits());
    }

    void plain(Namespace namespace, byte[] name) {
        MessageDigest digest = digest(namespace.hash());
        begin(digest, namespace, new byte[NAMESPACE_BYTES], NAMESPACE_BYTES);
        digest.update(name);
        finish(digest);
    }

    long mostSignificantBits(NameHash hash) {
        return NameHash.withVersion((long) LONGS.get(result, 0), hash.version());
    }

    long leastSignificantBits() {
        return NameHash.withVariant((long) LONGS.get(result, 8));
    }

    private static void begin(MessageDigest digest, Namespace namespace, byte[] bytes, int length) {
        LONGS.set(bytes, 0, namespace.id().getMostSignificantBits());
        LONGS.set(bytes, 8, namespace.id().getLeastSignificantBits());
        digest.update(bytes, 0, length);
    }

    private void finish(MessageDigest digest) {
        try {
            digest.digest(result, 0, LONGEST_HASH);
        } catch (DigestException impossible) {
            throw new AssertionError("The longest hash has 32 bytes.", impossible);
        }
    }

    private MessageDigest digest(NameHash hash) {
        return hash == NameHash.SHA_1 ? sha1 : sha256;
    }

    private static MessageDigest digestOf(NameHash hash) {
        try {
            return MessageDigest.getInstance(hash.algorithm());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has SHA-1 and SHA-256.", impossible);
        }
    }
}
