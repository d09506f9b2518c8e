// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Session;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Hash values of vectors and of their texts, as a scan reads them slice by slice, kept in {@code truename.scan_vectors} until all
 * are there. They are in {@link #SHARES} shares by the highest bits of the vector's, so that equal vectors are in the same share and
 * one share fits in memory.
 */
final class VectorHashes {
    /** Number of shares. */
    static final int SHARES = 64;

    /** Bytes of one vector's entry. */
    static final int ENTRY = 2 * Long.BYTES;

    private static final int SHARE_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SHARES);
    private static final int SLICES_AT_ONCE = 100;

    /** Dimensions, flags, element type, length and lower bound. */
    private static final int ARRAY_HEADER = 5 * Integer.BYTES;

    private VectorHashes() {}

    /**
     * Entries of one share that were read from a slice of a table.
     *
     * @param number first block of the slice
     * @param until the block after its last
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Slice(String part, int share, long number, long until, byte[] hashes) {}

    /** Entries of a slice that is being read. Not thread-safe. */
    static final class Collected {
        private long[] entries = new long[0];
        private int size;

        /** Adds arrays of {@code bigint}, as the server sends them in binary, of the same length and without nulls. */
        void add(byte[] vectors, byte[] texts) {
            int rows = Math.max(0, vectors.length - ARRAY_HEADER) / (Integer.BYTES + Long.BYTES);
            entries = Arrays.copyOf(entries, size + 2 * rows);
            for (int row = 0; row < rows; row++) {
                int at = ARRAY_HEADER + row * (Integer.BYTES + Long.BYTES) + Integer.BYTES;
                entries[size++] = ByteBuffer.wrap(vectors).getLong(at);
                entries[size++] = ByteBuffer.wrap(texts).getLong(at);
            }
        }

        /** The entries by share; there is always one of share 0, by which {@link VectorHashes#keep} sees where a table begins. */
        List<Slice> slices(String part, long number, long until) {
            int[] rows = new int[SHARES];
            for (int at = 0; at < size; at += 2) {
                rows[share(entries[at])]++;
            }
            ByteBuffer[] shares = new ByteBuffer[SHARES];
            Arrays.setAll(shares, share -> ByteBuffer.allocate(rows[share] * ENTRY));
            for (int at = 0; at < size; at += 2) {
                shares[share(entries[at])].putLong(entries[at]).putLong(entries[at + 1]);
            }
            List<Slice> slices = new ArrayList<>();
            for (int share = 0; share < SHARES; share++) {
                if (share == 0 || rows[share] > 0) {
                    slices.add(new Slice(part, share, number, until, shares[share].array()));
                }
            }
            return slices;
        }

        private static int share(long vector) {
            return (int) (vector >>> SHARE_SHIFT);
        }
    }

    /** Keeps slices. The first of a table ends what an earlier scan has left of it. */
    static void keep(Session session, List<Slice> slices) {
        for (Slice slice : slices) {
            if (slice.number() == 0 && slice.share() == 0) {
                session.update("DELETE FROM truename.scan_vectors WHERE part = $1", slice.part());
            }
            session.update(
                    "INSERT INTO truename.scan_vectors (part, share, number, until, hashes) VALUES ($1, $2, $3, $4, $5)",
                    slice.part(),
                    (short) slice.share(),
                    slice.number(),
                    slice.until(),
                    slice.hashes());
        }
    }

    /** Number of entries of a share. */
    static long size(Session session, String part, int share) {
        return session.one(
                "SELECT coalesce(sum(octet_length(hashes)), 0)::bigint AS bytes FROM truename.scan_vectors"
                        + " WHERE part = $1 AND share = $2",
                row -> row.number("bytes") / ENTRY,
                part,
                (short) share);
    }

    /** Some slices of a share, in the order of the table, after the one that begins at that block. */
    static List<Slice> after(Session session, String part, int share, Optional<Slice> last) {
        return session.list(
                "SELECT number, until, hashes FROM truename.scan_vectors WHERE part = $1 AND share = $2 AND number > $3"
                        + " ORDER BY number LIMIT " + SLICES_AT_ONCE,
                row -> new Slice(
                        part, share, row.number("number"), row.number("until"), row.get("hashes", byte[].class)),
                part,
                (short) share,
                last.map(Slice::number).orElse(-1L));
    }

    /** Drops all that is kept. */
    static void forget(Session session) {
        session.update("DELETE FROM truename.scan_vectors");
    }
}
