// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.edge.DescribedCalls;
import io.truename.probe.http.ProbeRoutes;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.testkit.schema.SchemaVariant;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is deployed, in the framework's own process and on a real database; every answer is held against the description. */
class ProbeIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String UNKNOWN = "7d444840-9dc0-41d1-b245-5ffdce74fad2";
    private static final OpenApiDocument DESCRIPTION = OpenApiDocument.beside(ProbeRoutes.class);

    private static TestDatabase database;
    private static InvokerProcess function;
    private static DescribedCalls calls;

    @BeforeAll
    static void start() {
        database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant.SAMPLE_PIPELINE.create(database, 30);
        function = Deployable.process()
                .environment("TRUENAME_DATABASE_URL", database.url())
                .environment("TRUENAME_MAPPING", SchemaVariant.SAMPLE_PIPELINE.mapping())
                .start();
        calls = new DescribedCalls(function, DESCRIPTION);
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    @Test
    void description_isServed() throws Exception {
        HttpResponse<String> served = calls.get("/openapi.json", "/openapi.json");
        assertThat(MAPPER.readTree(served.body())).isEqualTo(DESCRIPTION.json());
    }

    @Test
    void fullScan_findsTheIdsDrawnAtRandom_andAFindingIsAcknowledged() throws Exception {
        HttpResponse<String> begun = calls.post("/scans", "/scans", "{\"kind\":\"full\"}");
        assertThat(begun.statusCode()).as(begun.body()).isIn(200, 202);
        String id = MAPPER.readTree(begun.body()).path("id").asText();
        assertThat(begun.headers().firstValue("Location")).contains("scans/" + id);

        JsonNode scan = done(id);

        assertThat(scan.path("state").asText()).as(scan.toString()).isEqualTo("DONE");
        assertThat(scan.at("/summary/progress").asDouble()).isEqualTo(1);
        assertThat(scan.at("/summary/documents").asLong()).isEqualTo(30);
        assertThat(scan.at("/summary/findings").path("id.random").asLong()).isPositive();
        assertThat(scan.path("parts")).isNotEmpty();
        JsonNode found = MAPPER.readTree(calls.get("/findings", "/findings?state=OPEN&kind=id.random&severity=HIGH")
                        .body())
                .path("items");
        assertThat(found).hasSize(2);
        String fingerprint = found.path(0).path("fingerprint").asText();
        assertThat(found.path(0).path("samples")).hasSizeBetween(1, 10);
        JsonNode history = MAPPER.readTree(calls.get("/findings/{fingerprint}", "/findings/" + fingerprint)
                        .body())
                .path("history");
        assertThat(history.path(history.size() - 1).path("event").asText()).isEqualTo("seen");

        String path = "/findings/" + fingerprint + "/acknowledge";
        HttpResponse<String> refused =
                calls.post("/findings/{fingerprint}/acknowledge", path, "{\"reason\":\" \",\"colour\":1}");
        assertThat(refused.statusCode()).isEqualTo(400);
        String until = Instant.now().plus(1, ChronoUnit.DAYS).toString();
        HttpResponse<String> acknowledged = calls.post(
                "/findings/{fingerprint}/acknowledge",
                path,
                "{\"reason\":\"we migrate tonight\",\"until\":\"" + until + "\"}");
        assertThat(acknowledged.statusCode()).as(acknowledged.body()).isEqualTo(200);
        assertThat(MAPPER.readTree(acknowledged.body()).path("state").asText()).isEqualTo("ACKNOWLEDGED");
        String[] written = {"probe.scan_ended", "probe.finding"};
        assertThat(function.output().text(written)).contains(written);
    }

    @Test
    void incrementalScanAndSample_endByMessages() throws Exception {
        HttpResponse<String> step = calls.post("/scans/steps", "/scans/steps", "{\"kind\":\"incremental\"}");
        assertThat(MAPPER.readTree(step.body()).path("outcome").asText())
                .as(step.body())
                .isEqualTo("done");

        HttpResponse<String> pushed = calls.plain("POST", "/scans/steps", push("{\"kind\":\"sample\",\"rows\":200}"));

        assertThat(pushed.statusCode()).as(pushed.body()).isBetween(200, 204);
        JsonNode scans =
                MAPPER.readTree(calls.get("/scans", "/scans?limit=10").body()).path("items");
        assertThat(scans.findValuesAsText("kind")).contains("incremental", "sample");
        for (JsonNode scan : scans) {
            if (scan.path("kind").asText().equals("sample")) {
                JsonNode sample = done(scan.path("id").asText());
                assertThat(sample.at("/summary/samples/0/proof").asText())
                        .as(sample.toString())
                        .contains("with 95 % confidence");
            }
        }
        HttpResponse<String> idle = calls.post("/scans/steps", "/scans/steps", "{}");
        assertThat(idle.statusCode()).isEqualTo(200);
    }

    @Test
    void badRequests_areRefusedWithEveryReason() throws Exception {
        HttpResponse<String> refused = calls.post(
                "/scans", "/scans", "{\"kind\":\"all\",\"seconds\":0,\"rows\":\"many\",\"colour\":\"secret\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(refused.body()).path("problems").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/kind", "/seconds", "/rows", "/colour");
        assertThat(refused.body()).doesNotContain("secret");
        assertThat(calls.get("/scans/{id}", "/scans/" + UNKNOWN).statusCode()).isEqualTo(404);
        assertThat(calls.get("/findings/{fingerprint}", "/findings/00").statusCode())
                .isEqualTo(404);
        assertThat(calls.get("/findings", "/findings?state=open&limit=201&after=x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(calls.post(
                                "/findings/{fingerprint}/acknowledge",
                                "/findings/" + "0".repeat(32) + "/acknowledge",
                                "{\"reason\":\"x\",\"until\":\"" + Instant.now().plusSeconds(60) + "\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private static JsonNode done(String id) throws Exception {
        Instant until = Instant.now().plusSeconds(60);
        JsonNode scan;
        do {
            scan = MAPPER.readTree(calls.get("/scans/{id}", "/scans/" + id).body());
        } while (scan.path("state").asText().equals("RUNNING") && Instant.now().isBefore(until));
        return scan;
    }

    private static String push(String body) {
        return "{\"message\":{\"data\":\"" + Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))
                + "\",\"messageId\":\"1\",\"publishTime\":\"2026-11-27T00:00:00Z\"},"
                + "\"subscription\":\"projects/local/subscriptions/probe-scans\"}";
    }
}
