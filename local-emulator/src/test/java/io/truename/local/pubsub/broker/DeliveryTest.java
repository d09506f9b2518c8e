// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.broker;

import static io.truename.local.pubsub.broker.BrokerBench.SUBSCRIPTION;
import static io.truename.local.pubsub.broker.BrokerBench.TOPIC;
import static io.truename.local.pubsub.broker.BrokerBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
    @Test
    void message_isDeliveredOnce_whileItsDeadlineRuns() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a", "b", "c");
        assertThat(texts(bench.pull(2))).containsExactly("a", "b");
        assertThat(texts(bench.pull(9))).containsExactly("c");
        assertThat(bench.pull(9)).isEmpty();
        assertThat(bench.report().outstanding()).isEqualTo(3);
    }

    @Test
    void ack_inTime_endsTheMessage() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a");
        bench.ack(bench.pull(1).get(0));
        bench.pass(BrokerBench.ACK_DEADLINE.multipliedBy(2));
        assertThat(bench.pull(1)).isEmpty();
        assertThat(bench.report().acked()).isEqualTo(1);
        assertThat(bench.report().backlog()).isZero();
    }

    @Test
    void ack_afterTheDeadline_isIgnored() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a");
        Delivery late = bench.pull(1).get(0);
        bench.pass(BrokerBench.ACK_DEADLINE);
        bench.ack(late);
        assertThat(texts(bench.pull(1))).containsExactly("a");
        assertThat(bench.report().lateAcks()).isEqualTo(1);
        assertThat(bench.report().acked()).isZero();
    }

    @Test
    void ack_ofAnEarlierDelivery_doesNotEndTheLaterOne() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a");
        Delivery first = bench.pull(1).get(0);
        bench.nack(first);
        Delivery second = bench.pull(1).get(0);
        bench.ack(first);
        assertThat(bench.report().outstanding()).isEqualTo(1);
        bench.ack(second);
        assertThat(bench.report().backlog()).isZero();
    }

    @Test
    void ack_withTextThatIsNoAckId_isRefused() {
        BrokerBench bench = BrokerBench.plain();
        assertThatThrownBy(() -> bench.broker.acknowledge(SUBSCRIPTION, List.of("?!"), bench.now))
                .hasMessageContaining("no ack id");
    }

    @Test
    void deadline_extended_holdsTheMessageBeyondTheFirstOne() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a");
        Delivery delivery = bench.pull(1).get(0);
        bench.pass(Duration.ofSeconds(9));
        bench.broker.modifyDeadline(SUBSCRIPTION, List.of(delivery.ackId()), Duration.ofSeconds(60), bench.now);
        bench.pass(Duration.ofSeconds(59));
        assertThat(bench.pull(1)).isEmpty();
        bench.ack(delivery);
        assertThat(bench.report().acked()).isEqualTo(1);
    }

    @Test
    void nack_withoutRetryPolicy_deliversAgainAtOnce() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a");
        bench.nack(bench.pull(1).get(0));
        assertThat(texts(bench.pull(1))).containsExactly("a");
    }

    @Test
    void nack_withRetryPolicy_restsLongerEachTime() {
        BrokerBench bench = BrokerBench.retrying(Duration.ofSeconds(10), Duration.ofSeconds(35));
        bench.publish("a");
        for (int rest : new int[] {10, 20, 35, 35}) {
            bench.nack(bench.pull(1).get(0));
            bench.pass(Duration.ofSeconds(rest).minusMillis(1));
            assertThat(bench.pull(1)).isEmpty();
            bench.pass(Duration.ofMillis(1));
        }
        assertThat(bench.pull(1)).hasSize(1);
    }

    @Test
    void filter_letsOnlyMatchingMessagesIn() {
        BrokerBench bench = BrokerBench.filtered("attributes.stage = \"uploaded\"");
        bench.broker.publish(
                TOPIC,
                List.of(
                        new Draft(ByteString.copyFromUtf8("a"), Map.of("stage", "uploaded"), ""),
                        new Draft(ByteString.copyFromUtf8("b"), Map.of("stage", "parsed"), "")),
                bench.now);
        assertThat(texts(bench.pull(9))).containsExactly("a");
    }

    @Test
    void retention_dropsWhatNobodyAcknowledged_leasedOrNot() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a", "b");
        bench.pass(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(bench.pull(1)).hasSize(1);
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.pull(9)).isEmpty();
        assertThat(bench.report().expired()).isEqualTo(2);
        assertThat(bench.report().outstanding()).isZero();
    }

    @Test
    void consumer_getsNoMoreThanItsFlowControlAdmits() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a", "b", "c");
        Consumer two = new Consumer(2, 0);
        List<Delivery> deliveries = bench.pull(two, 9);
        assertThat(deliveries).hasSize(2);
        assertThat(bench.pull(two, 9)).isEmpty();
        bench.ack(deliveries.get(0));
        assertThat(bench.pull(two, 9)).hasSize(1);
    }

    @Test
    void deadLetter_afterItsLastAttempt_keepsDataAndTellsItsOrigin() {
        BrokerBench bench = BrokerBench.deadLettering(false, 5);
        bench.publish("poison");
        for (int attempt = 1; attempt <= 5; attempt++) {
            Delivery delivery = bench.pull(1).get(0);
            assertThat(delivery.attempt()).isEqualTo(attempt);
            bench.nack(delivery);
        }
        assertThat(bench.pull(1)).isEmpty();
        assertThat(bench.report().deadLettered()).isEqualTo(1);
        Message letter = bench.pull(BrokerBench.DEAD_LETTERS_KEPT, Consumer.unlimited(), 1)
                .get(0)
                .message();
        assertThat(letter.data().toStringUtf8()).isEqualTo("poison");
        assertThat(letter.attributes())
                .containsEntry("CloudPubSubDeadLetterSourceDeliveryCount", "5")
                .containsEntry("CloudPubSubDeadLetterSourceSubscription", "events-handled")
                .containsEntry("CloudPubSubDeadLetterSourceSubscriptionProject", "test-project");
    }

    @Test
    void deadLetter_withoutItsTopic_staysAndIsDeliveredAgain() {
        BrokerBench bench = BrokerBench.deadLettering(false, 5);
        bench.broker.deleteTopic(BrokerBench.DEAD_LETTERS);
        bench.publish("poison");
        for (int attempt = 1; attempt <= 7; attempt++) {
            bench.nack(bench.pull(1).get(0));
        }
        assertThat(bench.pull(1)).hasSize(1);
    }

    @Test
    void publish_beyondTheMemoryBudget_isRefusedAsAWhole() {
        BrokerBench bench = new BrokerBench(BrokerBench.settings(SUBSCRIPTION, TOPIC, "", false, null, null), 2_000);
        bench.publish("x".repeat(1_000));
        assertThatThrownBy(() -> bench.publish("y".repeat(100), "z".repeat(400)))
                .isInstanceOfSatisfying(
                        PubSubException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(PubSubException.Reason.RESOURCE_EXHAUSTED));
        assertThat(bench.report().backlog()).isEqualTo(1);
        bench.ack(bench.pull(1).get(0));
        bench.publish("y".repeat(100), "z".repeat(400));
        assertThat(bench.report().backlog()).isEqualTo(2);
    }

    @Test
    void seek_acknowledgesWhatIsOlder() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("old");
        bench.pass(Duration.ofSeconds(1));
        bench.publish("new");
        bench.broker.seek(SUBSCRIPTION, bench.now, bench.now);
        assertThat(texts(bench.pull(9))).containsExactly("new");
    }

    @Test
    void subscription_idleForItsTimeToLive_isDeleted() {
        BrokerBench bench = BrokerBench.expiring(Duration.ofDays(1));
        bench.publish("a");
        bench.broker.advance(bench.now);
        bench.pass(Duration.ofHours(23));
        bench.ack(bench.pull(1).get(0));
        bench.broker.advance(bench.now);
        bench.pass(Duration.ofHours(23));
        bench.broker.advance(bench.now);
        assertThat(bench.broker.listTopicSubscriptions(TOPIC)).containsExactly(SUBSCRIPTION);
        bench.pass(Duration.ofHours(1));
        bench.broker.advance(bench.now);
        assertThat(bench.broker.listTopicSubscriptions(TOPIC)).isEmpty();
    }

    @Test
    void detachedSubscription_getsNothingMore() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a");
        bench.broker.detachSubscription(SUBSCRIPTION, bench.now);
        bench.publish("b");
        assertThatThrownBy(() -> bench.pull(1)).hasMessageContaining("detached");
        assertThat(bench.broker.topicOf(SUBSCRIPTION)).isEqualTo("_deleted-topic_");
    }

    @Test
    void peek_showsTheOldestAndHowTheyStand() {
        BrokerBench bench = BrokerBench.plain();
        bench.publish("a", "b");
        assertThat(bench.pull(1)).hasSize(1);
        assertThat(bench.broker.peek(SUBSCRIPTION, 9))
                .extracting(QueuedMessage::state, QueuedMessage::attempts)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("LEASED", 1),
                        org.assertj.core.groups.Tuple.tuple("READY", 0));
    }
}
