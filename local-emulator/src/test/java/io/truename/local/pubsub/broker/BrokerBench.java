// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Test fixture: a broker with one topic and one subscription, and a controllable time. */
final class BrokerBench {
    static final TopicId TOPIC = new TopicId("test-project", "events");
    static final TopicId DEAD_LETTERS = new TopicId("test-project", "dead-letters");
    static final SubscriptionId SUBSCRIPTION = new SubscriptionId("test-project", "events-handled");
    static final SubscriptionId DEAD_LETTERS_KEPT = new SubscriptionId("test-project", "dead-letters-kept");
    static final Duration ACK_DEADLINE = Duration.ofSeconds(10);

    final Broker broker;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    BrokerBench(SubscriptionSettings settings, long mostBytes) {
        broker = new Broker(mostBytes, new SplittableRandom(1), now);
        broker.createTopic(new TopicSettings(TOPIC, Map.of(), Optional.empty()));
        broker.createTopic(new TopicSettings(DEAD_LETTERS, Map.of(), Optional.empty()));
        broker.createSubscription(settings);
        broker.createSubscription(settings(DEAD_LETTERS_KEPT, DEAD_LETTERS, "", false, null, null));
    }

    static BrokerBench plain() {
        return new BrokerBench(settings(SUBSCRIPTION, TOPIC, "", false, null, null), 1 << 20);
    }

    static BrokerBench filtered(String filter) {
        return new BrokerBench(settings(SUBSCRIPTION, TOPIC, filter, false, null, null), 1 << 20);
    }

    static BrokerBench ordered() {
        return new BrokerBench(
                new SubscriptionSettings(
                        SUBSCRIPTION,
                        TOPIC,
                        "",
                        ACK_DEADLINE,
                        Duration.ofDays(31),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                1 << 20);
    }

    static BrokerBench expiring(Duration idle) {
        return new BrokerBench(
                new SubscriptionSettings(
                        SUBSCRIPTION,
                        TOPIC,
                        "",
                        ACK_DEADLINE,
                        Duration.ofDays(1),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(idle),
                        Map.of()),
                1 << 20);
    }

    static BrokerBench retrying(Duration minimum, Duration maximum) {
        return new BrokerBench(
                settings(SUBSCRIPTION, TOPIC, "", false, new RetryPolicy(minimum, maximum), null), 1 << 20);
    }

    static BrokerBench deadLettering(boolean ordered, int attempts) {
        return new BrokerBench(
                settings(SUBSCRIPTION, TOPIC, "", ordered, null, new DeadLetterPolicy(DEAD_LETTERS, attempts)),
                1 << 20);
    }

    static SubscriptionSettings settings(
            SubscriptionId id,
            TopicId topic,
            String filter,
            boolean ordered,
            RetryPolicy retry,
            DeadLetterPolicy deadLetter) {
        return new SubscriptionSettings(
                id,
                topic,
                filter,
                ACK_DEADLINE,
                Duration.ofMinutes(10),
                ordered,
                Optional.empty(),
                Optional.ofNullable(retry),
                Optional.ofNullable(deadLetter),
                Optional.empty(),
                Map.of());
    }

    void publish(String... texts) {
        publishKeyed("", texts);
    }

    void publishKeyed(String key, String... texts) {
        List<Draft> drafts = new ArrayList<>();
        for (String text : texts) {
            drafts.add(new Draft(ByteString.copyFromUtf8(text), Map.of(), key));
        }
        broker.publish(TOPIC, drafts, now);
    }

    List<Delivery> pull(Consumer consumer, int most) {
        return pull(SUBSCRIPTION, consumer, most);
    }

    List<Delivery> pull(SubscriptionId id, Consumer consumer, int most) {
        return broker.lease(id, consumer, most, Long.MAX_VALUE, Optional.empty(), now);
    }

    List<Delivery> pull(int most) {
        return pull(Consumer.unlimited(), most);
    }

    void ack(Delivery delivery) {
        broker.acknowledge(SUBSCRIPTION, List.of(delivery.ackId()), now);
    }

    void nack(Delivery delivery) {
        broker.modifyDeadline(SUBSCRIPTION, List.of(delivery.ackId()), Duration.ZERO, now);
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    SubscriptionReport report() {
        return report(TOPIC);
    }

    SubscriptionReport report(TopicId topic) {
        return broker.report().stream()
                .filter(report -> report.settings().id().equals(topic))
                .findFirst()
                .orElseThrow()
                .subscriptions()
                .get(0);
    }

    static String text(Delivery delivery) {
        return delivery.message().data().toStringUtf8();
    }

    static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream().map(BrokerBench::text).toList();
    }
}
