// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/** Dead-letter policy: the topic for messages that failed {@code maxDeliveryAttempts} deliveries (5 to 100). */
public record DeadLetterPolicy(TopicId topic, int maxDeliveryAttempts) {
    public DeadLetterPolicy {
        if (maxDeliveryAttempts < 5 || maxDeliveryAttempts > 100) {
            throw PubSubException.invalid(
                    "max_delivery_attempts must be from 5 to 100, not " + maxDeliveryAttempts + ".");
        }
    }
}
