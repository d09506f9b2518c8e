// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriptionName;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.truename.local.story.FunctionClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Message that {@code probe} can never handle and gives to the dead letters, until a person takes it from there. */
final class PoisonMessage implements Cause {
    private static final String SUBSCRIPTION = "dead-letters-kept";
    private static final int MOST = 100;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final FunctionClient cloud;
    private final String pubSub;
    private final String project;

    PoisonMessage(FunctionClient cloud, String pubSub, String project) {
        this.cloud = cloud;
        this.pubSub = pubSub;
        this.project = project;
    }

    @Override
    public String name() {
        return "a stage event that is no JSON";
    }

    @Override
    public List<String> opens() {
        return List.of("dead-letters");
    }

    @Override
    public void begin() throws InterruptedException {
        cloud.post("/pubsub/topics/document-events/messages", "{\"data\":\"no event\",\"attributes\":{}}");
        Patience.await(
                PAUSE,
                "the message that is no event did not come to the dead letters",
                () -> !cloud.get("/pubsub/subscriptions/" + SUBSCRIPTION + "/messages")
                        .path("messages")
                        .isEmpty());
    }

    @Override
    public void end() {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(pubSub).usePlaintext().build();
        try (SubscriberStub subscriber = GrpcSubscriberStub.create(SubscriberStubSettings.newBuilder()
                .setTransportChannelProvider(FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build())) {
            String name = SubscriptionName.of(project, SUBSCRIPTION).toString();
            PullResponse pulled = subscriber
                    .pullCallable()
                    .call(PullRequest.newBuilder()
                            .setSubscription(name)
                            .setMaxMessages(MOST)
                            .build());
            subscriber
                    .acknowledgeCallable()
                    .call(AcknowledgeRequest.newBuilder()
                            .setSubscription(name)
                            .addAllAckIds(pulled.getReceivedMessagesList().stream()
                                    .map(ReceivedMessage::getAckId)
                                    .toList())
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException("Pub/Sub's client cannot be made", e);
        } finally {
            channel.shutdownNow();
        }
    }
}
