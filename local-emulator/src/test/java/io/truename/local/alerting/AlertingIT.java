// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.Metric;
import com.google.api.MonitoredResource;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.monitoring.v3.MetricServiceClient;
import com.google.cloud.monitoring.v3.MetricServiceSettings;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.Subscription;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.truename.local.pubsub.LocalPubSub;
import io.truename.local.pubsub.push.PushListener;
import io.truename.testkit.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A point of the real Monitoring client becomes a message at a subscriber of the real Pub/Sub client. */
final class AlertingIT {
    private static final String PROJECT = "projects/" + AlertBench.PROJECT;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();

    @Test
    void pointOfAClient_reachesASubscriberAsAnIncident() throws Exception {
        try (LocalPubSub pubSub = LocalPubSub.start(
                        AlertBench.CATALOG,
                        0,
                        "http://127.0.0.1:1",
                        function -> {},
                        PushListener.NONE,
                        Clock.systemUTC(),
                        1);
                AlertBench bench = new AlertBench(
                        new SteppedClock(Instant.parse("2026-11-27T20:00:00Z")),
                        Optional.empty(),
                        UnaryOperator.identity(),
                        (topic, message) -> pubSub.publish(topic, message, Map.of()))) {
            bench.telemetry.listen(0);
            ManagedChannel channel = ManagedChannelBuilder.forTarget(pubSub.target())
                    .usePlaintext()
                    .build();
            TransportChannelProvider transport =
                    FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
            Subscriber subscriber = subscriber(transport);
            try (MetricServiceClient client = MetricServiceClient.create(MetricServiceSettings.newBuilder()
                    .setEndpoint(bench.telemetry.target())
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setTransportChannelProvider(MetricServiceSettings.defaultGrpcTransportProviderBuilder()
                            .setChannelConfigurator(builder -> builder.usePlaintext())
                            .build())
                    .build())) {
                for (int minute = 0; minute < 5; minute++) {
                    write(bench, client, 2);
                }
                assertThat(next("open").at("/incident/threshold_value").asText())
                        .isEqualTo("0.5");

                write(bench, client, 0.1);
                assertThat(next("closed").at("/incident/ended_at").asLong())
                        .isEqualTo(bench.clock.instant().getEpochSecond());
            } finally {
                subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
                channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            }
        }
    }

    private static void write(AlertBench bench, MetricServiceClient client, double seconds) {
        bench.clock.advance(Duration.ofMinutes(1));
        client.createTimeSeries(PROJECT, List.of(lag(bench.clock.instant(), seconds)));
        bench.alerting.evaluate();
    }

    private JsonNode next(String state) throws InterruptedException {
        JsonNode message = Objects.requireNonNull(received.poll(30, TimeUnit.SECONDS), "no message came");
        assertThat(message.at("/incident/state").asText()).isEqualTo(state);
        assertThat(message.at("/incident/policy_user_labels/alert").asText()).isEqualTo("replication-lag");
        return message;
    }

    private Subscriber subscriber(TransportChannelProvider transport) throws Exception {
        String name = PROJECT + "/subscriptions/incidents-read";
        try (SubscriptionAdminClient admin = SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build())) {
            admin.createSubscription(Subscription.newBuilder()
                    .setName(name)
                    .setTopic(PROJECT + "/topics/" + LocalAlerting.TOPIC)
                    .build());
        }
        MessageReceiver receiver = (message, reply) -> {
            received.add(AlertBench.parsed(message.getData().toStringUtf8()));
            reply.ack();
        };
        Subscriber subscriber = Subscriber.newBuilder(name, receiver)
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build();
        subscriber.startAsync().awaitRunning();
        return subscriber;
    }

    private static TimeSeries lag(Instant at, double seconds) {
        return TimeSeries.newBuilder()
                .setMetric(
                        Metric.newBuilder().setType("custom.googleapis.com/truename/database/replication_lag_seconds"))
                .setResource(MonitoredResource.newBuilder()
                        .setType("generic_task")
                        .putLabels("location", "here")
                        .putLabels("namespace", "truename")
                        .putLabels("job", "migrate")
                        .putLabels("task_id", "one"))
                .addPoints(Point.newBuilder()
                        .setInterval(TimeInterval.newBuilder().setEndTime(Timestamps.fromMillis(at.toEpochMilli())))
                        .setValue(TypedValue.newBuilder().setDoubleValue(seconds)))
                .build();
    }
}
