// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.HexFormat;

/**
 * A document cut into slices of one size, the last one shorter. Only the hashes are kept, 32 bytes for each slice; an empty
 * document has no slice.
 */
public final class ChunkSlices {
    /** Bytes of a SHA-256. */
    public static final int HASH_BYTES = 32;

    private final long documentBytes;
    private final long sliceBytes;
    private final byte[] hashes;

    private ChunkSlices(long documentBytes, long sliceBytes, byte[] hashes) {
        this.documentBytes = documentBytes;
        this.sliceBytes = sliceBytes;
        this.hashes = hashes;
    }

    /**
     * The slices of a document.
     *
     * @param hashes the SHA-256 of each slice, one after the other; not copied, so the caller gives it away
     * @throws IllegalArgumentException if there are not as many hashes as the sizes ask for
     */
    public static ChunkSlices of(long documentBytes, long sliceBytes, byte[] hashes) {
        if (documentBytes < 0 || sliceBytes < 1) {
            throw new IllegalArgumentException("documentBytes must be 0 or more and sliceBytes 1 or more");
        }
        long slices = (documentBytes + sliceBytes - 1) / sliceBytes;
        if (hashes.length != slices * HASH_BYTES) {
            throw new IllegalArgumentException("hashes must hold " + slices + " hashes of " + HASH_BYTES + " bytes");
        }
        return new ChunkSlices(documentBytes, sliceBytes, hashes);
    }

    public int count() {
        return hashes.length / HASH_BYTES;
    }

    /** Where a slice begins, in bytes from the document's beginning. */
    public long from(int ordinal) {
        return ordinal * sliceBytes;
    }

    /** A slice's length in bytes, at least 1. */
    public long length(int ordinal) {
        return Math.min(sliceBytes, documentBytes - from(ordinal));
    }

    /** A slice's SHA-256 as 64 hex digits. */
    public String sha256(int ordinal) {
        return HexFormat.of().formatHex(hashes, ordinal * HASH_BYTES, (ordinal + 1) * HASH_BYTES);
    }
}
