// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import io.truename.local.pubsub.broker.Faults;
import io.truename.local.pubsub.broker.SubscriptionReport;
import io.truename.local.pubsub.broker.TopicReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Status of Pub/Sub for the console, with short names. */
public record PubSubStatus(List<TopicStatus> topics) {
    public PubSubStatus {
        topics = List.copyOf(topics);
    }

    /** Status of a topic; {@code published} counts messages since the start. */
    public record TopicStatus(String name, long published, List<SubscriptionStatus> subscriptions) {}

    /**
     * Status of a subscription.
     *
     * @param type {@code push} or {@code pull}
     * @param endpoint the push endpoint; null for pull
     * @param backlog number of unacknowledged messages, including outstanding ones
     * @param outstanding number of delivered messages that are neither acknowledged nor failed yet
     * @param oldestUnackedSeconds age of the oldest message of the backlog; 0 if the backlog is empty
     * @param faults the remaining faults; null if there are none
     */
    public record SubscriptionStatus(
            String name,
            String type,
            @Nullable String endpoint,
            int backlog,
            int outstanding,
            long oldestUnackedSeconds,
            long acked,
            long lateAcks,
            long deadLettered,
            long expired,
            @Nullable Faults faults) {}

    static PubSubStatus of(List<TopicReport> reports, Instant now) {
        return new PubSubStatus(reports.stream()
                .map(topic -> new TopicStatus(
                        topic.settings().id().name(),
                        topic.published(),
                        topic.subscriptions().stream()
                                .map(subscription -> of(subscription, now))
                                .toList()))
                .toList());
    }

    private static SubscriptionStatus of(SubscriptionReport report, Instant now) {
        return new SubscriptionStatus(
                report.settings().id().name(),
                report.settings().push().isPresent() ? "push" : "pull",
                report.settings().push().map(push -> push.endpoint().toString()).orElse(null),
                report.backlog(),
                report.outstanding(),
                report.oldestUnacked()
                        .map(oldest -> Math.max(0, Duration.between(oldest, now).toSeconds()))
                        .orElse(0L),
                report.acked(),
                report.lateAcks(),
                report.deadLettered(),
                report.expired(),
                report.faults().orElse(null));
    }
}
