// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import io.truename.postgres.corpus.health.ReplicaPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lag of the slowest replica, a stopped one included. PostgreSQL measures a lag when a replica confirms that it has replayed, so that the
 * lag of one that stands still keeps its last value. This remembers when the log ended where: a replica that has not replayed up to an
 * end is behind since then at least. Thread-safe.
 */
final class ReplicaClock {
    /** An hour of a look in five seconds; beyond, the lag is at least as long. */
    private static final int MOST = 720;

    private record End(long position, Instant seen) {}

    private final Deque<End> ends = new ArrayDeque<>();

    /** Returns the lag in seconds; positions come from look to look. */
    synchronized double seconds(ReplicaPosition at, Instant now) {
        while (!ends.isEmpty() && ends.peekFirst().position() <= at.replayed()) {
            ends.removeFirst();
        }
        if (ends.size() == MOST) {
            // The oldest one tells the lag.
            ends.removeLast();
        }
        if (at.written() > at.replayed()) {
            ends.addLast(new End(at.written(), now));
        }
        double behind = ends.isEmpty()
                ? 0
                : Duration.between(ends.peekFirst().seen(), now).toMillis() / 1000.0;
        return Math.max(at.reportedSeconds(), behind);
    }
}
