// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static io.truename.local.pubsub.PubSubBench.PROJECT;
import static io.truename.local.pubsub.PubSubBench.keyed;
import static io.truename.local.pubsub.PubSubBench.message;
import static io.truename.local.pubsub.PubSubBench.subscription;
import static io.truename.local.pubsub.PubSubBench.texts;
import static io.truename.local.pubsub.PubSubBench.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.MessageTransform;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import com.google.pubsub.v1.UpdateTopicRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: settings and messages follow the cloud's documentation or are refused. The file is long because it is one table. */
final class RulesIT {
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

    static Stream<Arguments> refusedSubscriptions() {
        return Stream.of(
                // Limits: https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions
                invalid("10 to 600", with -> with.setAckDeadlineSeconds(9)),
                invalid("10 to 600", with -> with.setAckDeadlineSeconds(601)),
                invalid("10 to 600", with -> with.setAckDeadlineSeconds(-1)),
                invalid("10 minutes", with -> with.setMessageRetentionDuration(seconds(599))),
                invalid("31 days", with -> with.setMessageRetentionDuration(seconds(2_678_401))),
                invalid(
                        "No duration",
                        with -> with.setMessageRetentionDuration(
                                Duration.newBuilder().setSeconds(700).setNanos(-1))),
                invalid("No duration", with -> with.setMessageRetentionDuration(seconds(Long.MAX_VALUE))),
                invalid("1 day", with -> with.setExpirationPolicy(idle(86_399))),
                invalid("365 days", with -> with.setExpirationPolicy(idle(31_536_001))),
                invalid("1 day", with -> with.setExpirationPolicy(idle(0))),
                invalid("1 day", with -> with.setExpirationPolicy(idle(-1))),
                invalid("not be shorter", with -> with.setExpirationPolicy(idle(86_400))),
                invalid("minimum_backoff", with -> with.setRetryPolicy(retry(-1, 10))),
                invalid("minimum_backoff", with -> with.setRetryPolicy(retry(1, 601))),
                invalid("minimum_backoff", with -> with.setRetryPolicy(retry(20, 10))),
                invalid("5 to 100", with -> with.setDeadLetterPolicy(deadLetter("dead-letters", 4))),
                invalid("5 to 100", with -> with.setDeadLetterPolicy(deadLetter("dead-letters", 101))),
                invalid(
                        "dead_letter_topic",
                        with -> with.setDeadLetterPolicy(
                                DeadLetterPolicy.newBuilder().setMaxDeliveryAttempts(5))),
                invalid(
                        "projects/{project}/topics/{name}",
                        with -> with.setDeadLetterPolicy(
                                DeadLetterPolicy.newBuilder().setDeadLetterTopic("dead-letters"))),
                arguments(
                        Code.NOT_FOUND,
                        "nothing-here",
                        change(with -> with.setDeadLetterPolicy(deadLetter("nothing-here", 5)))),
                invalid("256 bytes", with -> with.setFilter("attributes:" + "a".repeat(246))),
                invalid("at character", with -> with.setFilter("attributes.a = b")),
                invalid("labels", with -> with.putLabels("two words", "a")),
                invalid("labels", with -> with.putLabels("", "a")),
                invalid("labels", with -> with.putLabels("Upper", "a")),
                invalid("labels", with -> with.putLabels("1st", "a")),
                invalid("labels", with -> with.putLabels("a".repeat(64), "a")),
                invalid("labels", with -> with.putLabels("a", "two words")),
                invalid("labels", with -> with.putLabels("a", "a".repeat(64))),
                invalid("64 entries", with -> with.putAllLabels(numbered(65))),
                invalid("absolute http", with -> with.setPushConfig(push("ftp://localhost/x"))),
                invalid("absolute http", with -> with.setPushConfig(push("/x"))),
                invalid("no URL", with -> with.setPushConfig(push("http://a b/"))),
                invalid(
                        "push_endpoint",
                        with -> with.setPushConfig(PushConfig.newBuilder()
                                .setOidcToken(PushConfig.OidcToken.newBuilder().setServiceAccountEmail("a@b")))),
                invalid(
                        "service_account_email",
                        with -> with.setPushConfig(push("http://localhost/x").toBuilder()
                                .setOidcToken(PushConfig.OidcToken.newBuilder()))),
                invalid(
                        "x-goog-version",
                        with -> with.setPushConfig(
                                push("http://localhost/x").toBuilder().putAttributes("a", "b"))),
                invalid(
                        "x-goog-version",
                        with -> with.setPushConfig(
                                push("http://localhost/x").toBuilder().putAttributes("x-goog-version", "v2"))),
                invalid("DetachSubscription", with -> with.setDetached(true)),
                // Unsupported features, as the README lists them.
                absent(
                        "v1beta1",
                        with -> with.setPushConfig(
                                push("http://localhost/x").toBuilder().putAttributes("x-goog-version", "v1beta1"))),
                absent("Exactly-once", with -> with.setEnableExactlyOnceDelivery(true)),
                absent("Retained", with -> with.setRetainAckedMessages(true)),
                absent("BigQuery", with -> {
                    with.getBigqueryConfigBuilder();
                    return with;
                }),
                absent("Cloud Storage", with -> {
                    with.getCloudStorageConfigBuilder().setBucket("b");
                    return with;
                }),
                absent("Bigtable", with -> {
                    with.getBigtableConfigBuilder();
                    return with;
                }),
                absent("Message transforms", with -> with.addMessageTransforms(MessageTransform.getDefaultInstance())),
                absent("Tags", with -> with.putTags("123/environment", "test")),
                absent("numbered [999]", with -> with.setUnknownFields(newerField())));
    }

    @ParameterizedTest
    @MethodSource("refusedSubscriptions")
    void subscription_refused(Code code, String sentence, UnaryOperator<Subscription.Builder> with) {
        refused(code, sentence, () -> bench.createSubscription("handled", "events", with));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "1st", "goog-events", "google", "a b", "a/b", "ä-topic", ""})
    void name_refused(String name) {
        refused(Code.INVALID_ARGUMENT, "", () -> bench.createTopic(name));
        refused(Code.INVALID_ARGUMENT, "", () -> bench.createSubscription(name, "events", with -> with));
    }

    static Stream<Arguments> refusedTopics() {
        return Stream.of(
                arguments(
                        Code.INVALID_ARGUMENT, "10 minutes", of(with -> with.setMessageRetentionDuration(seconds(1)))),
                arguments(Code.INVALID_ARGUMENT, "labels", of(with -> with.putLabels("two words", "a"))),
                arguments(
                        Code.UNIMPLEMENTED,
                        "Schemas",
                        of(with -> with.getSchemaSettingsBuilder().setSchema("s"))),
                arguments(Code.UNIMPLEMENTED, "Ingestion", of(with -> with.getIngestionDataSourceSettingsBuilder())),
                arguments(Code.UNIMPLEMENTED, "Encryption", of(with -> with.setKmsKeyName("k"))),
                arguments(Code.UNIMPLEMENTED, "storage policies", of(with -> with.getMessageStoragePolicyBuilder())),
                arguments(Code.UNIMPLEMENTED, "transforms", of(with -> with.addMessageTransformsBuilder())),
                arguments(Code.UNIMPLEMENTED, "Tags", of(with -> with.putTags("a", "b"))),
                arguments(Code.UNIMPLEMENTED, "numbered [999]", of(with -> with.setUnknownFields(newerField()))));
    }

    @ParameterizedTest
    @MethodSource("refusedTopics")
    void topic_refused(Code code, String sentence, Consumer<Topic.Builder> with) {
        Topic.Builder wanted = Topic.newBuilder().setName(topic("refused"));
        with.accept(wanted);
        refused(code, sentence, () -> bench.topics.createTopic(wanted.build()));
    }

    @Test
    void settings_atTheirLimits_areKept() {
        Subscription kept = bench.createSubscription(
                "handled",
                "events",
                with -> with.setAckDeadlineSeconds(600)
                        .setMessageRetentionDuration(seconds(600))
                        .setExpirationPolicy(idle(86_400))
                        .setRetryPolicy(retry(0, 600))
                        .setDeadLetterPolicy(deadLetter("dead-letters", 100))
                        .putAllLabels(numbered(64))
                        .setFilter("attributes:" + "a".repeat(245)));
        assertThat(bench.subscriptions.getSubscription(kept.getName())).isEqualTo(kept);
        assertThat(kept.getExpirationPolicy().getTtl()).isEqualTo(seconds(86_400));
        assertThat(kept.getDeadLetterPolicy().getMaxDeliveryAttempts()).isEqualTo(100);
        Subscription usual = bench.createSubscription("usual", "events", with -> with);
        assertThat(usual.getExpirationPolicy().getTtl()).isEqualTo(seconds(2_678_400));
        Subscription lasting = bench.createSubscription(
                "lasting", "events", with -> with.setExpirationPolicy(ExpirationPolicy.getDefaultInstance()));
        assertThat(lasting.hasExpirationPolicy()).isTrue();
        assertThat(lasting.getExpirationPolicy().hasTtl()).isFalse();
    }

    /** Covers Terraform's own label and letters without case. */
    @Test
    void labels_ofEveryScript_areKept() {
        Map<String, String> labels = Map.of("goog-terraform-provisioned", "true", "größe", "m", "名前", "", "a_b-1", "1");
        assertThat(bench.createSubscription("handled", "events", with -> with.putAllLabels(labels))
                        .getLabelsMap())
                .isEqualTo(labels);
    }

    static Stream<Arguments> refusedMessages() {
        return Stream.of(
                arguments("must not start with \"goog\"", List.of(message("x", "google", "v"))),
                arguments("must not start with \"goog\"", List.of(message("x", "goog-key", "v"))),
                arguments("same ordering_key", List.of(keyed("a", "1"), keyed("b", "2"))),
                arguments("same ordering_key", List.of(keyed("a", "1"), message("2"))),
                arguments("1024 bytes", List.of(keyed("k".repeat(1025), "1"))),
                arguments("1 to 256 bytes", List.of(message("x", "ä".repeat(129), "v"))),
                arguments("1 to 256 bytes", List.of(message("x", "", "v"))),
                arguments("1024 are allowed", List.of(message("x", "k", "ä".repeat(513)))),
                arguments(
                        "100 attributes",
                        List.of(PubsubMessage.newBuilder()
                                .putAllAttributes(numbered(101))
                                .build())),
                arguments("data or at least one", List.of(PubsubMessage.getDefaultInstance())),
                arguments("data or at least one", List.of(message("x"), keyed("", ""))),
                arguments("1 to 1000 messages", Collections.nCopies(1001, message("x"))),
                arguments("1 to 1000 messages", List.of()),
                arguments(
                        "10000000 bytes",
                        List.of(PubsubMessage.newBuilder()
                                .setData(ByteString.copyFrom(new byte[10_000_001]))
                                .build())),
                arguments("10000000 bytes", Collections.nCopies(11, message("x".repeat(1_000_000)))));
    }

    @ParameterizedTest
    @MethodSource("refusedMessages")
    void publish_refusedAsAWhole(String sentence, List<PubsubMessage> messages) {
        bench.createSubscription("handled", "events", with -> with);
        refused(Code.INVALID_ARGUMENT, sentence, () -> bench.topics.publish(topic("events"), messages));
        assertThat(bench.status("handled").backlog()).isZero();
    }

    /** Google's own libraries add such keys for tracing. */
    @Test
    void publish_atItsLimits_isTaken() {
        bench.createSubscription("handled", "events", with -> with);
        bench.publish(
                "events",
                message("x", "googclient_traceparent", "00-1"),
                message("y", "k".repeat(256), "v".repeat(1024)));
        bench.publish("events", keyed("k".repeat(1024), "z"), keyed("k".repeat(1024), "z2"));
        assertThat(bench.status("handled").backlog()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "topic",
                "filter",
                "enable_message_ordering",
                "detached",
                "state",
                "topic_message_retention_duration",
                "tags",
                "labels.a",
                "ackDeadlineSeconds",
                "nothing",
                ""
            })
    void updateMask_ofWhatCannotChange_refused(String path) {
        Subscription created = bench.createSubscription("handled", "events", with -> with);
        FieldMask mask = path.isEmpty()
                ? FieldMask.getDefaultInstance()
                : FieldMask.newBuilder().addPaths(path).build();
        refused(Code.INVALID_ARGUMENT, "update_mask", () -> update(created, mask));
        refused(
                Code.INVALID_ARGUMENT,
                "update_mask",
                () -> bench.topics.updateTopic(UpdateTopicRequest.newBuilder()
                        .setTopic(Topic.newBuilder().setName(topic("events")))
                        .setUpdateMask(mask)
                        .build()));
    }

    @Test
    void update_keepsWhatTheMaskDoesNotName_andRefusesAsCreateDoes() {
        Subscription created = bench.createSubscription(
                "handled",
                "events",
                with -> with.setFilter("attributes:a")
                        .setExpirationPolicy(ExpirationPolicy.getDefaultInstance())
                        .setDeadLetterPolicy(deadLetter("dead-letters", 7)));
        FieldMask attempts = FieldMask.newBuilder()
                .addPaths("dead_letter_policy.max_delivery_attempts")
                .build();
        Subscription changed = update(
                created.toBuilder()
                        .clearFilter()
                        .setDeadLetterPolicy(deadLetter("ignored", 8))
                        .build(),
                attempts);
        assertThat(changed)
                .isEqualTo(created.toBuilder()
                        .setDeadLetterPolicy(deadLetter("dead-letters", 8))
                        .build());
        FieldMask policy = FieldMask.newBuilder().addPaths("dead_letter_policy").build();
        refused(
                Code.NOT_FOUND,
                "nothing-here",
                () -> update(
                        created.toBuilder()
                                .setDeadLetterPolicy(deadLetter("nothing-here", 5))
                                .build(),
                        policy));
        assertThat(update(created.toBuilder().clearDeadLetterPolicy().build(), policy)
                        .hasDeadLetterPolicy())
                .isFalse();
    }

    @Test
    void deadLetterTopic_deletedLater_isShownAsDeleted_andOtherFieldsCanStillChange() {
        Subscription created = bench.createSubscription(
                "handled", "events", with -> with.setDeadLetterPolicy(deadLetter("dead-letters", 5)));
        bench.topics.deleteTopic(topic("dead-letters"));
        assertThat(bench.subscriptions
                        .getSubscription(created.getName())
                        .getDeadLetterPolicy()
                        .getDeadLetterTopic())
                .isEqualTo("_deleted-topic_");
        FieldMask deadline =
                FieldMask.newBuilder().addPaths("ack_deadline_seconds").build();
        assertThat(update(created.toBuilder().setAckDeadlineSeconds(77).build(), deadline)
                        .getAckDeadlineSeconds())
                .isEqualTo(77);
    }

    @Test
    void seek_needsATime() {
        bench.createSubscription("handled", "events", with -> with);
        refused(Code.INVALID_ARGUMENT, "target", () -> seek(SeekRequest.newBuilder()));
        refused(
                Code.INVALID_ARGUMENT,
                "No time",
                () -> seek(
                        SeekRequest.newBuilder().setTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))));
        refused(
                Code.UNIMPLEMENTED,
                "Snapshots",
                () -> seek(SeekRequest.newBuilder().setSnapshot(PROJECT + "/snapshots/s")));
        refused(
                Code.NOT_FOUND,
                "nobody",
                () -> bench.subscriptions.seek(SeekRequest.newBuilder()
                        .setSubscription(subscription("nobody"))
                        .setTime(Timestamps.EPOCH)
                        .build()));
    }

    @Test
    void seek_intoTheFuture_acknowledgesWhatIsPublishedUntilThen() {
        bench.createSubscription("handled", "events", with -> with);
        seek(SeekRequest.newBuilder().setTime(Timestamps.fromMillis(bench.clock.millis() + 60_000)));
        bench.publish("events", message("until then"));
        bench.clock.advance(java.time.Duration.ofSeconds(60));
        bench.publish("events", message("then"));
        assertThat(texts(bench.pull("handled", 10))).containsExactly("then");
        assertThat(bench.status("handled").acked()).isEqualTo(1);
    }

    @Test
    void seek_back_endsAnEarlierOneIntoTheFuture() {
        bench.createSubscription("handled", "events", with -> with);
        seek(SeekRequest.newBuilder().setTime(Timestamps.fromMillis(bench.clock.millis() + 60_000)));
        seek(SeekRequest.newBuilder().setTime(Timestamps.fromMillis(bench.clock.millis())));
        bench.publish("events", message("now"));
        assertThat(texts(bench.pull("handled", 10))).containsExactly("now");
    }

    /** The cloud would redeliver the message, because the topic retains it. */
    @Test
    void seek_toReplayFromTheTopic_refused() {
        bench.topics.createTopic(Topic.newBuilder()
                .setName(topic("kept"))
                .setMessageRetentionDuration(seconds(600))
                .build());
        Subscription created = bench.createSubscription("handled", "kept", with -> with);
        assertThat(created.getTopicMessageRetentionDuration()).isEqualTo(seconds(600));
        bench.publish("kept", message("a"));
        seek(SeekRequest.newBuilder().setTime(Timestamps.EPOCH));
        bench.ack("handled", bench.pull("handled", 1).get(0));
        refused(
                Code.UNIMPLEMENTED,
                "Replay",
                () -> seek(SeekRequest.newBuilder().setTime(Timestamps.EPOCH)));
        bench.clock.advance(java.time.Duration.ofSeconds(1));
        seek(SeekRequest.newBuilder().setTime(Timestamps.fromMillis(bench.clock.millis())));
    }

    @Test
    void acknowledge_withoutIds_orWithTooMany_refused() {
        bench.createSubscription("handled", "events", with -> with);
        List<String> none = new ArrayList<>();
        refused(Code.INVALID_ARGUMENT, "ack_ids", () -> bench.subscriptions.acknowledge(subscription("handled"), none));
        refused(
                Code.INVALID_ARGUMENT,
                "ack_ids",
                () -> bench.subscriptions.modifyAckDeadline(subscription("handled"), none, 10));
        refused(
                Code.INVALID_ARGUMENT,
                "524288 bytes",
                () -> bench.subscriptions.acknowledge(
                        subscription("handled"), Collections.nCopies(60_000, "10-1000000")));
        refused(
                Code.INVALID_ARGUMENT,
                "no ack id",
                () -> bench.subscriptions.acknowledge(subscription("handled"), List.of("?")));
        refused(
                Code.INVALID_ARGUMENT,
                "0 to 600",
                () -> bench.subscriptions.modifyAckDeadline(subscription("handled"), List.of("2-1"), 601));
        refused(
                Code.INVALID_ARGUMENT,
                "0 to 600",
                () -> bench.subscriptions.modifyAckDeadline(subscription("handled"), List.of("2-1"), -1));
        refused(Code.INVALID_ARGUMENT, "at least 1", () -> bench.pull("handled", 0));
    }

    private Subscription update(Subscription subscription, FieldMask mask) {
        return bench.subscriptions.updateSubscription(UpdateSubscriptionRequest.newBuilder()
                .setSubscription(subscription)
                .setUpdateMask(mask)
                .build());
    }

    private void seek(SeekRequest.Builder request) {
        var unused = bench.subscriptions.seek(
                request.setSubscription(subscription("handled")).build());
    }

    private static Arguments invalid(String sentence, UnaryOperator<Subscription.Builder> with) {
        return arguments(Code.INVALID_ARGUMENT, sentence, with);
    }

    private static Arguments absent(String sentence, UnaryOperator<Subscription.Builder> with) {
        return arguments(Code.UNIMPLEMENTED, sentence, with);
    }

    private static UnaryOperator<Subscription.Builder> change(UnaryOperator<Subscription.Builder> with) {
        return with;
    }

    private static Consumer<Topic.Builder> of(Consumer<Topic.Builder> with) {
        return with;
    }

    private static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    private static ExpirationPolicy idle(long seconds) {
        return ExpirationPolicy.newBuilder().setTtl(seconds(seconds)).build();
    }

    private static RetryPolicy retry(long minimum, long maximum) {
        return RetryPolicy.newBuilder()
                .setMinimumBackoff(seconds(minimum))
                .setMaximumBackoff(seconds(maximum))
                .build();
    }

    private static DeadLetterPolicy deadLetter(String name, int attempts) {
        return DeadLetterPolicy.newBuilder()
                .setDeadLetterTopic(PubSubBench.topic(name))
                .setMaxDeliveryAttempts(attempts)
                .build();
    }

    private static PushConfig push(String endpoint) {
        return PushConfig.newBuilder().setPushEndpoint(endpoint).build();
    }

    private static Map<String, String> numbered(int count) {
        Map<String, String> entries = new HashMap<>();
        IntStream.range(0, count).forEach(i -> entries.put("k" + i, ""));
        return entries;
    }

    private static UnknownFieldSet newerField() {
        return UnknownFieldSet.newBuilder()
                .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
    }

    private static void refused(Code code, String sentence, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        exception ->
                                assertThat(exception.getStatusCode().getCode()).isEqualTo(code))
                .hasMessageContaining(sentence);
    }
}
