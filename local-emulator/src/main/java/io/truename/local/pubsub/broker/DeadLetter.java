// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.LinkedHashMap;
import java.util.Map;

/** Dead letter of a message, with the cloud's attributes about its source. */
final class DeadLetter {
    private static final String PREFIX = "CloudPubSubDeadLetterSource";

    private DeadLetter() {}

    static Draft of(SubscriptionSettings from, Message message, int attempts) {
        Map<String, String> source = Map.of(
                PREFIX + "DeliveryCount", Integer.toString(attempts),
                PREFIX + "Subscription", from.id().name(),
                PREFIX + "SubscriptionProject", from.id().project(),
                PREFIX + "TopicPublishTime", message.publishTime().toString());
        Map<String, String> attributes = new LinkedHashMap<>(message.attributes());
        attributes.putAll(source);
        // A message without room for the attributes is forwarded without them rather than lost.
        boolean fits = attributes.size() <= Draft.MOST_ATTRIBUTES && message.size() + 400 <= Draft.MOST_BYTES;
        return new Draft(message.data(), fits ? attributes : message.attributes(), message.orderingKey());
    }
}
