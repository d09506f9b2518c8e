// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.postgres.TableBlocks;
import java.util.stream.IntStream;

/**
 * Slices of a table's blocks, spread evenly, in an order in which the first few are spread evenly, too: a search may end after any of
 * them.
 *
 * @param slices number of slices
 * @param distance blocks from the start of one slice to that of its neighbour
 * @param width blocks that are read of each
 */
record SpreadBlocks(int slices, long distance, long width) {
    private static final int MOST = 64;

    /**
     * Divides a table.
     *
     * @param most number of blocks to read at most, over all partitions
     * @param width number of blocks of a slice; 0 for as many as {@code most} allows
     */
    static SpreadBlocks of(TableBlocks blocks, int most, int width) {
        long last = Math.max(1, blocks.last());
        long each = Math.max(1, most / MOST);
        int slices = (int) Math.min(MOST, (last + each - 1) / each);
        long distance = (last + slices - 1) / slices;
        // Each range of a partitioned table covers the same blocks of every partition.
        long partitions = Math.max(1, blocks.pages() / last);
        return new SpreadBlocks(
                slices, distance, Math.min(distance, width > 0 ? width : Math.max(1, each / partitions)));
    }

    /** First block of a slice, by its number in the order of reading: that of van der Corput. */
    long start(int number) {
        return IntStream.range(0, MOST)
                        .map(i -> Integer.reverse(i) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(MOST)))
                        .filter(slice -> slice < slices)
                        .skip(number)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("number: fewer than " + slices))
                * distance;
    }

    /** Whether all slices together are the whole table. */
    boolean whole() {
        return width >= distance;
    }

    /** Width for another try at a slice that took too long. */
    static int smaller(int width, int most) {
        return Math.max(1, (width > 0 ? width : most / MOST) / 8);
    }
}
