// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import java.util.HexFormat;

/**
 * Slices of a document, all of one size except a shorter last one. Only their hashes are in memory, 32 bytes each. An empty
 * document has no slices.
 */
public final class ChunkSlices {
    /** Length of a SHA-256 hash in bytes. */
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
     * Creates the slices of a document.
     *
     * @param hashes the SHA-256 hashes of all slices, concatenated; not copied, so the caller must not change it
     * @throws IllegalArgumentException if the number of hashes does not match the sizes
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

    /** Returns the offset of a slice in the document, in bytes. */
    public long from(int ordinal) {
        return ordinal * sliceBytes;
    }

    /** Returns the length of a slice in bytes, at least 1. */
    public long length(int ordinal) {
        return Math.min(sliceBytes, documentBytes - from(ordinal));
    }

    /** Returns the SHA-256 of a slice as 64 hex digits. */
    public String sha256(int ordinal) {
        return HexFormat.of().formatHex(hashes, ordinal * HASH_BYTES, (ordinal + 1) * HASH_BYTES);
    }
}
