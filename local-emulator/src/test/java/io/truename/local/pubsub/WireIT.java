// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub;

import static io.truename.local.pubsub.PubSubBench.message;
import static io.truename.local.pubsub.PubSubBench.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.SubscriberGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract: streaming pull requests that the protocol allows but no client library sends. */
final class WireIT {
    private PubSubBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new PubSubBench();
        bench.createTopic("events");
        bench.createSubscription("handled", "events", with -> with);
    }

    @AfterEach
    void stop() throws InterruptedException {
        bench.close();
    }

    static Stream<Arguments> refusedFirst() {
        return Stream.of(
                refused(with -> with.clearSubscription()),
                refused(with -> with.clearStreamAckDeadlineSeconds()),
                refused(with -> with.setStreamAckDeadlineSeconds(9)),
                refused(with -> with.setStreamAckDeadlineSeconds(601)),
                refused(with -> with.addAckIds("?")),
                refused(with -> with.addModifyDeadlineAckIds("2-1")));
    }

    @ParameterizedTest
    @MethodSource("refusedFirst")
    void firstRequest_refused(UnaryOperator<StreamingPullRequest.Builder> with) {
        Answers answers = new Answers();
        open(answers).onNext(with.apply(first()).build());
        await().atMost(PubSubBench.PATIENCE).until(() -> !answers.failures.isEmpty());
        assertThat(answers.failures).extracting(Status::getCode).containsExactly(Status.Code.INVALID_ARGUMENT);
    }

    static Stream<Arguments> refusedLater() {
        return Stream.of(
                refused(with -> with.setSubscription(subscription("handled"))),
                refused(with -> with.setMaxOutstandingMessages(1)),
                refused(with -> with.setMaxOutstandingBytes(1)),
                refused(with -> with.setProtocolVersion(1)),
                refused(with -> with.setStreamAckDeadlineSeconds(9)),
                refused(with -> with.addModifyDeadlineAckIds("2-1").addModifyDeadlineSeconds(-1)),
                refused(with -> with.addModifyDeadlineAckIds("2-1").addModifyDeadlineSeconds(601)),
                refused(with -> with.addModifyDeadlineSeconds(10)));
    }

    @ParameterizedTest
    @MethodSource("refusedLater")
    void laterRequest_endsTheStream(UnaryOperator<StreamingPullRequest.Builder> with) {
        Answers answers = new Answers();
        StreamObserver<StreamingPullRequest> stream = open(answers);
        stream.onNext(first().build());
        await().atMost(PubSubBench.PATIENCE).until(() -> !answers.received.isEmpty());
        stream.onNext(with.apply(StreamingPullRequest.newBuilder()).build());
        await().atMost(PubSubBench.PATIENCE).until(() -> !answers.failures.isEmpty());
        assertThat(answers.failures).extracting(Status::getCode).containsExactly(Status.Code.INVALID_ARGUMENT);
    }

    /** A reconnected client acknowledges messages of its previous stream. */
    @Test
    void firstRequest_mayAcknowledge() {
        bench.publish("events", message("a"));
        String ackId = bench.pull("handled", 1).get(0).getAckId();
        open(new Answers()).onNext(first().addAckIds(ackId).build());
        await().atMost(PubSubBench.PATIENCE).until(() -> bench.status("handled").acked() == 1);
    }

    private StreamObserver<StreamingPullRequest> open(Answers answers) {
        return SubscriberGrpc.newStub(bench.channel).streamingPull(answers);
    }

    private static StreamingPullRequest.Builder first() {
        return StreamingPullRequest.newBuilder()
                .setSubscription(subscription("handled"))
                .setStreamAckDeadlineSeconds(10);
    }

    private static Arguments refused(UnaryOperator<StreamingPullRequest.Builder> with) {
        return Arguments.of(with);
    }

    private static final class Answers implements StreamObserver<StreamingPullResponse> {
        final List<StreamingPullResponse> received = new CopyOnWriteArrayList<>();
        final List<Status> failures = new CopyOnWriteArrayList<>();

        @Override
        public void onNext(StreamingPullResponse response) {
            received.add(response);
        }

        @Override
        public void onError(Throwable failure) {
            failures.add(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {}
    }
}
