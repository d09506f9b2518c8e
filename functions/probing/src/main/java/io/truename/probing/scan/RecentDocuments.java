// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;

/** Ids of the last documents that passed by, the latest first. */
final class RecentDocuments implements Iterable<UUID> {
    private static final int MOST = 2_048;

    private final long[] bits = new long[2 * MOST];
    private long count;

    void add(StoredId id) {
        int at = 2 * (int) (count % MOST);
        bits[at] = id.mostSignificantBits();
        bits[at + 1] = id.leastSignificantBits();
        count++;
    }

    @Override
    public Iterator<UUID> iterator() {
        return new Iterator<>() {
            private long next = count - 1;

            @Override
            public boolean hasNext() {
                return next >= 0 && next >= count - MOST;
            }

            @Override
            public UUID next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int at = 2 * (int) (next-- % MOST);
                return new UUID(bits[at], bits[at + 1]);
            }
        };
    }
}
