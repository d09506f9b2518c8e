// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;
import java.util.Optional;

/**
 * A Pub/Sub subscription: pulled by clients, or pushed to a function when {@code push} is present.
 *
 * @param filter a Pub/Sub filter over attributes; empty lets every message through
 * @param ackDeadline 10 to 600 seconds; for push also the request's time-out
 * @param retention how long an unacknowledged message is kept, 10 minutes to 31 days
 * @param ordered whether messages with the same ordering key arrive in order
 */
public record SubscriptionSpec(
        String name,
        String topic,
        String filter,
        Duration ackDeadline,
        Duration retention,
        boolean ordered,
        Optional<Push> push,
        Optional<Retry> retry,
        Optional<DeadLetter> deadLetter) {

    /** Where a push subscription delivers: {@code path} below the function's address, starting with a slash. */
    public record Push(String function, String path) {}

    /** How long to wait before delivering again after a failure: grows from minimum to maximum, each 0 to 600 seconds. */
    public record Retry(Duration minimumBackoff, Duration maximumBackoff) {}

    /** Where a message goes after {@code maxDeliveryAttempts} (5 to 100) failed deliveries. */
    public record DeadLetter(String topic, int maxDeliveryAttempts) {}
}
