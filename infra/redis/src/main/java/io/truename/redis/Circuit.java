// SPDX-License-Identifier: Apache-2.0
package io.truename.redis;

import java.time.Duration;

/**
 * Circuit breaker: after a failure it lets no call through for a pause, then one. Each such trial that fails doubles the pause, up to
 * a limit. Times are those of {@link System#nanoTime}. Thread-safe.
 */
final class Circuit {
    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private boolean open;
    private boolean answered;
    private long pause = FIRST_PAUSE.toNanos();
    private long retryAt;

    /** Whether a call may be tried now; of the calls after a pause, only the first. */
    synchronized boolean allows(long now) {
        if (!open) {
            return true;
        }
        if (now - retryAt < 0) {
            return false;
        }
        retryAt = now + pause;
        return true;
    }

    /** A call was answered. */
    synchronized void succeeded() {
        open = false;
        answered = true;
        pause = FIRST_PAUSE.toNanos();
    }

    /**
     * A call failed.
     *
     * @param begun when it began: a call from before the pause says nothing new
     */
    synchronized void failed(long begun, long now) {
        answered = false;
        if (!open) {
            open = true;
            retryAt = now + pause;
        } else if (begun - (retryAt - pause) >= 0) {
            pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
            retryAt = now + pause;
        }
    }

    /** Whether the last call was answered. */
    synchronized boolean answered() {
        return answered;
    }
}
