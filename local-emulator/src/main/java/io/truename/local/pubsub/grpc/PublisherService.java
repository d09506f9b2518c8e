// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.grpc;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.DetachSubscriptionRequest;
import com.google.pubsub.v1.DetachSubscriptionResponse;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListTopicSnapshotsRequest;
import com.google.pubsub.v1.ListTopicSnapshotsResponse;
import com.google.pubsub.v1.ListTopicSubscriptionsRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsResponse;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.ListTopicsResponse;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc.PublisherImplBase;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import io.grpc.stub.StreamObserver;
import io.truename.local.pubsub.broker.Broker;
import io.truename.local.pubsub.broker.Draft;
import io.truename.local.pubsub.broker.PubSubException;
import io.truename.local.pubsub.broker.SubscriptionId;
import io.truename.local.pubsub.broker.TopicId;
import io.truename.local.pubsub.broker.TopicSettings;
import io.truename.local.pubsub.live.LiveBroker;
import java.util.ArrayList;
import java.util.List;

/** gRPC service {@code google.pubsub.v1.Publisher}. */
final class PublisherService extends PublisherImplBase {
    private final LiveBroker live;
    private final Broker broker;

    PublisherService(LiveBroker live) {
        this.live = live;
        this.broker = live.broker();
    }

    @Override
    public void createTopic(Topic request, StreamObserver<Topic> observer) {
        GrpcResponses.answer(
                observer,
                () -> SettingsTranslation.toProto(broker.createTopic(SettingsTranslation.fromProto(request))));
    }

    @Override
    public void updateTopic(UpdateTopicRequest request, StreamObserver<Topic> observer) {
        GrpcResponses.answer(observer, () -> {
            TopicSettings current =
                    broker.getTopic(TopicId.parse(request.getTopic().getName()));
            Topic.Builder changed = SettingsTranslation.toProto(current).toBuilder();
            UpdateMask.mergeTopic(request.getUpdateMask(), request.getTopic(), changed);
            return SettingsTranslation.toProto(broker.updateTopic(SettingsTranslation.fromProto(changed.build())));
        });
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> observer) {
        GrpcResponses.answer(observer, () -> {
            if (request.getSerializedSize() > Draft.MOST_BYTES) {
                throw new PubSubException(
                        PubSubException.Reason.INVALID_ARGUMENT,
                        "A publish request may have " + Draft.MOST_BYTES + " bytes; this one has "
                                + request.getSerializedSize() + ".");
            }
            List<Draft> drafts = new ArrayList<>(request.getMessagesCount());
            for (PubsubMessage message : request.getMessagesList()) {
                drafts.add(new Draft(message.getData(), message.getAttributesMap(), message.getOrderingKey()));
            }
            return PublishResponse.newBuilder()
                    .addAllMessageIds(live.publish(TopicId.parse(request.getTopic()), drafts))
                    .build();
        });
    }

    @Override
    public void getTopic(GetTopicRequest request, StreamObserver<Topic> observer) {
        GrpcResponses.answer(
                observer, () -> SettingsTranslation.toProto(broker.getTopic(TopicId.parse(request.getTopic()))));
    }

    @Override
    public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> observer) {
        GrpcResponses.answer(observer, () -> {
            Page<TopicSettings> page = Page.of(
                    broker.listTopics(Page.project(request.getProject())),
                    request.getPageSize(),
                    request.getPageToken());
            ListTopicsResponse.Builder response =
                    ListTopicsResponse.newBuilder().setNextPageToken(page.nextToken());
            page.items().forEach(topic -> response.addTopics(SettingsTranslation.toProto(topic)));
            return response.build();
        });
    }

    @Override
    public void listTopicSubscriptions(
            ListTopicSubscriptionsRequest request, StreamObserver<ListTopicSubscriptionsResponse> observer) {
        GrpcResponses.answer(observer, () -> {
            Page<SubscriptionId> page = Page.of(
                    broker.listTopicSubscriptions(TopicId.parse(request.getTopic())),
                    request.getPageSize(),
                    request.getPageToken());
            ListTopicSubscriptionsResponse.Builder response =
                    ListTopicSubscriptionsResponse.newBuilder().setNextPageToken(page.nextToken());
            page.items().forEach(id -> response.addSubscriptions(id.path()));
            return response.build();
        });
    }

    @Override
    public void listTopicSnapshots(
            ListTopicSnapshotsRequest request, StreamObserver<ListTopicSnapshotsResponse> observer) {
        GrpcResponses.unimplemented(observer, "Snapshots");
    }

    @Override
    public void deleteTopic(DeleteTopicRequest request, StreamObserver<Empty> observer) {
        GrpcResponses.answer(observer, () -> {
            broker.deleteTopic(TopicId.parse(request.getTopic()));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void detachSubscription(
            DetachSubscriptionRequest request, StreamObserver<DetachSubscriptionResponse> observer) {
        GrpcResponses.answer(observer, () -> {
            SubscriptionId id = SubscriptionId.parse(request.getSubscription());
            broker.detachSubscription(id, live.now());
            live.wake(id);
            return DetachSubscriptionResponse.getDefaultInstance();
        });
    }
}
