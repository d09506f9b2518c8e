// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

/**
 * Number of documents of the next page: as many as are read with their chunks in a second or two, and fit into memory.
 * Large pages are read in the order of the table's blocks, however the rows of a document are spread. Not thread-safe.
 */
final class PageSize {
    /** Maximum number of chunks of a page; they take some 60 bytes each. */
    static final int MOST_CHUNKS = 1_000_000;

    private static final int LEAST = 1;
    private static final int FIRST = 4_000;
    private static final int MOST = 100_000;
    private static final double QUICK = 1;
    private static final double SLOW = 3;

    private final int most;
    private int documents;

    PageSize(int most) {
        this.most = Math.min(most, MOST);
        this.documents = Math.min(FIRST, this.most);
    }

    static PageSize usual() {
        return new PageSize(MOST);
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
        if (seconds > SLOW || chunks > MOST_CHUNKS * 3L / 4) {
            documents = Math.max(LEAST, documents / 2);
        } else if (seconds < QUICK && chunks < MOST_CHUNKS * 9L / 20) {
            documents = Math.min(most, documents * 2);
        }
    }
}
