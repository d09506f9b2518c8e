// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.corpus.ChunkSlices;
import io.truename.local.corpus.Chunker;
import io.truename.local.corpus.Upload;
import io.truename.local.story.SourceTally.Met;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Synthetic document source: generates sizes and hashes without files. Each document depends only on the seed and its number.
 * About 3 % repeat an earlier document of the same user.
 */
public final class SyntheticDocuments implements DocumentSource {
    private static final Chunker CHUNKER = new Chunker("synthetic", "1");
    private static final int DUPLICATES_PER_MILLE = 30;
    private static final int MOST_CHUNKS = 4_096;
    private static final int MEDIAN_CHUNK_BYTES = 4_096;

    private final long documents;
    private final int chunks;
    private final long seed;

    /**
     * Creates a source.
     *
     * @param documents the number of documents, 0 or more
     * @param chunks the number of chunks of each document, 1 to 4096
     */
    public SyntheticDocuments(long documents, int chunks, long seed) {
        if (documents < 0) {
            throw new IllegalArgumentException("documents must be 0 or more, got " + documents);
        }
        if (chunks < 1 || chunks > MOST_CHUNKS) {
            throw new IllegalArgumentException("chunks must be 1 to " + MOST_CHUNKS + ", got " + chunks);
        }
        this.documents = documents;
        this.chunks = chunks;
        this.seed = seed;
    }

    @Override
    public DocumentStream open() {
        SourceTally tally = new SourceTally();
        MessageDigest digest = Sha256.digest();
        return new DocumentStream() {
            private long number;

            @Override
            public Optional<Upload> next() {
                if (number == documents) {
                    return Optional.empty();
                }
                Upload upload = upload(digest, number++);
                tally.add(Met.DOCUMENT);
                tally.add(Met.BYTE, upload.bytes());
                return Optional.of(upload);
            }

            @Override
            public SourceCounts counts() {
                return tally.counts();
            }

            @Override
            public void close() {
                number = documents;
            }
        };
    }

    @Override
    public Chunker chunker() {
        return CHUNKER;
    }

    @Override
    public OptionalLong total() {
        return OptionalLong.of(documents);
    }

    @Override
    public String description() {
        return "a synthetic corpus";
    }

    private Upload upload(MessageDigest digest, long number) {
        long original = original(number);
        SplittableRandom random = new SplittableRandom(seed ^ (original * 0x9E3779B97F4A7C15L));
        // Log-uniform around the median: many small documents, a few large ones.
        long sliceBytes = Math.max(1, Math.round(MEDIAN_CHUNK_BYTES * Math.pow(2, random.nextDouble(-4, 4))));
        long bytes = sliceBytes * (chunks - 1) + 1 + random.nextLong(sliceBytes);
        byte[] hashes = new byte[chunks * ChunkSlices.HASH_BYTES];
        ByteBuffer name = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES);
        try {
            for (int ordinal = 0; ordinal < chunks; ordinal++) {
                digest.update(name.clear()
                        .putLong(seed)
                        .putLong(original)
                        .putInt(ordinal)
                        .array());
                digest.digest(hashes, ordinal * ChunkSlices.HASH_BYTES, ChunkSlices.HASH_BYTES);
            }
        } catch (DigestException e) {
            throw new IllegalStateException("The hashes do not fit their own count", e);
        }
        return new Upload(
                UUID.randomUUID(),
                StoryUsers.of(original),
                "document-" + number + ".txt",
                "text/plain",
                bytes,
                HexFormat.of().formatHex(digest.digest(hashes)),
                ChunkSlices.of(bytes, sliceBytes, hashes));
    }

    /** Returns the number of the document with the same content: an earlier one for a duplicate, otherwise its own. */
    private long original(long number) {
        SplittableRandom random = new SplittableRandom(seed + number * 0xD1B54A32D192ED03L);
        boolean duplicate = number > 0 && random.nextInt(1_000) < DUPLICATES_PER_MILLE;
        return duplicate ? random.nextLong(number) : number;
    }
}
