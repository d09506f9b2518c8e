// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import java.util.Arrays;

/** How long calls took, by phase. For use by several threads. */
final class Latencies {
    private final long[][] nanos;
    private final int[] counts;

    Latencies() {
        nanos = new long[Phase.values().length][1024];
        counts = new int[Phase.values().length];
    }

    synchronized void add(Phase phase, long took) {
        int at = phase.ordinal();
        if (counts[at] == nanos[at].length) {
            nanos[at] = Arrays.copyOf(nanos[at], 2 * nanos[at].length);
        }
        nanos[at][counts[at]++] = took;
    }

    synchronized Figures figures(Phase phase) {
        long[] sorted = Arrays.copyOf(nanos[phase.ordinal()], counts[phase.ordinal()]);
        Arrays.sort(sorted);
        return new Figures(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1e6;
    }

    /** Milliseconds. */
    record Figures(int calls, double median, double p99, double longest) {}
}
