// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.monitoring.v3.TimeSeries;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.truename.migrate.metrics.MigrateMetrics;
import io.truename.monitoring.Metric;
import io.truename.monitoring.fixture.LimitedMonitoring;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.testkit.suite.LongSuite;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of a whole run, from the deployable to a server that keeps to the limits of Cloud Monitoring. */
class MetricsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final LimitedMonitoring SERVER = new LimitedMonitoring(Clock.systemUTC());

    private static Server topics;
    private static TestDatabase database;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        topics = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Forgetful())
                .build()
                .start();
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 30);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        topics.shutdownNow();
    }

    private static InvokerProcess.Builder migrate() {
        return Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .environment("GOOGLE_CLOUD_PROJECT", "p1")
                .environment("PUBSUB_EMULATOR_HOST", "localhost:" + topics.getPort())
                .environment("TRUENAME_REGION", "europe-west3");
    }

    @LongSuite
    @Test
    void run_isSeenInItsMetrics() throws Exception {
        try (InvokerProcess function = migrate()
                .environment("TRUENAME_MONITORING_HOST", SERVER.address())
                .start()) {
            String id = MAPPER.readTree(post(function, "/migrations", "{\"acceptNoBackup\":true}")
                            .body())
                    .path("id")
                    .asText();
            String step = "{\"run\":\"" + id + "\"}";
            stepUntil(function, step, "planned");
            post(function, "/migrations/" + id + "/start", "{}");
            stepUntil(function, step, "finished");
            post(function, "/aliases/lookup", "{\"ids\":[\"7d444840-9dc0-41d1-b245-5ffdce74fad2\"]}");

            // Points that came within five seconds wait for the next step, which here is the schedule's.
            await(() -> {
                post(function, "/steps", "{}");
                return SERVER.newest("database/id_lookup_seconds").size() == 1
                        && !SERVER.newest("migrate/rows_moved").isEmpty();
            });

            TimeSeries rows = SERVER.newest("migrate/rows_moved").get(0);
            assertThat(rows.getMetric().getLabelsMap()).containsEntry("direction", "FORWARD");
            assertThat(rows.getPoints(0).getValue().getInt64Value()).isGreaterThan(30);
            assertThat(rows.getResource().getLabelsMap())
                    .containsEntry("location", "europe-west3")
                    .containsEntry("job", "migrate");
            assertThat(SERVER.newest("migrate/batch_seconds")
                            .get(0)
                            .getPoints(0)
                            .getValue()
                            .getDistributionValue()
                            .getCount())
                    .isPositive();
            assertThat(SERVER.newest("migrate/remaining_seconds"))
                    .allSatisfy(
                            series -> assertThat(series.getPoints(0).getValue().getDoubleValue())
                                    .isZero());
            assertThat(SERVER.newest("migrate/quarantined")
                            .get(0)
                            .getPoints(0)
                            .getValue()
                            .getInt64Value())
                    .isZero();
            assertThat(SERVER.newest("migrate/progress"))
                    .as("however quick it was")
                    .anySatisfy(series -> {
                        assertThat(series.getMetric().getLabelsMap()).containsEntry("stage", "moving");
                        assertThat(series.getPoints(0).getValue().getDoubleValue())
                                .isEqualTo(1);
                    });
            assertThat(SERVER.newest("migrate/advancing")
                            .get(0)
                            .getPoints(0)
                            .getValue()
                            .getDoubleValue())
                    .isEqualTo(1);
            assertThat(SERVER.newest("database/connections")).hasSize(4);
            assertThat(SERVER.newest("runtime/memory_after_gc")).hasSizeLessThanOrEqualTo(1);
            assertThat(SERVER.written().stream()
                            .map(series -> series.getMetric().getType())
                            .collect(Collectors.toSet()))
                    .isSubsetOf(MigrateMetrics.all().stream()
                            .map(metric -> Metric.PREFIX + metric.name())
                            .collect(Collectors.toSet()));
            Set<String> ids = SERVER.written().stream()
                    .flatMap(series -> series.getMetric().getLabelsMap().values().stream())
                    .filter(value -> value.contains(id))
                    .collect(Collectors.toSet());
            assertThat(ids).isEmpty();
            assertThat(function.output().all().stream()
                            .filter(line -> line.contains("\"metricPoints\":"))
                            .toList())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).contains("\"metricFailures\":0"));
        }
    }

    // Metrics must never be the reason for which rows do not move.
    @Test
    void step_withoutALogin_isDone_andSaysSoInItsLine(@TempDir Path nothing) throws Exception {
        try (InvokerProcess function = migrate()
                .environment("CLOUDSDK_CONFIG", nothing.toString())
                .environment("NO_GCE_CHECK", "true")
                .start()) {
            // The first step does not wait for the login to fail; a later one tells of it.
            await(() -> {
                assertThat(post(function, "/steps", "{}").statusCode()).isEqualTo(200);
                return function.output().all().stream().anyMatch(line -> line.contains("metricFailures"));
            });
            assertThat(function.output().all().stream().filter(line -> line.contains("metricFailures")))
                    .allSatisfy(line ->
                            assertThat(line).contains("\"metricPoints\":0").doesNotContain("\"metricFailures\":0"));
        }
    }

    @Test
    void step_metricsOff_writesNone() throws Exception {
        try (InvokerProcess function =
                migrate().environment("TRUENAME_MONITORING", "off").start()) {
            assertThat(post(function, "/steps", "{}").statusCode()).isEqualTo(200);
            assertThat(function.output()
                            .await(line -> line.contains("request.answered") && line.contains("/steps"), DEADLINE)
                            .orElseThrow())
                    .doesNotContain("metric");
        }
    }

    private static void stepUntil(InvokerProcess function, String step, String outcome) {
        await(() -> post(function, "/steps", step).body().contains("\"" + outcome + "\""));
    }

    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static HttpResponse<String> post(InvokerProcess function, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(function.uri(path))
                .timeout(DEADLINE)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Takes every message and forgets it: the test asks for each step itself. */
    private static final class Forgetful extends PublisherGrpc.PublisherImplBase {
        @Override
        public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
            answer.onNext(PublishResponse.newBuilder().addMessageIds("1").build());
            answer.onCompleted();
        }
    }
}
