// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static io.truename.local.pubsub.PubSubBench.collecting;
import static io.truename.local.pubsub.PubSubBench.keyed;
import static io.truename.local.pubsub.PubSubBench.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.batching.FlowControlSettings;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: Publisher and Subscriber, over publish and streaming pull. */
final class StreamIT {
    private PubSubBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new PubSubBench();
        bench.createTopic("events");
    }

    @AfterEach
    void stop() throws InterruptedException {
        bench.close();
    }

    @Test
    void tenThousandMessages_arriveAndAreAcknowledged() throws Exception {
        bench.createSubscription("handled", "events", with -> with);
        int count = Integer.getInteger("pubsub.messages", 10_000);
        Set<String> received = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(count);
        MessageReceiver receiver = (message, reply) -> {
            if (received.add(message.getData().toStringUtf8())) {
                all.countDown();
            }
            reply.ack();
        };
        // The client acknowledges each 100 ms: its default of 1,000 outstanding messages would be the limit here.
        Subscriber subscriber = bench.subscriber(
                "handled",
                receiver,
                with -> with.setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount(20_000L)
                        .build()));
        Publisher publisher = bench.publisher("events");
        List<ApiFuture<String>> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(publisher.publish(message("message " + i)));
        }
        publisher.publishAllOutstanding();
        assertThat(ApiFutures.allAsList(ids).get(60, TimeUnit.SECONDS)).doesNotHaveDuplicates();
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(PubSubBench.PATIENCE).until(() -> bench.status("handled").acked() == count);
        PubSubBench.stop(subscriber);
        publisher.shutdown();
        assertThat(bench.status("handled").backlog()).isZero();
        assertThat(publisher.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void orderedKeys_withANackInTheMiddle_keepTheirOrder() throws Exception {
        bench.createSubscription("handled", "events", with -> with.setEnableMessageOrdering(true));
        Publisher publisher = bench.publisher("events");
        for (int i = 1; i <= 50; i++) {
            for (String key : List.of("a", "b")) {
                var unused = publisher.publish(keyed(key, Integer.toString(i)));
            }
        }
        publisher.publishAllOutstanding();
        Map<String, Queue<Integer>> deliveries = new ConcurrentHashMap<>();
        AtomicInteger refused = new AtomicInteger();
        Subscriber subscriber = bench.subscriber("handled", (message, reply) -> {
            int number = Integer.parseInt(message.getData().toStringUtf8());
            deliveries
                    .computeIfAbsent(message.getOrderingKey(), key -> new ConcurrentLinkedQueue<>())
                    .add(number);
            if (number == 25 && message.getOrderingKey().equals("a") && refused.getAndIncrement() == 0) {
                reply.nack();
            } else {
                reply.ack();
            }
        });
        await().atMost(PubSubBench.PATIENCE).until(() -> bench.status("handled").acked() == 100);
        PubSubBench.stop(subscriber);
        publisher.shutdown();
        deliveries.values().forEach(numbers -> {
            int last = 0;
            for (int number : numbers) {
                assertThat(number).as("of %s", numbers).isLessThanOrEqualTo(last + 1);
                last = number;
            }
            assertThat(last).isEqualTo(50);
        });
        assertThat(Collections.frequency(new ArrayList<>(deliveries.get("a")), 25))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void nackedMessage_comesAgain() throws Exception {
        bench.createSubscription("handled", "events", with -> with);
        AtomicInteger attempts = new AtomicInteger();
        Subscriber subscriber = bench.subscriber("handled", (message, reply) -> {
            if (attempts.incrementAndGet() < 3) {
                reply.nack();
            } else {
                reply.ack();
            }
        });
        bench.publish("events", message("a"));
        await().atMost(PubSubBench.PATIENCE).until(() -> bench.status("handled").acked() == 1);
        PubSubBench.stop(subscriber);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void subscriber_workingLongerThanTheDeadline_keepsItsMessage() throws Exception {
        bench.createSubscription("handled", "events", with -> with);
        List<AckReplyConsumer> replies = new CopyOnWriteArrayList<>();
        // The client requests its longest extension at once, far beyond the subscription's ten seconds.
        Subscriber subscriber = bench.subscriber(
                "handled",
                (message, reply) -> replies.add(reply),
                with -> with.setMinDurationPerAckExtensionDuration(Duration.ofMinutes(5))
                        .setMaxDurationPerAckExtensionDuration(Duration.ofMinutes(10)));
        bench.publish("events", message("a"));
        await().atMost(PubSubBench.PATIENCE).until(() -> replies.size() == 1);
        bench.clock.advance(Duration.ofSeconds(60));
        await().during(Duration.ofMillis(200)).atMost(PubSubBench.PATIENCE).until(() -> replies.size() == 1);
        replies.get(0).ack();
        await().atMost(PubSubBench.PATIENCE).until(() -> bench.status("handled").acked() == 1);
        PubSubBench.stop(subscriber);
    }

    @Test
    void flowControl_isObeyed() throws Exception {
        bench.createSubscription("handled", "events", with -> with);
        List<AckReplyConsumer> held = new CopyOnWriteArrayList<>();
        Subscriber subscriber = bench.subscriber(
                "handled",
                (message, reply) -> held.add(reply),
                with -> with.setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount(5L)
                        .build()));
        for (int i = 0; i < 20; i++) {
            bench.publish("events", message("m" + i));
        }
        await().atMost(PubSubBench.PATIENCE).until(() -> held.size() == 5);
        assertThat(bench.status("handled").outstanding()).isEqualTo(5);
        held.forEach(AckReplyConsumer::ack);
        await().atMost(PubSubBench.PATIENCE).until(() -> held.size() == 10);
        held.forEach(AckReplyConsumer::ack);
        await().atMost(PubSubBench.PATIENCE).until(() -> held.size() == 15);
        held.forEach(AckReplyConsumer::ack);
        await().atMost(PubSubBench.PATIENCE).until(() -> held.size() == 20);
        held.forEach(AckReplyConsumer::ack);
        PubSubBench.stop(subscriber);
    }

    @Test
    void stream_broken_isOpenedAgainByTheClient() throws Exception {
        bench.createSubscription("handled", "events", with -> with);
        List<String> received = new CopyOnWriteArrayList<>();
        Subscriber subscriber = bench.subscriber("handled", collecting(received));
        bench.publish("events", message("before"));
        await().atMost(PubSubBench.PATIENCE).until(() -> received.contains("before"));
        bench.faults("handled", "{\"answer503\": 2}");
        bench.publish("events", message("after"));
        await().atMost(PubSubBench.PATIENCE).until(() -> received.contains("after"));
        assertThat(bench.status("handled").faults()).isNull();
        PubSubBench.stop(subscriber);
    }

    @Test
    void twoSubscribers_shareTheMessages() throws Exception {
        bench.createSubscription("handled", "events", with -> with);
        List<String> one = new CopyOnWriteArrayList<>();
        List<String> two = new CopyOnWriteArrayList<>();
        Subscriber first = bench.subscriber("handled", collecting(one));
        Subscriber second = bench.subscriber("handled", collecting(two));
        Publisher publisher = bench.publisher("events");
        for (int i = 0; i < 2_000; i++) {
            var unused = publisher.publish(message("m" + i));
        }
        publisher.publishAllOutstanding();
        await().atMost(PubSubBench.PATIENCE).until(() -> one.size() + two.size() == 2_000);
        assertThat(one).isNotEmpty();
        assertThat(two).isNotEmpty();
        assertThat(one).doesNotContainAnyElementsOf(two);
        PubSubBench.stop(first);
        PubSubBench.stop(second);
        publisher.shutdown();
    }
}
