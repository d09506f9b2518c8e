// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import java.util.Arrays;

/** Where a series' sealed blocks lie, oldest first: 16 bytes a block. */
final class SealedBlocks {
    /** Resolution of a block's points. */
    enum Level {
        FULL(0),
        MINUTES(1),
        TEN_MINUTES(2);

        private final int code;

        Level(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Level of(int code) {
            return code == 0 ? FULL : code == 1 ? MINUTES : TEN_MINUTES;
        }
    }

    private static final int LEVEL_SHIFT = 56;
    private static final long ADDRESS = (1L << LEVEL_SHIFT) - 1;

    private long[] firsts = new long[2];
    private long[] places = new long[2];
    private int size;

    int size() {
        return size;
    }

    long first(int index) {
        return firsts[index];
    }

    long address(int index) {
        return places[index] & ADDRESS;
    }

    Level level(int index) {
        return Level.of((int) (places[index] >>> LEVEL_SHIFT));
    }

    void setLevel(int index, Level level) {
        places[index] = address(index) | ((long) level.code() << LEVEL_SHIFT);
    }

    /** Moves a block within the file. */
    void setAddress(int index, long address) {
        places[index] = address | ((long) level(index).code() << LEVEL_SHIFT);
    }

    /** Adds a block instead of those that begin within its time. */
    void add(long first, long last, long address, Level level) {
        int from = 0;
        while (from < size && firsts[from] < first) {
            from++;
        }
        int to = from;
        while (to < size && firsts[to] <= last) {
            to++;
        }
        int grown = size - (to - from) + 1;
        if (grown > firsts.length) {
            firsts = Arrays.copyOf(firsts, grown + grown / 2);
            places = Arrays.copyOf(places, firsts.length);
        }
        System.arraycopy(firsts, to, firsts, from + 1, size - to);
        System.arraycopy(places, to, places, from + 1, size - to);
        firsts[from] = first;
        places[from] = address;
        size = grown;
        setLevel(from, level);
    }

    /** Forgets the oldest blocks. */
    void dropOldest(int count) {
        System.arraycopy(firsts, count, firsts, 0, size - count);
        System.arraycopy(places, count, places, 0, size - count);
        size -= count;
    }

    int bytes() {
        return 2 * 8 * firsts.length;
    }
}
