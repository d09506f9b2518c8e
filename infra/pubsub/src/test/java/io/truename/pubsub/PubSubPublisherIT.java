// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real client against a server that only keeps what is published; the local cloud's tests have the whole way round. */
class PubSubPublisherIT {
    private static final Message STEP = Message.json("{}", Map.of());

    private final Keeper keeper = new Keeper();
    private Server server;
    private PubSubPublisher publisher;

    @BeforeEach
    void start() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(keeper)
                .build()
                .start();
        publisher = new PubSubPublisher(new PubSubEndpoint("p1", Optional.of("localhost:" + server.getPort())));
    }

    @AfterEach
    void stop() {
        publisher.close();
        server.shutdownNow();
    }

    @Test
    void publish_returns_whenTheServerHasIt() {
        publisher.publish(
                "reports", new Message(new byte[] {0, -1}, Map.of("form", "html"), Optional.of("customer-1")));
        publisher.publish("migration-steps", STEP);

        assertThat(keeper.requests)
                .extracting(PublishRequest::getTopic)
                .containsExactly("projects/p1/topics/reports", "projects/p1/topics/migration-steps");
        PubsubMessage first = keeper.requests.get(0).getMessages(0);
        assertThat(first.getData().toByteArray()).containsExactly(0, -1);
        assertThat(first.getAttributesMap()).isEqualTo(Map.of("form", "html"));
        assertThat(first.getOrderingKey()).isEqualTo("customer-1");
        PubsubMessage second = keeper.requests.get(1).getMessages(0);
        assertThat(second.getData().toStringUtf8()).isEqualTo("{}");
        assertThat(second.getOrderingKey()).isEmpty();
    }

    @Test
    void publish_severalMessages_isOneRequestInTheirOrder() {
        List<Message> messages = Stream.of("a", "b", "c")
                .map(text -> new Message(text.getBytes(StandardCharsets.UTF_8), Map.of(), Optional.of("key")))
                .toList();
        publisher.publish("document-renames", messages);
        assertThat(keeper.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.getMessagesList())
                        .extracting(message -> message.getData().toStringUtf8())
                        .containsExactly("a", "b", "c"));
    }

    @Test
    void publish_illegalTopic_isRefusedHere() {
        assertThatThrownBy(() -> publisher.publish("a b", STEP)).isInstanceOf(IllegalArgumentException.class);
        assertThat(keeper.requests).isEmpty();
    }

    @Test
    void publish_passingFailure_isTriedAgain() {
        keeper.failures.add(Status.UNAVAILABLE);
        publisher.publish("migration-steps", STEP);
        assertThat(keeper.requests).hasSize(2);
    }

    @Test
    void publish_missingTopic_saysSo_andNothingOfTheAnswer() {
        keeper.failures.add(Status.NOT_FOUND.withDescription("secret"));
        assertThatThrownBy(() -> publisher.publish("migration-steps", STEP))
                .isInstanceOfSatisfying(
                        PublishException.class,
                        refused -> assertThat(refused.lasting()).isTrue())
                .hasMessageContaining("projects/p1/topics/migration-steps")
                .hasMessageContaining("NOT_FOUND")
                .hasMessageNotContaining("secret");
    }

    @Test
    void publish_afterClose_connectsAgain() {
        publisher.publish("migration-steps", STEP);
        publisher.close();
        publisher.publish("migration-steps", STEP);
        assertThat(keeper.requests).hasSize(2);
    }

    /** Keeps what is published, after it failed as often as it was told. */
    private static final class Keeper extends PublisherGrpc.PublisherImplBase {
        private final List<PublishRequest> requests = new CopyOnWriteArrayList<>();
        private final Queue<Status> failures = new ArrayDeque<>();

        @Override
        public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
            requests.add(request);
            Status failure = failures.poll();
            if (failure != null) {
                answer.onError(failure.asRuntimeException());
                return;
            }
            PublishResponse.Builder ids = PublishResponse.newBuilder();
            request.getMessagesList().forEach(message -> ids.addMessageIds("1"));
            answer.onNext(ids.build());
            answer.onCompleted();
        }
    }
}
