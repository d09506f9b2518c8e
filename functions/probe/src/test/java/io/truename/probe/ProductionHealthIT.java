// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.truename.monitoring.fixture.LimitedMonitoring;
import io.truename.probe.http.ProbeRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Score and reports, from the deployable to log, metrics and topic. */
class ProductionHealthIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ProbeRoutes.class);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final LimitedMonitoring MONITORING = new LimitedMonitoring(Clock.systemUTC());
    private static final Topics TOPICS = new Topics();

    private static Server topics;
    private static HttpServer well;
    private static TestDatabase corpus;
    private static InvokerProcess function;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        topics = NettyServerBuilder.forAddress(anyPort)
                .addService(TOPICS)
                .build()
                .start();
        well = HttpServer.create(anyPort, 0);
        well.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        well.start();
        corpus = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(corpus, 30);
        corpus.execute("ANALYZE");
        MONITORING.show(
                series("run.googleapis.com/request_count", Map.of("service_name", "eu-generate"), "2xx", 9_990),
                series("run.googleapis.com/request_count", Map.of("service_name", "eu-generate"), "5xx", 10),
                series("pubsub.googleapis.com/subscription/oldest_unacked_message_age", subscription("steps"), "", 301),
                series("pubsub.googleapis.com/subscription/num_undelivered_messages", subscription("steps"), "", 12),
                series(
                        "pubsub.googleapis.com/subscription/num_undelivered_messages",
                        subscription("dead-letters-kept"),
                        "",
                        2));
        // Each reading takes several.
        MONITORING.pages(1);
        String alive = "http://localhost:" + well.getAddress().getPort() + "/health";
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", corpus.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .environment("GOOGLE_CLOUD_PROJECT", "p1")
                .environment("PUBSUB_EMULATOR_HOST", "localhost:" + topics.getPort())
                .environment("TRUENAME_MONITORING_HOST", MONITORING.address())
                .environment("TRUENAME_ENDPOINTS", "generate=" + alive + ", migrate=http://localhost:1/health")
                .start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        function.close();
        MONITORING.close();
        topics.shutdownNow();
        well.stop(0);
    }

    private static Map<String, String> subscription(String id) {
        return Map.of("subscription_id", id);
    }

    private static TimeSeries series(String type, Map<String, String> resource, String responses, long value) {
        return TimeSeries.newBuilder()
                .setMetric(com.google.api.Metric.newBuilder().setType(type).putLabels("response_code_class", responses))
                .setResource(MonitoredResource.newBuilder().putAllLabels(resource))
                .addPoints(Point.newBuilder().setValue(TypedValue.newBuilder().setInt64Value(value)))
                .build();
    }

    @Test
    void report_goesToLogMetricsAndTopic_andTheNextSaysWhatChanged() throws Exception {
        JsonNode first =
                MAPPER.readTree(sent("POST", "{}", "application/json", 200).body());
        assertThat(checks(first))
                .contains(
                        "OK endpoint.generate",
                        "FAILED endpoint.migrate",
                        "WARNING backlog",
                        "WARNING dead-letters",
                        "UNKNOWN backups",
                        "OK connections");
        assertThat(part(first, "generation").path("value").asDouble()).isEqualTo(50);
        assertThat(part(first, "database").path("value").asDouble()).isEqualTo(100);
        assertThat(part(first, "migration").path("state").asText()).isEqualTo("unknown");
        assertThat(first.path("score").asDouble()).isEqualTo(75);
        assertThat(first.path("coverage").asDouble()).isEqualTo(0.2);

        assertThat(function.output()
                        .await(line -> line.contains("\"event\":\"health.reported\""), DEADLINE)
                        .orElseThrow())
                .contains("\"score\":75", "\"failed\":1", "\"warnings\":2", "\"topic\":\"published\"");
        assertThat(TOPICS.published).hasSize(1);
        assertThat(TOPICS.published.get(0).getTopic()).endsWith("/topics/health-reports");
        assertThat(MAPPER.readTree(
                        TOPICS.published.get(0).getMessages(0).getData().toStringUtf8()))
                .isEqualTo(first);
        assertThat(MONITORING.newest("probe/health_score")).hasSize(1);
        assertThat(MONITORING.newest("probe/health_part")).hasSize(2);

        corpus.execute("CREATE INDEX twin ON upload_pipeline.events (job_id)");
        JsonNode second =
                MAPPER.readTree(sent("GET", null, "application/json", 200).body());
        assertThat(second.path("previous").asText()).isEqualTo(first.path("at").asText());
        assertThat(second.path("changes").findValuesAsText("name")).containsExactly("part.database", "score");
        String text = sent("GET", null, "text/plain", 200).body();
        assertThat(text).contains("score 72 of 100, coverage 20 %", "part.database: 100 -> 93", "score: 75 -> 72");
        assertThat(sent("GET", null, "text/html", 406).body()).contains("text/plain");
        assertThat(TOPICS.published).as("GET tells nobody").hasSize(1);

        JsonNode score = MAPPER.readTree(get("/score?limit=1", 200));
        assertThat(score.path("score").asDouble()).isEqualTo(71.5);
        assertThat(score.path("trend")).hasSize(1);
        assertThat(score.path("trend").get(0).path("score").asDouble()).isEqualTo(75);
        get("/score?limit=0", 400);

        String push = "{\"message\":{\"messageId\":\"7\",\"data\":\""
                + Base64.getEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8))
                + "\",\"attributes\":{\"reason\":\"schedule\"}},\"subscription\":\"projects/p1/subscriptions/probe-health\"}";
        assertThat(plain("POST", push, "*/*").statusCode()).isBetween(200, 204);
        assertThat(TOPICS.published).hasSize(2);
        assertThat(sent("POST", "{\"colour\":1}", "application/json", 400).body())
                .contains("colour");
        corpus.execute("DROP INDEX upload_pipeline.twin");

        // What a scan and stage events would leave.
        corpus.execute("INSERT INTO truename.scan_part (part, last_seen, rows, scan)"
                + " VALUES ('documents upload_pipeline.documents', now(), 1000, gen_random_uuid());"
                + "INSERT INTO truename.finding (fingerprint, kind, table_name, column_name, detail, state, count,"
                + " first_seen, last_seen) SELECT md5(kind), kind, 't', 'c', '', state, 10, now(), now() FROM (VALUES"
                + " ('id.random', 'OPEN'), ('id.wrong-recipe', 'RESOLVED'), ('reference.orphan', 'OPEN')) f (kind, state);"
                + "INSERT INTO truename.retrieval_hour VALUES (date_trunc('hour', now()), '', 0, 94, 6)");
        JsonNode whole = MAPPER.readTree(get("/score", 200));
        assertThat(part(whole, "id-correctness").path("value").asDouble()).isEqualTo(50);
        assertThat(part(whole, "integrity").path("value").asDouble()).isEqualTo(80);
        assertThat(part(whole, "retrieval").path("breached").asBoolean()).isTrue();
        assertThat(part(whole, "stage-agreement").path("state").asText()).isEqualTo("unknown");
        assertThat(whole.path("cappedBy").get(0).asText()).isEqualTo("retrieval");
        assertThat(whole.path("score").asDouble()).isEqualTo(40);
    }

    private static List<String> checks(JsonNode report) {
        List<String> checks = new java.util.ArrayList<>();
        report.path("checks")
                .forEach(check -> checks.add(check.path("outcome").asText() + " "
                        + check.path("name").asText()));
        return checks;
    }

    private static JsonNode part(JsonNode report, String name) {
        for (JsonNode part : report.path("parts")) {
            if (part.path("part").asText().equals(name)) {
                return part;
            }
        }
        throw new AssertionError("no part " + name);
    }

    private static HttpResponse<String> plain(String method, String body, String accept) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.uri("/production-health"))
                .timeout(DEADLINE)
                .header("accept", accept);
        return client.send(
                body == null
                        ? request.GET().build()
                        : request.header("content-type", "application/json")
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> sent(String method, String body, String accept, int status) throws Exception {
        HttpResponse<String> answer = plain(method, body, accept);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        described("/production-health", method.toLowerCase(java.util.Locale.ROOT), answer);
        return answer;
    }

    private static String get(String path, int status) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(function.uri(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        described("/score", "get", answer);
        return answer.body();
    }

    private static void described(String path, String method, HttpResponse<String> answer) {
        String media = answer.headers().firstValue("content-type").orElse("").split(";", -1)[0];
        assertThat(DESCRIPTION.answerErrors(path, method, answer.statusCode(), media, answer.body()))
                .isEmpty();
    }

    /** Takes every message and keeps it. */
    private static final class Topics extends PublisherGrpc.PublisherImplBase {
        private final List<PublishRequest> published = new CopyOnWriteArrayList<>();

        @Override
        public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
            published.add(request);
            answer.onNext(PublishResponse.newBuilder().addMessageIds("1").build());
            answer.onCompleted();
        }
    }
}
