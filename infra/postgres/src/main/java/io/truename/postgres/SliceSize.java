// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * Adaptive slice size for a long scan, so that each slice lasts about half a second. It starts small, doubles after a quick slice
 * and halves after a slow one. Not thread-safe.
 */
public final class SliceSize {
    private static final long QUICK_NANOS = 400_000_000;
    private static final long SLOW_NANOS = 1_000_000_000;

    private final int least;
    private final int most;
    private int size;
    private long begun;

    /** Creates a size between these bounds; the first slice has the least. */
    public SliceSize(int least, int most) {
        this.least = least;
        this.most = most;
        this.size = least;
    }

    /** Begins a slice and returns its size. */
    public int begin() {
        begun = System.nanoTime();
        return size;
    }

    /** Ends the slice and returns its duration in seconds. */
    public double end() {
        long nanos = System.nanoTime() - begun;
        if (nanos < QUICK_NANOS) {
            size = Math.min(most, size * 2);
        } else if (nanos > SLOW_NANOS) {
            size = Math.max(least, size / 2);
        }
        return nanos / 1e9;
    }
}
