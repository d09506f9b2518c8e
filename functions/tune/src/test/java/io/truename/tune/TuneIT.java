// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import io.truename.edge.DescribedCalls;
import io.truename.monitoring.fixture.LimitedMonitoring;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.suite.LongSuite;
import io.truename.tune.http.TuneRoutes;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is deployed, on a real database, and metrics over the real client; every answer is held against the description. Long because one start serves all. */
class TuneIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(TuneRoutes.class);
    private static final int MINUTES = 8 * 1440;
    private static final String UNKNOWN = "7d444840-9dc0-41d1-b245-5ffdce74fad2";

    private static LimitedMonitoring monitoring;
    private static InvokerProcess function;
    private static DescribedCalls calls;

    @BeforeAll
    static void start() {
        monitoring = new LimitedMonitoring(Clock.systemUTC());
        monitoring.show(retrievalSuccess());
        function = Deployable.process()
                .environment(
                        "TRUENAME_DATABASE_URL",
                        TestServer.shared(TestServer.Version.NEWEST).database().url())
                .environment("GOOGLE_CLOUD_PROJECT", "test-project")
                .environment("TRUENAME_MONITORING_HOST", monitoring.address())
                .environment("PUBSUB_EMULATOR_HOST", "localhost:1")
                .start();
        calls = new DescribedCalls(function, DESCRIPTION);
    }

    @AfterAll
    static void stop() {
        function.close();
        monitoring.close();
    }

    /** Eight days of a share with hours and noise, a point a minute, the newest first. */
    private static TimeSeries retrievalSuccess() {
        Random random = new Random(7);
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType("custom.googleapis.com/truename/probe/retrieval_success"))
                .setResource(MonitoredResource.newBuilder().setType("generic_task"))
                .setMetricKind(MetricKind.GAUGE)
                .setValueType(ValueType.DOUBLE);
        long now = Instant.now().getEpochSecond() / 60 * 60;
        for (int minute = 0; minute < MINUTES; minute++) {
            long at = now - 60L * minute;
            double share =
                    0.98 + 0.005 * Math.sin(at % 86_400 / 86_400.0 * 2 * Math.PI) + 0.002 * random.nextGaussian();
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setEndTime(Timestamp.newBuilder().setSeconds(at)))
                    .setValue(TypedValue.newBuilder().setDoubleValue(Math.min(1, share))));
        }
        return series.build();
    }

    @Test
    void description_isServed() throws Exception {
        HttpResponse<String> served = calls.get("/openapi.json", "/openapi.json");
        assertThat(MAPPER.readTree(served.body())).isEqualTo(DESCRIPTION.json());
    }

    @Test
    void baseline_describesTheValuesThatTheAlertCompares() throws Exception {
        HttpResponse<String> answer = calls.post("/baselines", "/baselines", "{\"alert\":\"retrieval-failing\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode baseline = MAPPER.readTree(answer.body());
        // The alert compares the share that was not found.
        assertThat(baseline.path("median").asDouble()).isBetween(0.015, 0.025);
        assertThat(baseline.path("coverage").asDouble()).isGreaterThan(0.99);
        assertThat(baseline.path("season").asText()).isEqualTo("DAILY");
        assertThat(baseline.path("refusals")).isEmpty();
    }

    @Test
    void baseline_ofAMetricThatNobodyWrote_isRefusedWithReasons() throws Exception {
        HttpResponse<String> answer = calls.post("/baselines", "/baselines", "{\"alert\":\"id-lookup-slow\"}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("0 % of the periods have a value; thresholds need 80 %.");
    }

    @LongSuite
    @Test
    void proposal_isMadePartByPart_decidedOnce_andGoesBack() throws Exception {
        HttpResponse<String> begun = calls.post("/proposals", "/proposals", "{\"alerts\":[\"retrieval-failing\"]}");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        String id = MAPPER.readTree(begun.body()).path("id").asText();
        assertThat(begun.headers().firstValue("Location")).contains("proposals/" + id);
        assertThat(calls.post("/proposals/{id}/apply", "/proposals/" + id + "/apply", "{}")
                        .statusCode())
                .isEqualTo(409);

        HttpResponse<String> step = calls.post("/proposals/steps", "/proposals/steps", "{\"proposal\":\"" + id + "\"}");
        assertThat(step.body()).contains("\"alert\":\"retrieval-failing\"");
        JsonNode made =
                MAPPER.readTree(calls.get("/proposals/{id}", "/proposals/" + id).body());
        assertThat(made.path("state").asText()).as(made.toString()).isEqualTo("READY");
        JsonNode result = made.at("/parts/0/result");
        assertThat(result.path("kept")).as(result.toString()).isEmpty();
        assertThat(result.at("/evidence/proposed/falseHours/trials").asLong()).isBetween(35L, 48L);
        assertThat(result.at("/series/highest")).hasSizeBetween(300, 700);
        double high = hour(result, "high");
        assertThat(high).isGreaterThan(0.02).isLessThanOrEqualTo(0.05);
        assertThat(hour(result, "critical")).isGreaterThanOrEqualTo(high * 1.09);

        String page = report(id, "text/html");
        assertThat(page).contains("<svg", "alarms proposed", "Thresholds proposed for 1 alert");
        assertThat(report(id, "text/markdown")).contains("# Thresholds proposed for 1 alert", "alarms today: ");

        String apply = "/proposals/" + id + "/apply";
        JsonNode variables = MAPPER.readTree(
                calls.post("/proposals/{id}/apply", apply + "?as=tfvars", "{}").body());
        assertThat(variables.at("/thresholds/retrieval-failing~1share").asDouble())
                .isGreaterThanOrEqualTo(high - 1e-4);
        HttpResponse<String> patch = calls.post("/proposals/{id}/apply", apply + "?as=patch", """
                [{"name":"projects/p/alertPolicies/1","userLabels":{"alert":"retrieval-failing"},"conditions":[
                 {"name":"projects/p/alertPolicies/1/conditions/7","displayName":"share",
                  "conditionPrometheusQueryLanguage":{"duration":"600s","query":"(1 - min(custom_googleapis_com:truename_probe_retrieval_success)) > on() group_left() (max(t) or vector(0.05))"}}]},
                 {"name":"projects/p/alertPolicies/2","userLabels":{"alert":"latency-high"},"conditions":[]}]""");
        assertThat(patch.body())
                .contains("projects/p/alertPolicies/1/conditions/7", "or vector(0.0")
                .doesNotContain("vector(0.05)", "alertPolicies/2");
        assertThat(calls.post("/proposals/{id}/apply", apply + "?as=patch", "{}")
                        .statusCode())
                .isEqualTo(422);
        // Not the policy that the threshold was proven for.
        HttpResponse<String> other = calls.post("/proposals/{id}/apply", apply + "?as=patch", """
                [{"name":"projects/p/alertPolicies/1","userLabels":{"alert":"retrieval-failing"},"conditions":[
                 {"name":"projects/p/alertPolicies/1/conditions/7","displayName":"share","conditionPrometheusQueryLanguage":
                  {"duration":"300s","query":"(1 - min(custom_googleapis_com:truename_probe_retrieval_success)) > 0.05"}}]}]""");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("waits for 300s, its thresholds were chosen for 600s");
        assertThat(calls.post("/proposals/{id}/apply", apply + "?as=yaml", "{}").statusCode())
                .isEqualTo(400);

        String reason = "{\"reason\":\"looks right\"}";
        assertThat(calls.post("/proposals/{id}/apply", "/proposals/" + id + "/apply", reason)
                        .statusCode())
                .isEqualTo(200);
        assertThat(calls.post("/proposals/{id}/reject", "/proposals/" + id + "/reject", reason)
                        .statusCode())
                .isEqualTo(409);
        JsonNode listed = MAPPER.readTree(
                        calls.get("/proposals", "/proposals?limit=1").body())
                .at("/items/0");
        assertThat(listed.path("id").asText()).isEqualTo(id);
        assertThat(listed.path("reason").asText()).isEqualTo("looks right");
        assertThat(List.of("total", "made", "failed", "changed"))
                .extracting(field -> listed.path(field).asLong())
                .containsExactly(1L, 1L, 0L, 1L);
        assertThat(MAPPER.readTree(calls.get("/thresholds", "/thresholds?alert=retrieval-failing")
                                .body())
                        .at("/items")
                        .findValuesAsText("severity"))
                .containsExactlyInAnyOrder("critical", "high", "low");
        assertThat(calls.post("/ticks", "/ticks", "{}").statusCode()).isEqualTo(200);
        assertThat(published("high")).isLessThanOrEqualTo(0.05);

        HttpResponse<String> back = calls.post("/rollback", "/rollback", "{\"alert\":\"retrieval-failing\"}");
        assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
        assertThat(MAPPER.readTree(back.body()).path("inForce")).isEmpty();
    }

    @LongSuite
    @Test
    void proposal_thatWasBegunBeforeAnotherWasApplied_isOutdated() throws Exception {
        String applied = made();
        String outdated = made();
        assertThat(apply(applied).statusCode()).isEqualTo(200);

        HttpResponse<String> refused = apply(outdated);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("The proposal is outdated", "Begin a new one.");
        assertThat(calls.post("/rollback", "/rollback", "{\"alert\":\"retrieval-failing\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(apply(outdated).statusCode()).isEqualTo(409);
    }

    private static String made() throws Exception {
        String id = MAPPER.readTree(calls.post("/proposals", "/proposals", "{\"alerts\":[\"retrieval-failing\"]}")
                        .body())
                .path("id")
                .asText();
        calls.post("/proposals/steps", "/proposals/steps", "{\"proposal\":\"" + id + "\"}");
        return id;
    }

    private static HttpResponse<String> apply(String id) throws Exception {
        return calls.post("/proposals/{id}/apply", "/proposals/" + id + "/apply", "{}");
    }

    private static String report(String id, String mediaType) throws Exception {
        HttpResponse<String> report = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(function.uri("/proposals/" + id))
                                .header("Accept", mediaType)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(report.headers().firstValue("Content-Type")).contains(mediaType + ";charset=utf-8");
        return report.body();
    }

    private static double hour(JsonNode result, String severity) {
        for (JsonNode bound : result.path("proposed")) {
            if (bound.path("severity").asText().equals(severity)) {
                return bound.at("/hours/0").asDouble();
            }
        }
        throw new AssertionError(result.toString());
    }

    private static double published(String severity) {
        return monitoring.newest("tune/threshold").stream()
                .filter(series -> series.getMetric().getLabelsOrThrow("policy").equals("retrieval-failing")
                        && series.getMetric().getLabelsOrThrow("severity").equals(severity))
                .mapToDouble(series -> series.getPoints(0).getValue().getDoubleValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tick_publishesOneTimeSeriesForEachTunedAlert() throws Exception {
        assertThat(calls.post("/ticks", "/ticks", "{}").statusCode()).isEqualTo(200);
        assertThat(monitoring.newest("tune/threshold"))
                .extracting(series -> series.getMetric().getLabelsOrThrow("policy"))
                .contains("retrieval-failing", "memory-growing");
        assertThat(monitoring.newest("tune/threshold"))
                .allMatch(series ->
                        series.getResource().getLabelsOrThrow("task_id").equals("thresholds"));
    }

    @Test
    void badInput_namesEveryPlace() throws Exception {
        HttpResponse<String> refused = calls.post(
                "/proposals", "/proposals", "{\"alerts\":[\"none\",\"integrity-violated\"],\"days\":1,\"x\":1}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(refused.body()).path("problems").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/alerts/0", "/alerts/1", "/days", "/x");
        assertThat(calls.post("/baselines", "/baselines", "{\"alert\":\"generate-failures\"}")
                        .body())
                .contains("must be one of faults, errors");
        assertThat(calls.post("/proposals", "/proposals", "{\"alerts\":\"some\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(calls.get("/proposals/{id}", "/proposals/" + UNKNOWN).statusCode())
                .isEqualTo(404);
        assertThat(calls.post("/proposals/{id}/apply", "/proposals/" + UNKNOWN + "/apply", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(calls.post("/rollback", "/rollback", "{\"alert\":\"memory-growing\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(calls.get("/thresholds", "/thresholds?alert=none").statusCode())
                .isEqualTo(400);
        // PostgreSQL has no text with the character 0.
        assertThat(calls.post("/actions/{action}/no", "/actions/pause-migration/no", "{\"reason\":\"a\\u0000\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void step_thatBegins_leavesTheFirstPartToTheMessageThatItSends() throws Exception {
        JsonNode begun = MAPPER.readTree(calls.post("/proposals/steps", "/proposals/steps", "{\"begin\":true}")
                .body());
        assertThat(begun.path("proposal").asText()).isNotEmpty();
        assertThat(begun.has("alert")).isFalse();
    }
}
