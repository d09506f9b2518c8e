// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.util.Arrays;

/** The durations of the newest requests, and their percentiles. Thread-safe. */
final class LatencyWindow {
    private static final int SIZE = 1024;

    private final long[] nanos = new long[SIZE];
    private int count;

    synchronized void add(long duration) {
        nanos[count % SIZE] = duration;
        count = count == Integer.MAX_VALUE ? SIZE : count + 1;
    }

    /** The duration, in milliseconds, that the given share of requests stayed within; 0 before the first. */
    synchronized double percentileMillis(double share) {
        int filled = Math.min(count, SIZE);
        if (filled == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, filled);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * filled) - 1] / 1e6;
    }
}
