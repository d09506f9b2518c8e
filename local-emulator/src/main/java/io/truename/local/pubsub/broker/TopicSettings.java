// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A topic as its owner describes it. Retention is remembered only: the local cloud keeps messages per subscription. */
public record TopicSettings(TopicId id, Map<String, String> labels, Optional<Duration> retention) {
    public TopicSettings {
        labels = Labels.checked(labels);
        retention.ifPresent(SubscriptionSettings::checkRetention);
    }
}
