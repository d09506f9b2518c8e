// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.Metric;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.truename.edge.DescribedCalls;
import io.truename.monitoring.fixture.LimitedMonitoring;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.suite.LongSuite;
import io.truename.tune.http.TuneRoutes;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notifications as they come: twice, in any order, and bad ones, into the deployed function. */
@LongSuite
class IncidentsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(TuneRoutes.class);

    private final Instant hourAgo = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    private final TestDatabase database =
            TestServer.shared(TestServer.Version.NEWEST).database();
    private final LimitedMonitoring monitoring = new LimitedMonitoring(Clock.systemUTC());
    private InvokerProcess function;
    private DescribedCalls calls;

    @BeforeEach
    void start() {
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("GOOGLE_CLOUD_PROJECT", "test-project")
                .environment("TRUENAME_MONITORING_HOST", monitoring.address())
                .environment("PUBSUB_EMULATOR_HOST", "localhost:1")
                .start();
        calls = new DescribedCalls(function, DESCRIPTION);
    }

    @AfterEach
    void stop() {
        function.close();
        monitoring.close();
    }

    private String message(String id, String alert, String service, int minute, Integer closedAfter) {
        long started = hourAgo.plus(Duration.ofMinutes(minute)).getEpochSecond();
        return String.format(
                Locale.ROOT,
                "{\"version\":\"1.2\",\"incident\":{\"incident_id\":\"%s\",\"policy_name\":\"%s\",\"condition_name\":\"p95\","
                        + "\"policy_user_labels\":{\"alert\":\"%s\"},\"severity\":\"Error\",\"state\":\"%s\",\"started_at\":%d,"
                        + "\"ended_at\":%s,\"resource\":{\"type\":\"cloud_run_revision\",\"labels\":{\"service_name\":\"%s\"}},"
                        + "\"observed_value\":\"312.5\",\"threshold_value\":\"200\"}}",
                id,
                alert,
                alert,
                closedAfter == null ? "open" : "closed",
                started,
                closedAfter == null ? "null" : Long.toString(started + 60L * closedAfter),
                service);
    }

    @Test
    void notifications_inAnyOrder_andTwice_andOverAKill_areOneIncidentForPeople() throws Exception {
        assertThat(calls.post(
                                "/incidents",
                                "/incidents",
                                message("b", "generation-latency-shifted", "generate", 3, null))
                        .body())
                .isEqualTo("{\"new\":true}");
        // It closed before the message that it opened came.
        calls.post("/incidents", "/incidents", message("a", "latency-high", "generate", 1, 20));
        function.close();
        start();
        calls.post("/incidents", "/incidents", message("a", "latency-high", "generate", 1, null));
        assertThat(calls.post(
                                "/incidents",
                                "/incidents",
                                message("b", "generation-latency-shifted", "generate", 3, null))
                        .body())
                .isEqualTo("{\"new\":false}");
        calls.post("/incidents", "/incidents", message("c", "migration-stalled", "migrate", 4, null));

        JsonNode items = items("/incidents");

        assertThat(texts(items, "alert"))
                .containsExactly("migration-stalled", "generation-latency-shifted", "latency-high");
        assertThat(texts(items, "state")).containsExactly("OPEN", "OPEN", "CLOSED");
        String first = items.path(2).path("id").asText();
        assertThat(items.path(1).path("group").asText()).isEqualTo(first);
        assertThat(items.path(2).path("firstSymptom").asBoolean()).isTrue();
        // A migration cannot make generate slow: it needs no database.
        assertThat(items.path(0).path("group").asText()).isNotEqualTo(first);
        assertThat(texts(items("/incidents?state=CLOSED"), "alert")).containsExactly("latency-high");
        JsonNode page =
                MAPPER.readTree(calls.get("/incidents", "/incidents?limit=2").body());
        assertThat(texts(
                        items("/incidents?limit=2&after="
                                + encoded(page.path("next").asText())),
                        "alert"))
                .containsExactly("latency-high");
    }

    @Test
    void verdict_isOfTheWholeGroup_andMayChange() throws Exception {
        calls.post("/incidents", "/incidents", message("a", "latency-high", "generate", 1, 20));
        calls.post("/incidents", "/incidents", message("b", "generation-latency-shifted", "generate", 3, null));
        String id = items("/incidents").path(0).path("id").asText();

        judge(id, "{\"real\":true,\"reason\":\"deploy\",\"by\":\"ann\"}");
        HttpResponse<String> judged = judge(id, "{\"real\":false,\"reason\":\"load test\"}");

        assertThat(judged.statusCode()).as(judged.body()).isEqualTo(200);
        for (JsonNode item : items("/incidents")) {
            assertThat(item.at("/verdict/real").isBoolean()).isTrue();
            assertThat(item.at("/verdict/real").asBoolean()).isFalse();
            assertThat(item.at("/verdict/reason").asText()).isEqualTo("load test");
        }
        assertThat(judge("nothing", "{\"real\":true}").statusCode()).isEqualTo(404);
        HttpResponse<String> refused = judge(id, "{\"reason\":\" \",\"x\":1}");
        assertThat(MAPPER.readTree(refused.body()).path("problems").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/reason", "/real", "/x");
    }

    @Test
    void message_thatCannotBeRead_isRefusedWithFieldAndRemedy_andTheTestOfAChannelIsNone() throws Exception {
        HttpResponse<String> refused = calls.post(
                "/incidents",
                "/incidents",
                "{\"version\":\"1.2\",\"incident\":{\"incident_id\":\"a\",\"state\":\"ajar\"}}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(refused.body()).path("problems").findValuesAsText("pointer"))
                .contains("/incident/policy_name", "/incident/state", "/incident/started_at");
        assertThat(calls.post("/incidents", "/incidents", "[]").statusCode()).isEqualTo(400);
        assertThat(calls.post("/incidents", "/incidents", "{\"version\":\"test\",\"incident\":{}}")
                        .body())
                .isEqualTo("{\"new\":false}");
        assertThat(items("/incidents")).isEmpty();

        // A push is acknowledged once its message is with the dead letters, or nobody takes those.
        assertThat(calls.plain("POST", "/incidents", push("nonsense")).statusCode())
                .isIn(200, 204, 400);
    }

    @Test
    void deployFourMinutesBefore_isNamedAsCause_andIsNotMovedByLaterTicks() throws Exception {
        Instant deployed = Instant.now().minus(Duration.ofMinutes(9)).truncatedTo(ChronoUnit.SECONDS);
        // One was there an hour before.
        monitoring.show(
                instances("generate-00011", Instant.now().minus(Duration.ofMinutes(70)), deployed),
                instances("generate-00012", deployed.plusSeconds(60), deployed));
        int symptom = (int) Duration.between(hourAgo, deployed).toMinutes() + 4;
        calls.post("/incidents", "/incidents", message("a", "latency-high", "generate", symptom, null));

        assertThat(failures()).isEmpty();
        // A point that comes late.
        monitoring.show(instances("generate-00012", deployed.minusSeconds(60)));
        assertThat(failures()).isEmpty();

        JsonNode cause = items("/incidents").path(0).path("cause");
        assertThat(cause.path("kind").asText()).isEqualTo("deploy");
        assertThat(cause.path("component").asText()).isEqualTo("generate");
        assertThat(cause.path("subject").asText()).isEqualTo("revision generate-00012");
        assertThat(cause.path("at").asText()).isEqualTo(deployed.toString());

        monitoring.fail(Status.PERMISSION_DENIED, Status.PERMISSION_DENIED);
        assertThat(failures()).anyMatch(failure -> failure.startsWith("Deployments are not noticed: "));
    }

    @Test
    void nightlyJob_isNamedAsCause_ofTheDatabaseThatItReads_andOneOfEveryMinuteIsNot() throws Exception {
        // probe-full reads the corpus from 02:23 in UTC; probe-stalled-scans runs every minute.
        Instant due = hourAgo.atZone(ZoneOffset.UTC)
                .minusDays(1)
                .with(LocalTime.of(2, 23))
                .toInstant();
        int minute = (int) Math.round(Duration.between(hourAgo, due).toSeconds() / 60.0) + 19;
        calls.post("/incidents", "/incidents", message("scan", "replication-lag", "", minute, null));
        calls.post("/incidents", "/incidents", message("noon", "replication-lag", "", minute - 835, 10));

        JsonNode items = items("/incidents");
        JsonNode cause = items.path(0).path("cause");
        assertThat(cause.path("kind").asText()).isEqualTo("schedule");
        assertThat(cause.path("component").asText()).isEqualTo("probe");
        assertThat(cause.path("subject").asText()).isEqualTo("probe-full, 23 2 * * * in Etc/UTC");
        assertThat(cause.path("at").asText()).isEqualTo(due.toString());
        assertThat(items.path(1).path("cause").isNull()).isTrue();
    }

    private static TimeSeries instances(String revision, Instant... times) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType("run.googleapis.com/container/instance_count"))
                .setResource(MonitoredResource.newBuilder()
                        .setType("cloud_run_revision")
                        .putLabels("revision_name", revision)
                        .putLabels("service_name", revision.replaceAll("-.*", "")));
        for (Instant time : times) {
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setEndTime(Timestamp.newBuilder().setSeconds(time.getEpochSecond())))
                    .setValue(TypedValue.newBuilder().setInt64Value(1)));
        }
        return series.build();
    }

    private List<String> failures() throws Exception {
        JsonNode tick = MAPPER.readTree(calls.post("/ticks", "/ticks", "{}").body());
        return StreamSupport.stream(tick.path("failures").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void message_ofWhichPostgresTakesLess_orThatIsLong_isKeptAsFarAsItIsRead() throws Exception {
        String odd = message("a\\u0000b", "latency-high", "generate", 1, null)
                .replace("\"312.5\"", "1e999999")
                .replace("\"severity\"", "\"summary\":\"\\ud800 \\u0000\",\"unread\":1e999999,\"severity\"");
        String large = message("large", "latency-high", "generate", 2, null)
                .replace("\"severity\"", "\"documentation\":\"" + "x".repeat(900_000) + "\",\"severity\"");
        assertThat(calls.post("/incidents", "/incidents", odd).body()).isEqualTo("{\"new\":true}");
        assertThat(calls.post("/incidents", "/incidents", odd).body()).isEqualTo("{\"new\":false}");
        assertThat(calls.post("/incidents", "/incidents", large).body()).isEqualTo("{\"new\":true}");

        JsonNode items = items("/incidents");
        assertThat(texts(items, "alert")).containsExactly("latency-high", "latency-high");
        assertThat(items.path(1).path("observed").isNull()).isTrue();
        String id = items.path(0).path("id").asText();
        assertThat(judge(id, "{\"real\":true,\"reason\":\"a\\u0000\\ud800\"}").statusCode())
                .isEqualTo(400);
        assertThat(database.value("SELECT max(length(message::text)) < 10000 FROM truename.incident_notification"))
                .isEqualTo("t");
    }

    private static String push(String data) {
        return "{\"message\":{\"data\":\"" + Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8))
                + "\",\"messageId\":\"1\",\"publishTime\":\"2026-11-27T00:00:00Z\"},"
                + "\"subscription\":\"projects/local/subscriptions/tune-incidents\"}";
    }

    private HttpResponse<String> judge(String id, String body) throws Exception {
        return calls.post("/incidents/{id}/verdict", "/incidents/" + encoded(id) + "/verdict", body);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode items(String path) throws Exception {
        return MAPPER.readTree(calls.get("/incidents", path).body()).path("items");
    }

    private static List<String> texts(JsonNode items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }
}
