// SPDX-License-Identifier: Apache-2.0
package io.truename.local.functions;

import java.util.Arrays;

/** Sliding window over the latencies of the newest requests, with percentiles. Thread-safe. */
final class LatencyWindow {
    private static final int SIZE = 1024;

    private final long[] nanos = new long[SIZE];
    private int count;

    synchronized void add(long duration) {
        nanos[count % SIZE] = duration;
        count = count == Integer.MAX_VALUE ? SIZE : count + 1;
    }

    /** Returns the percentile of the given share (0 to 1) in milliseconds; 0 before the first request. */
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
