// SPDX-License-Identifier: Apache-2.0
package io.truename.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.truename.rekeying.run.StepQueueException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real client against a server that only keeps what is published; the local cloud's tests have the whole way round. */
class PubSubStepQueueIT {
    private static final UUID RUN = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");

    private final Keeper keeper = new Keeper();
    private Server server;
    private PubSubStepQueue queue;

    @BeforeEach
    void start() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(keeper)
                .build()
                .start();
        queue = new PubSubStepQueue(
                new StepTopic("p1", "migration-steps", Optional.of("localhost:" + server.getPort())));
    }

    @AfterEach
    void stop() {
        queue.close();
        server.shutdownNow();
    }

    @Test
    void publish_returns_whenTheServerHasIt() {
        queue.publish(RUN, 3, Optional.empty());
        queue.publish(RUN, 4, Optional.of(Instant.parse("2026-11-22T10:00:00Z")));

        assertThat(keeper.requests)
                .extracting(PublishRequest::getTopic)
                .containsOnly("projects/p1/topics/migration-steps")
                .hasSize(2);
        assertThat(keeper.requests.get(0).getMessages(0).getData().toStringUtf8())
                .isEqualTo("{\"run\":\"" + RUN + "\",\"shard\":3}");
        assertThat(keeper.requests.get(0).getMessages(0).getAttributesMap()).isEmpty();
        assertThat(keeper.requests.get(1).getMessages(0).getAttributesMap())
                .containsEntry("notBefore", "2026-11-22T10:00:00Z");
    }

    @Test
    void publish_passingFailure_isTriedAgain() {
        keeper.failures.add(Status.UNAVAILABLE);
        queue.publish(RUN, 0, Optional.empty());
        assertThat(keeper.requests).hasSize(2);
    }

    @Test
    void publish_missingTopic_saysSo_andNothingOfTheAnswer() {
        keeper.failures.add(Status.NOT_FOUND.withDescription("secret"));
        assertThatThrownBy(() -> queue.publish(RUN, 0, Optional.empty()))
                .isInstanceOf(StepQueueException.class)
                .hasMessageContaining("projects/p1/topics/migration-steps")
                .hasMessageContaining("NOT_FOUND")
                .hasMessageNotContaining("secret");
    }

    @Test
    void publish_afterClose_connectsAgain() {
        queue.publish(RUN, 0, Optional.empty());
        queue.close();
        queue.publish(RUN, 0, Optional.empty());
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
            answer.onNext(PublishResponse.newBuilder().addMessageIds("1").build());
            answer.onCompleted();
        }
    }
}
