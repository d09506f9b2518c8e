// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publisher on Google's client: makes one call for each message and waits for the answer. The client's own publisher sends
 * batches from a background thread, which never runs in an instance that is frozen after its answer. Connects with the first
 * message, closes a connection that is idle for a minute, and uses only daemon threads. Thread-safe.
 */
public final class PubSubPublisher implements Publisher, AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LONGEST_TRY = Duration.ofSeconds(4);
    private static final long IDLE_SECONDS = 60;

    /** Refusals that stay until a person acts: there is no such topic, or no right to publish. */
    private static final Set<StatusCode.Code> LASTING = EnumSet.of(
            StatusCode.Code.NOT_FOUND,
            StatusCode.Code.PERMISSION_DENIED,
            StatusCode.Code.UNAUTHENTICATED,
            StatusCode.Code.INVALID_ARGUMENT,
            StatusCode.Code.FAILED_PRECONDITION);

    private final PubSubEndpoint endpoint;
    private @Nullable TopicAdminClient client;

    /** Creates a publisher that connects with the first message. */
    public PubSubPublisher(PubSubEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void publish(String topic, Message message) {
        publish(topic, List.of(message));
    }

    @Override
    public void publish(String topic, List<Message> messages) {
        String path = endpoint.path(topic);
        try {
            connected()
                    .publish(
                            TopicName.parse(path),
                            messages.stream().map(PubSubPublisher::translated).toList());
        } catch (ApiException refused) {
            StatusCode.Code status = refused.getStatusCode().getCode();
            throw new PublishException(
                    "Topic " + path + " did not take a message: " + status, LASTING.contains(status), refused);
        } catch (IOException noLogin) {
            throw new PublishException(
                    "No login for Pub/Sub was found: give the function a service account", true, noLogin);
        }
    }

    private static PubsubMessage translated(Message message) {
        PubsubMessage.Builder published = PubsubMessage.newBuilder()
                .setData(ByteString.copyFrom(message.data()))
                .putAllAttributes(message.attributes());
        message.orderingKey().ifPresent(published::setOrderingKey);
        return published.build();
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
        endpoint.emulator().ifPresent(address -> {
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
        if (endpoint.emulator().isPresent()) {
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
