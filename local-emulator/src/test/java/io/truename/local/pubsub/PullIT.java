// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static io.truename.local.pubsub.PubSubBench.message;
import static io.truename.local.pubsub.PubSubBench.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.pubsub.v1.ReceivedMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: single pulls, deadlines, filters and dead letters through the subscriber stub. */
final class PullIT {
    private PubSubBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new PubSubBench();
        bench.createTopic("events");
        bench.createTopic("dead-letters");
    }

    @AfterEach
    void stop() throws InterruptedException {
        bench.close();
    }

    @Test
    void pull_waitsForTheFirstMessage() throws Exception {
        bench.createSubscription("handled", "events", with -> with);
        CompletableFuture<List<ReceivedMessage>> pulled =
                CompletableFuture.supplyAsync(() -> bench.pull("handled", 10));
        bench.publish("events", message("a", "kind", "first"));
        ReceivedMessage received = pulled.get(20, TimeUnit.SECONDS).get(0);
        assertThat(received.getMessage().getData().toStringUtf8()).isEqualTo("a");
        assertThat(received.getMessage().getAttributesMap()).containsEntry("kind", "first");
        assertThat(received.getMessage().getMessageId()).matches("[0-9]+");
        assertThat(received.getDeliveryAttempt()).isZero();
        bench.ack("handled", received);
        assertThat(bench.status("handled").backlog()).isZero();
    }

    @Test
    void pull_withoutMessages_endsEmptyAfterAWhile() throws Exception {
        bench.createSubscription("handled", "events", with -> with);
        CompletableFuture<List<ReceivedMessage>> pulled =
                CompletableFuture.supplyAsync(() -> bench.pull("handled", 10));
        await().atMost(PubSubBench.PATIENCE).until(() -> {
            bench.clock.advance(Duration.ofSeconds(20));
            return pulled.isDone();
        });
        assertThat(pulled.get()).isEmpty();
    }

    @Test
    void message_notAcknowledgedInTime_isDeliveredAgain() {
        bench.createSubscription("handled", "events", with -> with);
        bench.publish("events", message("a"));
        ReceivedMessage late = bench.pull("handled", 1).get(0);
        assertThat(bench.glance("handled", 1)).isEmpty();
        bench.clock.advance(Duration.ofSeconds(10));
        ReceivedMessage again = bench.pull("handled", 1).get(0);
        assertThat(again.getMessage()).isEqualTo(late.getMessage());
        bench.ack("handled", late);
        assertThat(bench.status("handled").backlog()).isEqualTo(1);
        bench.ack("handled", again);
        assertThat(bench.status("handled").backlog()).isZero();
    }

    @Test
    void deadline_extended_holdsTheMessage() {
        bench.createSubscription("handled", "events", with -> with);
        bench.publish("events", message("a"));
        ReceivedMessage held = bench.pull("handled", 1).get(0);
        bench.subscriptions.modifyAckDeadline(PubSubBench.subscription("handled"), List.of(held.getAckId()), 600);
        bench.clock.advance(Duration.ofSeconds(590));
        assertThat(bench.glance("handled", 1)).isEmpty();
        bench.ack("handled", held);
        assertThat(bench.status("handled").acked()).isEqualTo(1);
    }

    @Test
    void filter_keepsOtherMessagesOut() {
        bench.createSubscription("handled", "events", with -> with.setFilter("attributes.stage = \"uploaded\""));
        bench.publish("events", message("a", "stage", "parsed"), message("b", "stage", "uploaded"), message("c"));
        assertThat(texts(bench.pull("handled", 10))).containsExactly("b");
    }

    @Test
    void message_failingFiveTimes_becomesADeadLetter() {
        bench.createSubscription("kept", "dead-letters", with -> with);
        bench.createSubscription("handled", "events", with -> {
            with.getDeadLetterPolicyBuilder()
                    .setDeadLetterTopic(PubSubBench.topic("dead-letters"))
                    .setMaxDeliveryAttempts(5);
            return with;
        });
        bench.publish("events", message("poison", "kind", "bad"));
        for (int attempt = 1; attempt <= 5; attempt++) {
            ReceivedMessage received = bench.pull("handled", 1).get(0);
            assertThat(received.getDeliveryAttempt()).isEqualTo(attempt);
            bench.nack("handled", received);
        }
        ReceivedMessage letter = bench.pull("kept", 1).get(0);
        assertThat(letter.getMessage().getData().toStringUtf8()).isEqualTo("poison");
        assertThat(letter.getMessage().getAttributesMap())
                .containsEntry("kind", "bad")
                .containsEntry("CloudPubSubDeadLetterSourceDeliveryCount", "5")
                .containsEntry("CloudPubSubDeadLetterSourceSubscription", "handled");
        assertThat(bench.status("handled").deadLettered()).isEqualTo(1);
        assertThat(bench.glance("handled", 1)).isEmpty();
    }

    @Test
    void message_beyondRetention_isGone() {
        bench.createSubscription(
                "handled",
                "events",
                with -> with.setMessageRetentionDuration(
                        com.google.protobuf.Duration.newBuilder().setSeconds(600)));
        bench.publish("events", message("a"));
        bench.clock.advance(Duration.ofMinutes(10));
        assertThat(bench.glance("handled", 1)).isEmpty();
        assertThat(bench.status("handled").expired()).isEqualTo(1);
    }
}
