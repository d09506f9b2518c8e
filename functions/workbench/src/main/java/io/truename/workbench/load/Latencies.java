// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Latencies of calls by phase. Thread-safe. */
final class Latencies {
    private final Map<Phase, Calls> calls = new EnumMap<>(Phase.class);

    private static final class Calls {
        private long[] nanos = new long[1024];
        private int count;

        void add(long took) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = took;
        }
    }

    synchronized void add(Phase phase, long took) {
        calls.computeIfAbsent(phase, absent -> new Calls()).add(took);
    }

    synchronized Figures figures(Phase phase) {
        Calls ofPhase = calls.computeIfAbsent(phase, absent -> new Calls());
        long[] sorted = Arrays.copyOf(ofPhase.nanos, ofPhase.count);
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
