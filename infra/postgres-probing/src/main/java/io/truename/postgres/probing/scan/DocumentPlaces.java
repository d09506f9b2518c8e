// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.probing.scan.StoredId;
import java.util.HashMap;
import java.util.Map;

/** Places of documents on a page, by id: a table of longs, because a page looks up hundreds of thousands. */
final class DocumentPlaces {
    private final long[] bits;
    private final int[] place;
    private final int mask;
    private final Map<String, Integer> others = new HashMap<>();

    DocumentPlaces(int documents) {
        int slots = Integer.highestOneBit(Math.max(8, documents)) * 4;
        bits = new long[2 * slots];
        place = new int[slots];
        mask = slots - 1;
    }

    /** Puts an id in; of several that are equal, the first stays. */
    void put(StoredId id, int index) {
        if (!id.isUuid()) {
            others.putIfAbsent(id.notAUuid(), index);
            return;
        }
        int slot = slot(id);
        if (place[slot] == 0) {
            bits[2 * slot] = id.mostSignificantBits();
            bits[2 * slot + 1] = id.leastSignificantBits();
            place[slot] = index + 1;
        }
    }

    /** Place of an id; negative if it is not there. */
    int find(StoredId id) {
        return id.isUuid() ? place[slot(id)] - 1 : others.getOrDefault(id.notAUuid(), -1);
    }

    private int slot(StoredId id) {
        long mixed = (id.mostSignificantBits() ^ id.leastSignificantBits()) * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (place[slot] != 0
                && (bits[2 * slot] != id.mostSignificantBits() || bits[2 * slot + 1] != id.leastSignificantBits())) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
