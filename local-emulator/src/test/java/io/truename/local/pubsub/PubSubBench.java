// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.messaging.PubSubCommands;
import io.truename.local.pubsub.push.PushListener;
import java.io.IOException;
import java.io.StringReader;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Test fixture: a running Pub/Sub with unmodified clients and a controllable clock. */
final class PubSubBench implements AutoCloseable {
    static final String PROJECT = "projects/" + LocalPubSub.PROJECT;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final String EMPTY_CATALOG = "functions: {}\ntopics: {}\nsubscriptions: {}\nschedules: {}\n";

    final ControllableClock clock = new ControllableClock();
    final List<String> killed = new CopyOnWriteArrayList<>();
    /** Answers to pushed messages, as {@code subscription status}. */
    final List<String> pushed = new CopyOnWriteArrayList<>();

    final LocalPubSub pubSub;
    final TopicAdminClient topics;
    final SubscriptionAdminClient subscriptions;
    private final ControlRoutes routes = new ControlRoutes();
    final ManagedChannel channel;
    final TransportChannelProvider transport;

    PubSubBench() throws IOException {
        this(EMPTY_CATALOG, "http://127.0.0.1:1", 256L << 20);
    }

    PubSubBench(String catalog, String baseUrl, long mostBytes) throws IOException {
        this(CatalogReader.read(new StringReader(catalog)), baseUrl, mostBytes);
    }

    PubSubBench(Catalog catalog, String baseUrl, long mostBytes) throws IOException {
        pubSub = LocalPubSub.start(catalog, 0, baseUrl, killed::add, this::pushed, clock, 7, mostBytes);
        new PubSubCommands(pubSub).addRoutes(routes);
        channel =
                ManagedChannelBuilder.forTarget(pubSub.target()).usePlaintext().build();
        transport = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
        topics = TopicAdminClient.create(TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
        subscriptions = SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
    }

    private void pushed(String subscription, int status) {
        pushed.add(subscription + " " + status);
    }

    static String topic(String name) {
        return PROJECT + "/topics/" + name;
    }

    static String subscription(String name) {
        return PROJECT + "/subscriptions/" + name;
    }

    void createTopic(String name) {
        topics.createTopic(Topic.newBuilder().setName(topic(name)).build());
    }

    Subscription createSubscription(String name, String topic, UnaryOperator<Subscription.Builder> with) {
        Subscription.Builder wanted =
                Subscription.newBuilder().setName(subscription(name)).setTopic(topic(topic));
        return subscriptions.createSubscription(with.apply(wanted).build());
    }

    Publisher publisher(String topic) throws IOException {
        return Publisher.newBuilder(topic(topic))
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setEnableMessageOrdering(true)
                .build();
    }

    void publish(String topic, PubsubMessage... messages) {
        topics.publish(topic(topic), List.of(messages));
    }

    static PubsubMessage message(String text) {
        return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    }

    static PubsubMessage keyed(String key, String text) {
        return message(text).toBuilder().setOrderingKey(key).build();
    }

    static PubsubMessage message(String text, String attribute, String value) {
        return message(text).toBuilder().putAttributes(attribute, value).build();
    }

    Subscriber subscriber(String name, MessageReceiver receiver) {
        return subscriber(name, receiver, UnaryOperator.identity());
    }

    Subscriber subscriber(String name, MessageReceiver receiver, UnaryOperator<Subscriber.Builder> with) {
        Subscriber.Builder builder = Subscriber.newBuilder(subscription(name), receiver)
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create());
        Subscriber subscriber = with.apply(builder).build();
        subscriber.startAsync().awaitRunning();
        return subscriber;
    }

    static void stop(Subscriber subscriber) throws Exception {
        subscriber.stopAsync().awaitTerminated(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Creates a receiver that records and acknowledges messages. */
    static MessageReceiver collecting(List<String> into) {
        return (PubsubMessage message, AckReplyConsumer reply) -> {
            into.add(message.getData().toStringUtf8());
            reply.ack();
        };
    }

    List<ReceivedMessage> pull(String name, int most) {
        return subscriptions
                .pullCallable()
                .call(PullRequest.newBuilder()
                        .setSubscription(subscription(name))
                        .setMaxMessages(most)
                        .build())
                .getReceivedMessagesList();
    }

    /** Pulls without waiting. */
    @SuppressWarnings("deprecation")
    List<ReceivedMessage> glance(String name, int most) {
        return subscriptions
                .pullCallable()
                .call(PullRequest.newBuilder()
                        .setSubscription(subscription(name))
                        .setMaxMessages(most)
                        .setReturnImmediately(true)
                        .build())
                .getReceivedMessagesList();
    }

    static List<String> texts(List<ReceivedMessage> messages) {
        return messages.stream()
                .map(message -> message.getMessage().getData().toStringUtf8())
                .toList();
    }

    void ack(String name, ReceivedMessage message) {
        subscriptions.acknowledge(subscription(name), List.of(message.getAckId()));
    }

    void nack(String name, ReceivedMessage message) {
        subscriptions.modifyAckDeadline(subscription(name), List.of(message.getAckId()), 0);
    }

    PubSubStatus.SubscriptionStatus status(String subscription) {
        return pubSub.status().topics().stream()
                .flatMap(topic -> topic.subscriptions().stream())
                .filter(status -> status.name().equals(subscription))
                .findFirst()
                .orElseThrow();
    }

    ControlReply control(String method, String path, String body, Map<String, String> query) {
        try {
            ControlRoutes.Match match = routes.find(method, path).orElseThrow();
            JsonMapper json = new JsonMapper();
            return match.handler()
                    .handle(new ControlRequest(
                            match.path(), query, body.isEmpty() ? json.missingNode() : json.readTree(body)));
        } catch (RuntimeException refused) {
            throw refused;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    void faults(String subscription, String body) {
        control("PUT", "/api/pubsub/subscriptions/" + subscription + "/faults", body, Map.of());
    }

    static LocalPubSub startOn(int port) throws BindException {
        return LocalPubSub.start(
                CatalogReader.read(new StringReader(EMPTY_CATALOG)),
                port,
                "http://127.0.0.1:1",
                function -> {},
                PushListener.NONE,
                new ControllableClock(),
                1);
    }

    @Override
    public void close() throws InterruptedException {
        topics.close();
        subscriptions.close();
        channel.shutdownNow();
        channel.awaitTermination(5, TimeUnit.SECONDS);
        pubSub.close();
    }
}
