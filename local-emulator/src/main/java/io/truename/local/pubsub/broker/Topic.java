// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.util.LinkedHashMap;
import java.util.Map;

/** Topic with its subscriptions. Not thread-safe: {@link Broker} guards it. */
final class Topic {
    final Map<SubscriptionId, Subscription> subscriptions = new LinkedHashMap<>();
    TopicSettings settings;
    long published;
    int answer503;

    Topic(TopicSettings settings) {
        this.settings = settings;
    }
}
