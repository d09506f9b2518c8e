// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.truename.local.pubsub.broker.Broker;
import io.truename.local.pubsub.broker.Consumer;
import io.truename.local.pubsub.broker.Delivery;
import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.live.LiveBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pull call: waits up to 20 seconds for the first messages, then responds without any. */
final class PullCall implements Receiver {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long MOST_BYTES = 10_000_000;

    private final LiveBroker live;
    private final Receivers receivers;
    private final SubscriptionId id;
    private final int most;
    private final Instant until;
    private final ServerCallStreamObserver<PullResponse> observer;
    private boolean ended;

    PullCall(LiveBroker live, Receivers receivers, PullRequest request, StreamObserver<PullResponse> observer) {
        this.live = live;
        this.receivers = receivers;
        this.id = SubscriptionId.parse(request.getSubscription());
        this.most = request.getMaxMessages();
        this.observer = (ServerCallStreamObserver<PullResponse>) observer;
        if (most < 1) {
            throw new PubSubException(
                    PubSubException.Reason.INVALID_ARGUMENT, "max_messages must be at least 1, not " + most + ".");
        }
        PullChecks.requirePull(live.broker().getSubscription(id));
        @SuppressWarnings("deprecation") // Old clients set it, and it costs one line.
        boolean immediately = request.getReturnImmediately();
        this.until = immediately ? Instant.MIN : live.now().plus(PATIENCE);
    }

    void start() {
        observer.setOnCancelHandler(this::end);
        if (!deliver()) {
            tick(live.now());
        }
        synchronized (this) {
            if (!ended) {
                receivers.add(id, this);
            }
        }
    }

    @Override
    public synchronized boolean deliver() {
        if (ended) {
            return false;
        }
        try {
            if (live.broker().takeAnswer503(id)) {
                throw Broker.unavailable();
            }
            List<Delivery> deliveries =
                    live.lease(id, Consumer.unlimited(), Math.min(most, 1000), MOST_BYTES, Optional.empty());
            if (!deliveries.isEmpty()) {
                PullResponse.Builder response = PullResponse.newBuilder();
                deliveries.forEach(delivery -> response.addReceivedMessages(MessageTranslation.toProto(delivery)));
                finish(response.build());
            }
            return !deliveries.isEmpty();
        } catch (RuntimeException failure) {
            end();
            observer.onError(GrpcResponses.status(failure));
            return false;
        }
    }

    @Override
    public synchronized void tick(Instant now) {
        if (!ended && !until.isAfter(now)) {
            finish(PullResponse.getDefaultInstance());
        }
    }

    private void finish(PullResponse response) {
        end();
        observer.onNext(response);
        observer.onCompleted();
    }

    private synchronized void end() {
        ended = true;
        receivers.remove(id, this);
    }
}
