// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * Size of the next slice of a long scan, so that each lasts about half a second: small at first, twice as much after a
 * quick one, half as much after a slow one. Belongs to one thread.
 */
public final class SliceSize {
    private static final long QUICK_NANOS = 400_000_000;
    private static final long SLOW_NANOS = 1_000_000_000;

    private final int least;
    private final int most;
    private int size;
    private long begun;

    /** Between these, the least first. */
    public SliceSize(int least, int most) {
        this.least = least;
        this.most = most;
        this.size = least;
    }

    /** The size of the slice that begins now. */
    public int begin() {
        begun = System.nanoTime();
        return size;
    }

    /** The slice has ended; how long it took, in seconds. */
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
