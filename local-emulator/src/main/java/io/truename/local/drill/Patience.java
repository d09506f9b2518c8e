// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import io.truename.local.story.MismatchException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for conditions that a cause needs. The bound is far above what an idle machine needs, so that a busy one reaches it as well. */
final class Patience {
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** Condition that is looked at again and again. */
    interface Condition {
        boolean isMet() throws InterruptedException;
    }

    private Patience() {}

    /**
     * Waits until a condition is met.
     *
     * @param failure what is wrong if it never is
     */
    static void await(Duration pause, String failure, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.isMet()) {
            if (System.nanoTime() > deadline) {
                throw new MismatchException(failure);
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
    }
}
