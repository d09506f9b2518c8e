// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.DetachSubscriptionRequest;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import com.google.pubsub.v1.UpdateTopicRequest;
import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: the admin clients find the cloud's life cycle, limits and error codes. */
final class AdminIT {
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
    void topic_livesFromCreateToDelete() {
        Topic labelled = bench.topics.updateTopic(UpdateTopicRequest.newBuilder()
                .setTopic(
                        Topic.newBuilder().setName(PubSubBench.topic("events")).putLabels("team", "docs"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("labels"))
                .build());
        assertThat(labelled.getLabelsMap()).containsEntry("team", "docs");
        assertThat(bench.topics.getTopic(PubSubBench.topic("events"))).isEqualTo(labelled);
        bench.createTopic("others");
        assertThat(bench.topics.listTopics(PubSubBench.PROJECT).iterateAll())
                .extracting(Topic::getName)
                .containsExactly(PubSubBench.topic("events"), PubSubBench.topic("others"));
        bench.topics.deleteTopic(PubSubBench.topic("events"));
        refused(StatusCode.Code.NOT_FOUND, "does not exist", () -> bench.topics.getTopic(PubSubBench.topic("events")));
    }

    @Test
    void subscription_livesFromCreateToDelete() {
        Subscription created = bench.createSubscription("handled", "events", with -> {
            with.getRetryPolicyBuilder().setMinimumBackoff(Duration.newBuilder().setSeconds(1));
            return with.setEnableMessageOrdering(true).setFilter("attributes:a");
        });
        assertThat(created.getAckDeadlineSeconds()).isEqualTo(10);
        assertThat(created.getRetryPolicy().getMaximumBackoff().getSeconds()).isEqualTo(600);
        Subscription changed = bench.subscriptions.updateSubscription(UpdateSubscriptionRequest.newBuilder()
                .setSubscription(
                        Subscription.newBuilder().setName(created.getName()).setAckDeadlineSeconds(77))
                .setUpdateMask(FieldMask.newBuilder().addPaths("ack_deadline_seconds"))
                .build());
        assertThat(changed)
                .isEqualTo(created.toBuilder().setAckDeadlineSeconds(77).build());
        assertThat(bench.subscriptions.getSubscription(created.getName())).isEqualTo(changed);
        assertThat(bench.topics
                        .listTopicSubscriptions(PubSubBench.topic("events"))
                        .iterateAll())
                .containsExactly(created.getName());
        bench.subscriptions.modifyPushConfig(
                created.getName(),
                PushConfig.newBuilder().setPushEndpoint("http://127.0.0.1:1/x").build());
        assertThat(bench.subscriptions.listSubscriptions(PubSubBench.PROJECT).iterateAll())
                .extracting(subscription -> subscription.getPushConfig().getPushEndpoint())
                .containsExactly("http://127.0.0.1:1/x");
        refused(StatusCode.Code.FAILED_PRECONDITION, "push", () -> bench.pull("handled", 1));
        bench.subscriptions.deleteSubscription(created.getName());
        refused(StatusCode.Code.NOT_FOUND, "does not exist", () -> bench.pull("handled", 1));
    }

    @Test
    void subscription_ofADeletedTopic_keepsItsBacklog() {
        bench.createSubscription("handled", "events", with -> with);
        bench.publish("events", PubSubBench.message("a"));
        bench.topics.deleteTopic(PubSubBench.topic("events"));
        assertThat(bench.subscriptions
                        .getSubscription(PubSubBench.subscription("handled"))
                        .getTopic())
                .isEqualTo("_deleted-topic_");
        assertThat(PubSubBench.texts(bench.pull("handled", 1))).containsExactly("a");
    }

    @Test
    void subscription_detached_isNotPulled() {
        bench.createSubscription("handled", "events", with -> with);
        var unused = bench.topics.detachSubscription(DetachSubscriptionRequest.newBuilder()
                .setSubscription(PubSubBench.subscription("handled"))
                .build());
        refused(StatusCode.Code.FAILED_PRECONDITION, "detached", () -> bench.pull("handled", 1));
    }

    @Test
    void creation_twiceOrOfNothing_refused() {
        refused(StatusCode.Code.ALREADY_EXISTS, "exists already", () -> bench.createTopic("events"));
        refused(StatusCode.Code.NOT_FOUND, "nothing-here", () -> subscribe("nothing-here", with -> with));
    }

    @Test
    void absentServices_answerWithASentence() {
        refused(
                StatusCode.Code.UNIMPLEMENTED,
                "Snapshots are not part",
                () -> bench.subscriptions.createSnapshot(
                        PubSubBench.PROJECT + "/snapshots/one", PubSubBench.subscription("handled")));
        refused(
                StatusCode.Code.UNIMPLEMENTED,
                "is not part of the local cloud",
                () -> bench.topics.getIamPolicy(GetIamPolicyRequest.newBuilder()
                        .setResource(PubSubBench.topic("events"))
                        .build()));
    }

    @Test
    void seek_toNow_dropsTheBacklog() {
        bench.createSubscription("handled", "events", with -> with);
        bench.publish("events", PubSubBench.message("a"));
        bench.clock.advance(java.time.Duration.ofSeconds(1));
        var unused = bench.subscriptions.seek(SeekRequest.newBuilder()
                .setSubscription(PubSubBench.subscription("handled"))
                .setTime(Timestamps.fromMillis(bench.clock.millis()))
                .build());
        assertThat(bench.glance("handled", 1)).isEmpty();
    }

    @Test
    void memory_isBounded() throws Exception {
        try (PubSubBench small = new PubSubBench(PubSubBench.EMPTY_CATALOG, "http://127.0.0.1:1", 1_000)) {
            small.createTopic("events");
            small.createSubscription("handled", "events", with -> with);
            assertThatThrownBy(() -> small.pubSub.publish("events", "x".repeat(2_000), Map.of()))
                    .hasMessageContaining("1000 bytes");
        }
    }

    private void subscribe(String topic, UnaryOperator<Subscription.Builder> with) {
        bench.createSubscription("handled", topic, with);
    }

    private static void refused(StatusCode.Code code, String sentence, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        exception ->
                                assertThat(exception.getStatusCode().getCode()).isEqualTo(code))
                .hasMessageContaining(sentence);
    }
}
