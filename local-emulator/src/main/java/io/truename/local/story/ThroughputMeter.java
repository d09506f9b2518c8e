// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import java.time.Duration;

/** Throughput meter: measures the time during which at least one of several overlapping tasks ran, and the work done. */
final class ThroughputMeter {
    private int running;
    private long since;
    private long nanos;
    private long done;

    synchronized void begin() {
        if (running++ == 0) {
            since = System.nanoTime();
        }
    }

    synchronized void end() {
        if (--running == 0) {
            nanos += System.nanoTime() - since;
        }
    }

    synchronized void add(long count) {
        done += count;
    }

    synchronized long perSecond() {
        long busy = running > 0 ? nanos + System.nanoTime() - since : nanos;
        return busy == 0 ? 0 : Math.round((double) done * Duration.ofSeconds(1).toNanos() / busy);
    }
}
