// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.InstantiatingExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.common.collect.Lists;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.truename.local.corpus.NamedUpload;
import io.truename.local.corpus.StoredDocument;
import io.truename.local.corpus.UploadedDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Pub/Sub adapter of {@link DocumentEvents}, with Google's client library as in a real pipeline.
 *
 * <p>Long, because it writes the message of each stage beside its publication.
 */
public final class PubSubDocumentEvents implements DocumentEvents {
    private static final String STAGE = "uploaded";
    private static final JsonFactory JSON = new JsonFactory();

    /** The most that the probe takes in a message is 1,000. */
    private static final int EVENTS_IN_MESSAGE = 999;

    private static final int OUTSTANDING = 4_000;
    private static final int ACK_DEADLINE_SECONDS = 60;

    private final TopicName topic;
    private final SubscriptionName subscription;
    private final ManagedChannel channel;
    private final FixedTransportChannelProvider transport;
    private @Nullable Publisher publisher;
    private @Nullable Subscriber subscriber;

    /**
     * Creates the adapter; nothing is sent yet.
     *
     * @param target host and port of a Pub/Sub without credentials, such as {@code 127.0.0.1:8085}
     */
    public PubSubDocumentEvents(String target, String project, String topic, String subscription) {
        this.topic = TopicName.of(project, topic);
        this.subscription = SubscriptionName.of(project, subscription);
        this.channel = ManagedChannelBuilder.forTarget(target).usePlaintext().build();
        this.transport = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
    }

    @Override
    public void open(Consumer<Delivery> receiver) {
        try {
            ensureTopic();
            ensureSubscription();
            publisher = Publisher.newBuilder(topic)
                    .setChannelProvider(transport)
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setExecutorProvider(threads(2))
                    .setBatchingSettings(BatchingSettings.newBuilder()
                            .setElementCountThreshold(500L)
                            .setRequestByteThreshold(1_000_000L)
                            .setDelayThresholdDuration(java.time.Duration.ofMillis(10))
                            .build())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("Pub/Sub's client cannot be made", e);
        }
        Subscriber started = Subscriber.newBuilder(
                        subscription.toString(),
                        (PubsubMessage message, AckReplyConsumer reply) -> receive(message, reply, receiver))
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setExecutorProvider(threads(2))
                .setParallelPullCount(1)
                .setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount((long) OUTSTANDING)
                        .build())
                .build();
        subscriber = started;
        started.startAsync().awaitRunning();
    }

    @Override
    public Mono<Void> publish(List<UploadedDocument> documents, StageTimes times) {
        return send(documents.stream()
                .map(document -> message(document, times.uploaded()))
                .toList());
    }

    @Override
    public Mono<Void> publishSkipped(List<NamedUpload> duplicates, StageTimes times) {
        return send(Lists.partition(duplicates, EVENTS_IN_MESSAGE).stream()
                .map(part -> batch(part, (json, duplicate) -> {
                    json.writeStartObject();
                    writeDocument(
                            json,
                            STAGE,
                            duplicate.documentId(),
                            duplicate.upload().userId(),
                            duplicate.upload().sha256(),
                            times.uploaded());
                    // Two duplicates of one document differ in nothing else.
                    json.writeStringField(
                            "eventId", "upload/" + duplicate.upload().jobId());
                    json.writeStringField("outcome", "skipped");
                    json.writeNumberField("avoidedBytes", duplicate.upload().bytes());
                    json.writeEndObject();
                }))
                .toList());
    }

    @Override
    public Mono<Void> publishProcessed(List<NamedUpload> documents, StageTimes times) {
        return send(Lists.partition(documents, EVENTS_IN_MESSAGE / 3).stream()
                .map(part -> batch(part, (json, document) -> {
                    writeStage(json, document, "parsed", times.parsed(), false);
                    writeStage(json, document, "chunked", times.chunked(), true);
                    writeStage(json, document, "embedded", times.embedded(), true);
                }))
                .toList());
    }

    @Override
    public Mono<Void> publishRetrieved(List<LookUp> lookUps, Instant at) {
        return send(Lists.partition(lookUps, EVENTS_IN_MESSAGE).stream()
                .map(part -> batch(part, (json, lookUp) -> {
                    StoredDocument document = lookUp.document();
                    json.writeStartObject();
                    writeDocument(json, "retrieved", lookUp.asked(), document.userId(), document.sha256(), at);
                    json.writeBooleanField("found", lookUp.found());
                    json.writeEndObject();
                }))
                .toList());
    }

    private Mono<Void> send(List<PubsubMessage> messages) {
        Publisher open = publisher;
        if (open == null) {
            throw new IllegalStateException("publish comes after open");
        }
        return Mono.create(sink -> {
            ApiFuture<List<String>> accepted =
                    ApiFutures.allAsList(messages.stream().map(open::publish).toList());
            open.publishAllOutstanding();
            ApiFutures.addCallback(
                    accepted,
                    new ApiFutureCallback<List<String>>() {
                        @Override
                        public void onFailure(Throwable failure) {
                            sink.error(new StoryFailedException(
                                    "Pub/Sub does not take messages for " + topic
                                            + ": start the local cloud and run the story again.",
                                    false,
                                    failure));
                        }

                        @Override
                        public void onSuccess(List<String> messageIds) {
                            sink.success();
                        }
                    },
                    MoreExecutors.directExecutor());
        });
    }

    @Override
    public void close() {
        Subscriber receiving = subscriber;
        if (receiving != null) {
            receiving.stopAsync();
        }
        Publisher publishing = publisher;
        if (publishing != null) {
            publishing.shutdown();
        }
        try {
            if (receiving != null) {
                receiving.awaitTerminated(5, TimeUnit.SECONDS);
            }
            if (publishing != null) {
                publishing.awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (TimeoutException | IllegalStateException e) {
            // Closing the channel below ends both as well.
            channel.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            channel.shutdownNow();
        }
    }

    private void ensureTopic() throws IOException {
        try (TopicAdminClient topics = TopicAdminClient.create(TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build())) {
            topics.createTopic(topic);
        } catch (AlreadyExistsException e) {
            // Made from the catalog, as it should be.
            return;
        }
    }

    private void ensureSubscription() throws IOException {
        try (SubscriptionAdminClient subscriptions =
                SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder()
                        .setTransportChannelProvider(transport)
                        .setCredentialsProvider(NoCredentialsProvider.create())
                        .build())) {
            subscriptions.createSubscription(Subscription.newBuilder()
                    .setName(subscription.toString())
                    .setTopic(topic.toString())
                    .setFilter("attributes.stage = \"" + STAGE + "\"")
                    .setAckDeadlineSeconds(ACK_DEADLINE_SECONDS)
                    .build());
        } catch (AlreadyExistsException e) {
            // Made from the catalog, as it should be.
            return;
        }
    }

    private static InstantiatingExecutorProvider threads(int count) {
        return InstantiatingExecutorProvider.newBuilder()
                .setExecutorThreadCount(count)
                .build();
    }

    private static PubsubMessage message(UploadedDocument document, Instant at) {
        String id = document.documentId().toString();
        return PubsubMessage.newBuilder()
                .setData(ByteString.copyFromUtf8(
                        "{\"documentId\":\"" + id + "\",\"at\":\"" + at + "\",\"outcome\":\"stored\"}"))
                .putAttributes("documentId", id)
                .putAttributes("stage", STAGE)
                .putAttributes("jobId", document.jobId().toString())
                .putAttributes("runId", document.runId().toString())
                .build();
    }

    /** Writer of the events of one item. */
    @FunctionalInterface
    private interface EventWriter<T> {
        void write(JsonGenerator json, T item) throws IOException;
    }

    /** One message for many items: it has no attribute {@code stage}, so the story's own subscription leaves it out. */
    private static <T> PubsubMessage batch(List<T> items, EventWriter<T> writer) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            for (T item : items) {
                writer.write(json, item);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return PubsubMessage.newBuilder()
                .setData(ByteString.copyFrom(body.toByteArray()))
                .build();
    }

    private static void writeStage(JsonGenerator json, NamedUpload document, String stage, Instant at, boolean ofChunks)
            throws IOException {
        json.writeStartObject();
        writeDocument(
                json,
                stage,
                document.documentId(),
                document.upload().userId(),
                document.upload().sha256(),
                at);
        json.writeStringField("outcome", "stored");
        if (ofChunks) {
            json.writeNumberField("rows", document.chunkIds().size());
        }
        json.writeEndObject();
    }

    private static void writeDocument(
            JsonGenerator json, String stage, UUID document, String user, String sha256, Instant at)
            throws IOException {
        json.writeStringField("stage", stage);
        json.writeStringField("documentId", document.toString());
        json.writeStringField("userId", user);
        json.writeStringField("contentHash", sha256);
        json.writeStringField("at", at.toString());
    }

    private static void receive(PubsubMessage message, AckReplyConsumer reply, Consumer<Delivery> receiver) {
        UploadedDocument document;
        try {
            document = new UploadedDocument(
                    UUID.fromString(message.getAttributesOrDefault("runId", "")),
                    UUID.fromString(message.getAttributesOrDefault("jobId", "")),
                    UUID.fromString(message.getAttributesOrDefault("documentId", "")));
        } catch (IllegalArgumentException e) {
            // Not an event of this story: a redelivery would not change that.
            reply.ack();
            return;
        }
        receiver.accept(new Delivery() {
            @Override
            public UploadedDocument document() {
                return document;
            }

            @Override
            public void acknowledge() {
                reply.ack();
            }

            @Override
            public void reject() {
                reply.nack();
            }
        });
    }
}
