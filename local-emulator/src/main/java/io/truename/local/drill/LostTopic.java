// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.pubsub.v1.stub.GrpcPublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.truename.local.story.CorpusLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/** Topic of renames that somebody has deleted, so that pairs of an hour ago wait in the outbox. */
final class LostTopic implements Cause {
    private final CorpusLogin login;
    private final String pubSub;
    private final String topic;
    private final MetricPoints points;

    LostTopic(CorpusLogin login, String pubSub, String project, MetricPoints points) {
        this.login = login;
        this.pubSub = pubSub;
        this.topic = TopicName.of(project, "document-renames").toString();
        this.points = points;
    }

    @Override
    public String name() {
        return "the topic of renames is deleted";
    }

    @Override
    public List<String> opens() {
        return List.of("renames-waiting");
    }

    @Override
    public void begin() throws SQLException {
        onTopics(topics -> topics.deleteTopicCallable()
                .call(DeleteTopicRequest.newBuilder().setTopic(topic).build()));
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO truename.rename (store, run, direction, from_name, to_name, merged, written_at)"
                            + " SELECT 'drill', max(number), 'FORWARD', 'a', 'b', false, now() - interval '1 hour'"
                            + " FROM truename.run");
        }
    }

    @Override
    public void end() {
        onTopics(topics -> topics.createTopicCallable()
                .call(Topic.newBuilder().setName(topic).build()));
    }

    @Override
    public void awaitPoints(boolean ended) throws InterruptedException {
        points.await("migrate/renames_waiting_seconds", "", "migrate-stalled-runs", seconds -> ended == (seconds == 0));
    }

    private void onTopics(Consumer<PublisherStub> work) {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(pubSub).usePlaintext().build();
        try (PublisherStub topics = GrpcPublisherStub.create(PublisherStubSettings.newBuilder()
                .setTransportChannelProvider(FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build())) {
            work.accept(topics);
        } catch (IOException e) {
            throw new UncheckedIOException("Pub/Sub's client cannot be made", e);
        } finally {
            channel.shutdownNow();
        }
    }
}
