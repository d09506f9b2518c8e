// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannelBuilder;
import io.truename.rekeying.run.StepQueue;
import io.truename.rekeying.run.StepQueueException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes each step with one call and waits for its answer. The client's own publisher collects messages and sends them
 * from a thread of its own, which an instance that is frozen after its answer never runs. Connects with the first message;
 * an idle connection is given up after a minute, and no thread of it keeps a process. Safe for several threads.
 */
public final class PubSubStepQueue implements StepQueue, AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LONGEST_TRY = Duration.ofSeconds(4);
    private static final long IDLE_SECONDS = 60;

    private final StepTopic topic;
    private @Nullable TopicAdminClient client;

    /** A queue that connects when it is used. */
    public PubSubStepQueue(StepTopic topic) {
        this.topic = topic;
    }

    @Override
    public void publish(UUID run, int shard, Optional<Instant> notBefore) {
        PubsubMessage.Builder message = PubsubMessage.newBuilder()
                .setData(ByteString.copyFromUtf8("{\"run\":\"" + run + "\",\"shard\":" + shard + "}"));
        notBefore.ifPresent(instant -> message.putAttributes("notBefore", instant.toString()));
        try {
            connected().publish(TopicName.of(topic.project(), topic.topic()), List.of(message.build()));
        } catch (ApiException refused) {
            throw new StepQueueException(
                    "Topic " + topic.path() + " did not take the step: "
                            + refused.getStatusCode().getCode(),
                    refused);
        } catch (IOException noLogin) {
            throw new StepQueueException(
                    "No login for Pub/Sub was found: give the function a service account", noLogin);
        }
    }

    private synchronized TopicAdminClient connected() throws IOException {
        TopicAdminClient known = client;
        if (known == null) {
            known = TopicAdminClient.create(settings());
            client = known;
        }
        return known;
    }

    private TopicAdminSettings settings() throws IOException {
        TopicAdminSettings.Builder settings = TopicAdminSettings.newBuilder();
        InstantiatingGrpcChannelProvider.Builder channel =
                TopicAdminSettings.defaultGrpcTransportProviderBuilder().setChannelConfigurator(this::configure);
        topic.emulator().ifPresent(address -> {
            channel.setEndpoint(address);
            settings.setCredentialsProvider(NoCredentialsProvider.create());
        });
        settings.setTransportChannelProvider(channel.build());
        settings.publishSettings()
                .setRetrySettings(RetrySettings.newBuilder()
                        .setTotalTimeoutDuration(LONGEST)
                        .setInitialRpcTimeoutDuration(LONGEST_TRY)
                        .setMaxRpcTimeoutDuration(LONGEST_TRY)
                        .setInitialRetryDelayDuration(Duration.ofMillis(100))
                        .setRetryDelayMultiplier(2)
                        .setMaxRetryDelayDuration(Duration.ofSeconds(1))
                        .build());
        return settings.build();
    }

    // The builder's own type has a wildcard.
    @SuppressWarnings("rawtypes")
    private ManagedChannelBuilder configure(ManagedChannelBuilder builder) {
        builder.idleTimeout(IDLE_SECONDS, TimeUnit.SECONDS);
        if (topic.emulator().isPresent()) {
            builder.usePlaintext();
        }
        return builder;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
            client = null;
        }
    }
}
