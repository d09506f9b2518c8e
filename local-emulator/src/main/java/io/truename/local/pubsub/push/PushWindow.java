// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.push;

import java.time.Duration;
import java.time.Instant;

/**
 * Congestion window of a push subscription: the limit of in-flight requests grows by one with each success and halves with
 * each failure. Without a retry policy the subscription also pauses after failures, 100 ms doubling to a minute, as the
 * cloud's push back-off does. With a retry policy, each message waits by itself and the others go on.
 */
final class PushWindow {
    private static final int FIRST = 4;
    private static final int MOST = 100;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private int size = FIRST;
    private int failures;
    private Instant pausedUntil = Instant.MIN;

    boolean admits(int underWay, Instant now) {
        return underWay < size && !now.isBefore(pausedUntil);
    }

    void succeeded() {
        size = Math.min(MOST, size + 1);
        failures = 0;
    }

    void failed(boolean retryPolicy, Instant now) {
        size = Math.max(1, size / 2);
        if (!retryPolicy) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 20));
            failures++;
            pausedUntil = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }
    }
}
