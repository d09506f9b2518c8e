// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

/** Dead-letter policy: the topic for messages of which {@code maxDeliveryAttempts} (5 to 100) deliveries failed. */
public record DeadLetterPolicy(TopicId topic, int maxDeliveryAttempts) {
    public DeadLetterPolicy {
        if (maxDeliveryAttempts < 5 || maxDeliveryAttempts > 100) {
            throw Refused.invalid("max_delivery_attempts must be from 5 to 100, not " + maxDeliveryAttempts + ".");
        }
    }
}
