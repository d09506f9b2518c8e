// SPDX-License-Identifier: Apache-2.0
package io.truename.local.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.functions.Revision;
import io.truename.local.log.LogBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines, requests and backlogs on their way to log entries and points, with the catalog of the deployment. */
class TelemetryIT {
    private static final Catalog CATALOG = CatalogReader.read(Path.of("../terraform/catalog"));
    private static final String ANSWERED =
            "{\"severity\":\"INFO\",\"message\":\"/ids 200\",\"event\":\"request.answered\","
                    + "\"function\":\"generate\",\"route\":\"/ids\",\"status\":200,\"outcome\":\"done\",\"durationMs\":2.5,\"count\":7}";
    private static final String REQUESTS = "logging.googleapis.com/user/truename/generate/requests";

    @TempDir
    private Path folder;

    private ControlRoutes routes = new ControlRoutes();

    @Test
    void printedLine_becomesAnEntryAndPointsOfLogBasedMetrics() throws Exception {
        try (Telemetry telemetry = open(Optional.empty())) {
            telemetry.observer().printed(new Revision("generate", "generate-00001-abc"), ANSWERED);
            telemetry.observer().printed(new Revision("generate", "generate-00001-abc"), "plain text");
            telemetry.sample();

            JsonNode entries = get("/api/logs", Map.of("filter", "jsonPayload.event=\"request.answered\""))
                    .get("items");
            assertThat(entries).hasSize(1);
            assertThat(entries.get(0).at("/resource/labels/service_name").asText())
                    .isEqualTo("generate");
            JsonNode point =
                    get("/api/metrics/query", Map.of("metric", REQUESTS)).at("/series/0/points/0/1");
            assertThat(point.get("count").asLong() * point.get("mean").asDouble())
                    .isEqualTo(7);
        }
    }

    @Test
    void request_becomesAPointOfTheResourceMetricOfTheSameRevision() throws Exception {
        try (Telemetry telemetry = open(Optional.empty())) {
            telemetry.observer().printed(new Revision("generate", "generate-00001-abc"), ANSWERED);
            telemetry.observer().answered(new Revision("generate", "generate-00001-abc"), 503, Duration.ofMillis(20));
            telemetry.sample();

            JsonNode series = get("/api/metrics/query", Map.of("metric", "run.googleapis.com/request_count"))
                    .get("series");
            assertThat(series).hasSize(1);
            assertThat(series.get(0).at("/labels/metric.labels.response_code").asText())
                    .isEqualTo("503");
            assertThat(series.get(0).at("/labels/resource.labels.revision_name").asText())
                    .isEqualTo(get("/api/logs", Map.of())
                            .at("/items/0/resource/labels/revision_name")
                            .asText());
        }
    }

    @Test
    void lineOfAComponent_isCopied_butNotThatOfAFunction() throws Exception {
        LogBuffer log = new LogBuffer(Clock.systemUTC());
        try (Telemetry telemetry = open(Optional.empty())) {
            telemetry.copy(log);
            log.addRaw("generate", ANSWERED);
            log.add("generate", "ERROR", "The instance ended by itself.");

            JsonNode entries = get("/api/logs", Map.of()).get("items");
            assertThat(entries).hasSize(1);
            assertThat(entries.get(0).at("/labels/component").asText()).isEqualTo("generate");
            assertThat(entries.get(0).at("/severity").asText()).isEqualTo("ERROR");
        }
    }

    @Test
    void kept_entriesAndPointsAreThereAfterAnotherStart() throws Exception {
        try (Telemetry telemetry = open(Optional.of(folder))) {
            telemetry.observer().printed(new Revision("generate", "generate-00001-abc"), ANSWERED);
            telemetry.sample();
            assertThatThrownBy(() -> open(Optional.of(folder))).isInstanceOf(IOException.class);
        }
        try (Telemetry again = open(Optional.of(folder))) {
            assertThat(again.health().up()).isTrue();
            assertThat(get("/api/logs", Map.of()).get("items")).hasSize(1);
            assertThat(get("/api/metrics/query", Map.of("metric", REQUESTS)).at("/series/0/points"))
                    .hasSize(1);
        }
    }

    @Test
    void filterThatCannotBeUsed_isRefusedWithItsPosition() throws Exception {
        try (Telemetry telemetry = open(Optional.empty())) {
            ControlReply reply = reply("/api/logs", Map.of("filter", "severity>= AND"));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.isProblem()).isTrue();
            assertThat(json(reply).get("position").isInt()).isTrue();
            assertThat(reply("/api/metrics/query", Map.of("metric", "m", "aligner", "ALIGN_ODDLY"))
                            .status())
                    .isEqualTo(400);
            assertThat(telemetry.health().up()).isTrue();
        }
    }

    private Telemetry open(Optional<Path> kept) throws IOException {
        Telemetry telemetry = new Telemetry(CATALOG, "truename-local", Clock.systemUTC(), kept);
        telemetry.listen(0);
        routes = new ControlRoutes();
        telemetry.addRoutes(routes);
        return telemetry;
    }

    private JsonNode get(String path, Map<String, String> query) throws Exception {
        ControlReply reply = reply(path, query);
        assertThat(reply.status()).isEqualTo(200);
        return json(reply);
    }

    private ControlReply reply(String path, Map<String, String> query) throws Exception {
        return routes.find("GET", path)
                .orElseThrow()
                .handler()
                .handle(new ControlRequest(
                        Map.of(), query, JsonMapper.builder().build().missingNode()));
    }

    private static JsonNode json(ControlReply reply) throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        return mapper.readTree(mapper.writeValueAsBytes(reply.body()));
    }
}
