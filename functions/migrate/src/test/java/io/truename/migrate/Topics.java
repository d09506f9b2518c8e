// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Topics that keep what is published, after they failed as often as they were told; on a real gRPC server. */
final class Topics extends PublisherGrpc.PublisherImplBase implements AutoCloseable {
    private final List<PublishRequest> requests = new CopyOnWriteArrayList<>();
    private final Queue<Status> failures = new ArrayDeque<>();
    private final Server server;

    private Topics() throws IOException {
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .build()
                .start();
    }

    static Topics start() throws IOException {
        return new Topics();
    }

    /** As {@code PUBSUB_EMULATOR_HOST} takes it. */
    String address() {
        return "localhost:" + server.getPort();
    }

    /** Requests that were not taken away yet, the oldest first. */
    List<PublishRequest> requests() {
        return requests;
    }

    /** Answers of the next requests. */
    Queue<Status> failures() {
        return failures;
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
        Status failure = failures.poll();
        if (failure != null) {
            answer.onError(failure.asRuntimeException());
            return;
        }
        requests.add(request);
        // The client waits for an id of each message.
        PublishResponse.Builder ids = PublishResponse.newBuilder();
        request.getMessagesList().forEach(message -> ids.addMessageIds("1"));
        answer.onNext(ids.build());
        answer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
