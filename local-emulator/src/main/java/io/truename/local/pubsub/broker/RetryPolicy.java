// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Duration;

/** Retry policy: the delay after a failed delivery doubles from minimum to maximum, each 0 to 600 seconds. */
public record RetryPolicy(Duration minimum, Duration maximum) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public RetryPolicy {
        if (minimum.isNegative() || maximum.compareTo(LONGEST) > 0 || minimum.compareTo(maximum) > 0) {
            throw PubSubException.invalid(
                    "A retry policy needs 0 s <= minimum_backoff <= maximum_backoff <= 600 s, not " + minimum + " and "
                            + maximum + ".");
        }
    }

    /** Returns the delay after a number of failed deliveries, at least one. */
    public Duration delay(int failures) {
        long factor = 1L << Math.min(failures - 1, 20);
        Duration delay = minimum.multipliedBy(factor);
        return delay.compareTo(maximum) < 0 ? delay : maximum;
    }
}
