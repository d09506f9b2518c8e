// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.CreateSnapshotRequest;
import com.google.pubsub.v1.DeleteSnapshotRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.GetSnapshotRequest;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.ListSnapshotsRequest;
import com.google.pubsub.v1.ListSnapshotsResponse;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.ModifyPushConfigRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.SeekResponse;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.SubscriberGrpc.SubscriberImplBase;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.UpdateSnapshotRequest;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import io.grpc.stub.StreamObserver;
import io.truename.local.pubsub.broker.Broker;
import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.SubscriptionSettings;
import io.truename.local.pubsub.live.LiveBroker;
import java.time.Duration;

/** gRPC service {@code google.pubsub.v1.Subscriber}. */
final class SubscriberService extends SubscriberImplBase {
    private final LiveBroker live;
    private final Broker broker;
    private final Receivers receivers;

    SubscriberService(LiveBroker live, Receivers receivers) {
        this.live = live;
        this.broker = live.broker();
        this.receivers = receivers;
    }

    @Override
    public void createSubscription(Subscription request, StreamObserver<Subscription> observer) {
        GrpcResponses.answer(
                observer, () -> toProto(broker.createSubscription(SettingsTranslation.fromProto(request))));
    }

    @Override
    public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> observer) {
        GrpcResponses.answer(
                observer, () -> toProto(broker.getSubscription(SubscriptionId.parse(request.getSubscription()))));
    }

    @Override
    public void updateSubscription(UpdateSubscriptionRequest request, StreamObserver<Subscription> observer) {
        GrpcResponses.answer(observer, () -> {
            SubscriptionSettings current = broker.getSubscription(
                    SubscriptionId.parse(request.getSubscription().getName()));
            Subscription.Builder changed = SettingsTranslation.toProto(current).toBuilder();
            UpdateMask.mergeSubscription(request.getUpdateMask(), request.getSubscription(), changed);
            return change(SettingsTranslation.fromProto(changed.build()));
        });
    }

    @Override
    public void listSubscriptions(
            ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> observer) {
        GrpcResponses.answer(observer, () -> {
            Page<SubscriptionSettings> page = Page.of(
                    broker.listSubscriptions(Page.project(request.getProject())),
                    request.getPageSize(),
                    request.getPageToken());
            ListSubscriptionsResponse.Builder response =
                    ListSubscriptionsResponse.newBuilder().setNextPageToken(page.nextToken());
            page.items().forEach(settings -> response.addSubscriptions(toProto(settings)));
            return response.build();
        });
    }

    @Override
    public void deleteSubscription(DeleteSubscriptionRequest request, StreamObserver<Empty> observer) {
        GrpcResponses.answer(observer, () -> {
            SubscriptionId id = SubscriptionId.parse(request.getSubscription());
            broker.deleteSubscription(id, live.now());
            live.wake(id);
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> observer) {
        GrpcResponses.answer(observer, () -> {
            AckIds.check(request.getAckIdsList(), request.getSerializedSize());
            live.modifyDeadline(
                    SubscriptionId.parse(request.getSubscription()),
                    request.getAckIdsList(),
                    Duration.ofSeconds(request.getAckDeadlineSeconds()));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> observer) {
        GrpcResponses.answer(observer, () -> {
            AckIds.check(request.getAckIdsList(), request.getSerializedSize());
            live.acknowledge(SubscriptionId.parse(request.getSubscription()), request.getAckIdsList());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void pull(PullRequest request, StreamObserver<PullResponse> observer) {
        PullCall call;
        try {
            call = new PullCall(live, receivers, request, observer);
        } catch (RuntimeException failure) {
            observer.onError(GrpcResponses.status(failure));
            return;
        }
        call.start();
    }

    @Override
    public StreamObserver<StreamingPullRequest> streamingPull(StreamObserver<StreamingPullResponse> observer) {
        return new StreamSession(live, receivers, observer);
    }

    @Override
    public void modifyPushConfig(ModifyPushConfigRequest request, StreamObserver<Empty> observer) {
        GrpcResponses.answer(observer, () -> {
            SubscriptionSettings current = broker.getSubscription(SubscriptionId.parse(request.getSubscription()));
            change(current.withPush(SettingsTranslation.fromProto(request.getPushConfig())));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void seek(SeekRequest request, StreamObserver<SeekResponse> observer) {
        GrpcResponses.answer(observer, () -> {
            if (request.hasSnapshot()) {
                throw new PubSubException(
                        PubSubException.Reason.UNIMPLEMENTED,
                        "Snapshots are not part of the local cloud: seek to a time.");
            }
            if (!request.hasTime()) {
                throw new PubSubException(PubSubException.Reason.INVALID_ARGUMENT, "A seek needs a target: set time.");
            }
            SubscriptionId id = SubscriptionId.parse(request.getSubscription());
            broker.seek(id, Durations.fromProto(request.getTime()), live.now());
            live.wake(id);
            return SeekResponse.getDefaultInstance();
        });
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<Snapshot> observer) {
        GrpcResponses.unimplemented(observer, "Snapshots");
    }

    @Override
    public void getSnapshot(GetSnapshotRequest request, StreamObserver<Snapshot> observer) {
        GrpcResponses.unimplemented(observer, "Snapshots");
    }

    @Override
    public void listSnapshots(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> observer) {
        GrpcResponses.unimplemented(observer, "Snapshots");
    }

    @Override
    public void updateSnapshot(UpdateSnapshotRequest request, StreamObserver<Snapshot> observer) {
        GrpcResponses.unimplemented(observer, "Snapshots");
    }

    @Override
    public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<Empty> observer) {
        GrpcResponses.unimplemented(observer, "Snapshots");
    }

    private Subscription change(SubscriptionSettings changed) {
        SubscriptionSettings settings = broker.updateSubscription(changed);
        live.wake(settings.id());
        return toProto(settings);
    }

    private Subscription toProto(SubscriptionSettings settings) {
        Subscription.Builder subscription = SettingsTranslation.toProto(settings).toBuilder()
                .setTopic(broker.topicOf(settings.id()))
                .setDetached(broker.isDetached(settings.id()))
                .setState(Subscription.State.ACTIVE);
        settings.deadLetter()
                .ifPresent(policy ->
                        subscription.getDeadLetterPolicyBuilder().setDeadLetterTopic(broker.nameOf(policy.topic())));
        broker.topicRetention(settings.id())
                .ifPresent(retention -> subscription.setTopicMessageRetentionDuration(Durations.toProto(retention)));
        return subscription.build();
    }
}
