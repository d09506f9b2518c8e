// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.time.Duration;
import java.util.Optional;

/**
 * Pub/Sub subscription: pushes to a function if {@code push} is present, else clients pull.
 *
 * @param filter a Pub/Sub filter over attributes; empty lets every message through
 * @param ackDeadline 10 to 600 seconds; for push also the request's time-out
 * @param retention of unacknowledged messages, 10 minutes to 31 days
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

    /** Push target: {@code path} below the function's address, starting with a slash. */
    public record Push(String function, String path) {}

    /** Back-off before redelivery: grows from minimum to maximum, each 0 to 600 seconds. */
    public record Retry(Duration minimumBackoff, Duration maximumBackoff) {}

    /** Dead-letter topic of messages that failed {@code maxDeliveryAttempts} (5 to 100) deliveries. */
    public record DeadLetter(String topic, int maxDeliveryAttempts) {}
}
