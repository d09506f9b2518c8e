// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Sample of contents, for a first look at a corpus that nobody has counted: the contents with the most bytes, counted exactly, and of the
 * others those whose hash is in the first part of all hashes, each with every document that has it. A hash is uniform, so that the part
 * is a random sample of contents.
 *
 * <p>A sample of rows is refused: it loses most pairs of duplicates. Of 1 row in 64, duplicates of 55 % look like 10 %.
 */
public final class ContentSample {
    private static final int MOST_BITS = 32;

    private final int bits;
    private final long totalBytes;
    private final List<SavingsLedger> largest = new ArrayList<>();
    private final List<SavingsLedger> others = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /**
     * A sample of 1 content in 2^bits.
     *
     * @param bits 6 for 1 in 64: hashes below 04...
     * @param totalBytes of all documents, exactly: one scan without grouping
     */
    public ContentSample(int bits, long totalBytes) {
        if (bits < 0 || bits > MOST_BITS || totalBytes < 0) {
            throw new IllegalArgumentException("bits, totalBytes: 0 to " + MOST_BITS + " bits, bytes not negative");
        }
        this.bits = bits;
        this.totalBytes = totalBytes;
    }

    /** Adds one of the contents with the most bytes, with all its documents, wherever its hash is. */
    public void addLargest(byte[] hash, SavingsLedger content) {
        once(hash, content);
        largest.add(content);
    }

    /** Adds a content of the first part of hashes that is not among the largest, with all its documents. */
    public void add(byte[] hash, SavingsLedger content) {
        if (!within(hash)) {
            throw new IllegalArgumentException("hash: " + HexFormat.of().formatHex(hash, 0, Math.min(4, hash.length))
                    + "... is outside of the first 1/2^" + bits
                    + " of hashes, so this is no sample of contents; a sample of"
                    + " rows loses most duplicates: select all rows whose hash is in that part");
        }
        once(hash, content);
        others.add(content);
    }

    /** Whether a hash is in the part that is sampled. */
    public boolean within(byte[] hash) {
        if (hash.length < 4) {
            throw new IllegalArgumentException("hash: at least 4 bytes");
        }
        int head = ((hash[0] & 0xff) << 24) | ((hash[1] & 0xff) << 16) | ((hash[2] & 0xff) << 8) | (hash[3] & 0xff);
        return bits == 0 || head >>> (MOST_BITS - bits) == 0;
    }

    private void once(byte[] hash, SavingsLedger content) {
        if (content.contents() != 1) {
            throw new IllegalArgumentException("content: one at a time");
        }
        if (!seen.add(HexFormat.of().formatHex(hash))) {
            throw new IllegalArgumentException(
                    "hash: comes twice; give each content once, and none of the largest again");
        }
    }

    /** Estimates the ledger. */
    public SampleEstimate estimate() {
        return SampleEstimate.of(Math.scalb(1.0, -bits), totalBytes, largest, others);
    }
}
