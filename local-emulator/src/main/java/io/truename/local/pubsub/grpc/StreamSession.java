// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.truename.local.pubsub.broker.Broker;
import io.truename.local.pubsub.broker.Consumer;
import io.truename.local.pubsub.broker.Delivery;
import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.SubscriptionSettings;
import io.truename.local.pubsub.live.LiveBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Streaming pull: the first request opens it; later ones acknowledge, extend or only keep the stream alive. When the stream
 * ends, its messages stay leased until their deadlines, as in the cloud.
 */
final class StreamSession implements StreamObserver<StreamingPullRequest>, Receiver {
    private static final int BATCH_MESSAGES = 250;
    private static final long BATCH_BYTES = 2_000_000;

    private final LiveBroker live;
    private final Receivers receivers;
    private final ServerCallStreamObserver<StreamingPullResponse> responses;
    private volatile @Nullable Opened opened;
    private boolean ended;

    /** Settings of the stream. The first request fixes all of them except the deadline. */
    private record Opened(SubscriptionId id, Consumer consumer, Duration deadline, boolean ordered) {}

    StreamSession(LiveBroker live, Receivers receivers, StreamObserver<StreamingPullResponse> responses) {
        this.live = live;
        this.receivers = receivers;
        this.responses = (ServerCallStreamObserver<StreamingPullResponse>) responses;
        this.responses.setOnCancelHandler(this::end);
        this.responses.setOnReadyHandler(() -> {
            Opened here = opened;
            if (here != null) {
                live.wake(here.id());
            }
        });
    }

    @Override
    public void onNext(StreamingPullRequest request) {
        try {
            Opened here = opened;
            AckIds.checkSize(request.getSerializedSize());
            if (here == null) {
                update(open(request), request);
            } else {
                requireLaterRequest(request);
                update(here, request);
                if (request.getAckIdsCount() == 0 && request.getModifyDeadlineAckIdsCount() == 0) {
                    // A keep-alive request expects a keep-alive response.
                    send(response(here).build());
                }
            }
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        end();
    }

    @Override
    public synchronized void onCompleted() {
        if (!ended) {
            end();
            responses.onCompleted();
        }
    }

    @Override
    public synchronized boolean deliver() {
        Opened here = opened;
        if (ended || here == null || !responses.isReady()) {
            return false;
        }
        try {
            if (live.broker().takeAnswer503(here.id())) {
                throw Broker.unavailable();
            }
            PullChecks.requirePull(live.broker().getSubscription(here.id()));
            List<Delivery> deliveries =
                    live.lease(here.id(), here.consumer(), BATCH_MESSAGES, BATCH_BYTES, Optional.of(here.deadline()));
            if (!deliveries.isEmpty()) {
                StreamingPullResponse.Builder response = response(here);
                deliveries.forEach(delivery -> response.addReceivedMessages(MessageTranslation.toProto(delivery)));
                responses.onNext(response.build());
            }
            return !deliveries.isEmpty();
        } catch (RuntimeException failure) {
            fail(failure);
            return false;
        }
    }

    @Override
    public void tick(Instant now) {}

    private Opened open(StreamingPullRequest request) {
        SubscriptionId id = SubscriptionId.parse(request.getSubscription());
        SubscriptionSettings settings = live.broker().getSubscription(id);
        PullChecks.requirePull(settings);
        Duration deadline = deadline(request);
        Consumer consumer = new Consumer(request.getMaxOutstandingMessages(), request.getMaxOutstandingBytes());
        Opened here = new Opened(id, consumer, deadline, settings.ordered());
        opened = here;
        send(response(here).build());
        receivers.add(id, this);
        return here;
    }

    private void update(Opened here, StreamingPullRequest request) {
        if (request.getModifyDeadlineSecondsCount() != request.getModifyDeadlineAckIdsCount()) {
            throw new PubSubException(
                    PubSubException.Reason.INVALID_ARGUMENT,
                    "modify_deadline_seconds and modify_deadline_ack_ids must have the same length.");
        }
        if (request.getStreamAckDeadlineSeconds() != 0) {
            opened = new Opened(here.id(), here.consumer(), deadline(request), here.ordered());
        }
        if (request.getAckIdsCount() > 0) {
            live.acknowledge(here.id(), request.getAckIdsList());
        }
        for (int i = 0; i < request.getModifyDeadlineAckIdsCount(); i++) {
            live.modifyDeadline(
                    here.id(),
                    List.of(request.getModifyDeadlineAckIds(i)),
                    Duration.ofSeconds(request.getModifyDeadlineSeconds(i)));
        }
    }

    private static void requireLaterRequest(StreamingPullRequest request) {
        if (!request.getSubscription().isEmpty()
                || request.getMaxOutstandingMessages() != 0
                || request.getMaxOutstandingBytes() != 0
                || request.getProtocolVersion() != 0) {
            throw new PubSubException(
                    PubSubException.Reason.INVALID_ARGUMENT,
                    "subscription, max_outstanding_messages, max_outstanding_bytes and protocol_version may be set in the first"
                            + " request of a stream only.");
        }
    }

    /** Creates a response with the subscription's properties: without them, the Java client assumes "not ordered". */
    private static StreamingPullResponse.Builder response(Opened here) {
        return StreamingPullResponse.newBuilder()
                .setSubscriptionProperties(StreamingPullResponse.SubscriptionProperties.newBuilder()
                        .setMessageOrderingEnabled(here.ordered()));
    }

    private static Duration deadline(StreamingPullRequest request) {
        Duration deadline = Duration.ofSeconds(request.getStreamAckDeadlineSeconds());
        SubscriptionSettings.checkAckDeadline(deadline, "stream_ack_deadline_seconds");
        return deadline;
    }

    private synchronized void send(StreamingPullResponse response) {
        if (!ended) {
            responses.onNext(response);
        }
    }

    private synchronized void fail(RuntimeException failure) {
        if (!ended) {
            end();
            responses.onError(GrpcResponses.status(failure));
        }
    }

    private synchronized void end() {
        ended = true;
        Opened here = opened;
        if (here != null) {
            receivers.remove(here.id(), this);
        }
    }
}
