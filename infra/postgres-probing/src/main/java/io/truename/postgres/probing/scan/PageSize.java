// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

/**
 * Number of documents of the next page: as many as have {@link #USUAL_CHUNKS}, so that memory is the same for every corpus, and as
 * are read in a second or two. Large pages are read in the order of the table's blocks, however the rows of a document are
 * spread. Not thread-safe.
 */
final class PageSize {
    /** Maximum number of chunks of a page; they take some 40 bytes each. */
    static final int MOST_CHUNKS = 1_000_000;

    /** Chunks of a usual page. */
    static final int USUAL_CHUNKS = 500_000;

    private static final int LEAST = 1;
    private static final int FIRST = 4_000;
    /** Maximum number of documents of a page. */
    static final int MOST = 50_000;

    private static final int GROWTH = 4;
    private static final double SLOW = 3;

    private final int most;
    private int documents;

    /** Pages of so many documents at most. */
    PageSize(int most) {
        this.most = Math.min(most, MOST);
        this.documents = Math.min(FIRST, this.most);
    }

    int documents() {
        return documents;
    }

    /** The page had more chunks than fit. */
    void tooMany() {
        documents = Math.max(LEAST, documents / 4);
    }

    /** The page was read in so many seconds. */
    void read(long chunks, double seconds) {
        double growth = Math.min(GROWTH, (double) USUAL_CHUNKS / Math.max(1, chunks));
        if (seconds > SLOW) {
            growth = Math.min(growth, 0.5);
        }
        documents = Math.max(LEAST, (int) Math.min(most, documents * growth));
    }
}
