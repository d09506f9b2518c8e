// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Count of rows that share a true id, in bounded memory: a sample of ids by their own bits. While there are few ids it holds all of them, and
 * the count is exact. When it is full, it keeps every second id, and so on. The method is Gibbons' distinct sampling (2001).
 *
 * @param level the sample holds ids whose last {@code level} bits are 0: one of 2^level
 * @param rows number of rows by id, of the ids in the sample; of an id, its first 64 bits
 */
public record SharedIds(int level, Map<Long, Long> rows) {
    /** Before the first row. */
    public static final SharedIds NONE = new SharedIds(0, Map.of());

    static final int MOST = 20_000;

    public SharedIds {
        rows = Map.copyOf(rows);
    }

    /** The count with more rows, each given by its true id. */
    public SharedIds with(Iterable<UUID> trueIds) {
        int now = level;
        Map<Long, Long> all = new TreeMap<>(rows);
        for (UUID id : trueIds) {
            if (isIn(id.getMostSignificantBits(), now)) {
                all.merge(id.getMostSignificantBits(), 1L, Long::sum);
            }
            while (all.size() > MOST) {
                now++;
                int higher = now;
                all.keySet().removeIf(kept -> !isIn(kept, higher));
            }
        }
        return new SharedIds(now, all);
    }

    /** The first 32 bits: those after them hold the version. */
    private static boolean isIn(long bits, int level) {
        return (bits >>> 32 & ((1L << level) - 1)) == 0;
    }

    /** Number of rows whose true id another row has, which comes first. */
    public long shared() {
        return rows.values().stream().mapToLong(count -> count - 1).sum() << level;
    }

    /** Whether the number is an estimate. */
    public boolean about() {
        return level > 0;
    }
}
