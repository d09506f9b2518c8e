// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Configuration of a topic. Retention is stored but has no effect: the local cloud keeps messages per subscription. */
public record TopicSettings(TopicId id, Map<String, String> labels, Optional<Duration> retention) {
    public TopicSettings {
        labels = Labels.checked(labels);
        retention.ifPresent(SubscriptionSettings::checkRetention);
    }
}
