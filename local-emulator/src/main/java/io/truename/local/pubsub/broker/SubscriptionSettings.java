// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Configuration of a subscription.
 *
 * @param filter the filter's text; the empty filter passes every message
 * @param ackDeadline 10 to 600 seconds; for push also the request's timeout
 * @param retention time that an unacknowledged message is kept, 10 minutes to 31 days
 * @param ordered whether messages of one ordering key arrive in order
 * @param push present for push, empty for pull
 * @param expiration idle time before it is deleted, 1 to 365 days and at least the retention; empty for never
 */
public record SubscriptionSettings(
        SubscriptionId id,
        TopicId topic,
        String filter,
        Duration ackDeadline,
        Duration retention,
        boolean ordered,
        Optional<PushSettings> push,
        Optional<RetryPolicy> retry,
        Optional<DeadLetterPolicy> deadLetter,
        Optional<Duration> expiration,
        Map<String, String> labels) {
    public static final Duration DEFAULT_ACK_DEADLINE = Duration.ofSeconds(10);
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    public static final Duration DEFAULT_EXPIRATION = Duration.ofDays(31);
    private static final Duration SHORTEST_EXPIRATION = Duration.ofDays(1);
    private static final Duration LONGEST_EXPIRATION = Duration.ofDays(365);
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(10);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(31);

    public SubscriptionSettings {
        labels = Labels.checked(labels);
        checkAckDeadline(ackDeadline, "ack_deadline_seconds");
        checkRetention(retention);
        Duration kept = retention;
        expiration.ifPresent(idle -> checkExpiration(idle, kept));
        Filter.parse(filter);
    }

    /** Refuses a deadline outside 10 to 600 seconds with a message that names the field. */
    public static void checkAckDeadline(Duration deadline, String field) {
        if (deadline.toSeconds() < 10 || deadline.toSeconds() > 600) {
            throw PubSubException.invalid(field + " must be from 10 to 600, not " + deadline.toSeconds() + ".");
        }
    }

    static void checkRetention(Duration retention) {
        if (retention.compareTo(SHORTEST_RETENTION) < 0 || retention.compareTo(LONGEST_RETENTION) > 0) {
            throw PubSubException.invalid(
                    "message_retention_duration must be from 10 minutes (600 s) to 31 days (2678400 s), not "
                            + retention.toSeconds() + " s.");
        }
    }

    private static void checkExpiration(Duration idle, Duration retention) {
        if (idle.compareTo(SHORTEST_EXPIRATION) < 0 || idle.compareTo(LONGEST_EXPIRATION) > 0) {
            throw PubSubException.invalid(
                    "expiration_policy.ttl must be from 1 day (86400 s) to 365 days (31536000 s), not "
                            + idle.toSeconds() + " s; leave ttl out for a subscription that never expires.");
        }
        if (idle.compareTo(retention) < 0) {
            throw PubSubException.invalid("expiration_policy.ttl must not be shorter than message_retention_duration: "
                    + idle.toSeconds() + " s are less than " + retention.toSeconds() + " s.");
        }
    }

    /** Returns a copy with other push settings; empty makes it a pull subscription. */
    public SubscriptionSettings withPush(Optional<PushSettings> changed) {
        return new SubscriptionSettings(
                id, topic, filter, ackDeadline, retention, ordered, changed, retry, deadLetter, expiration, labels);
    }
}
