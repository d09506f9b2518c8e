// SPDX-License-Identifier: Apache-2.0
package io.truename.local.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.local.control.ControlException;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.functions.Revision;
import io.truename.local.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every widget of every dashboard is answered over the series of a local cloud. */
final class DashboardsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-27T20:10:00Z");

    private final ControlRoutes routes = new ControlRoutes();
    private Telemetry telemetry;

    @BeforeEach
    void open() throws Exception {
        Catalog catalog = CatalogReader.read(Path.of("../terraform/catalog"));
        telemetry = new Telemetry(catalog, "p", Clock.fixed(NOW, ZoneOffset.UTC), Optional.empty());
        new DashboardsApi(catalog, "p", telemetry.monitoring().series()).addRoutes(routes);
    }

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void list_hasEveryDashboard_asTheApiWritesIt() throws Exception {
        JsonNode list = call("GET", "/api/dashboards", MissingNode.getInstance());
        assertThat(list.path("dashboards").findValuesAsText("name"))
                .contains("projects/p/dashboards/executive", "projects/p/dashboards/alerts");
        JsonNode one = call("GET", "/api/dashboards/technical", MissingNode.getInstance());
        assertThat(one.at("/mosaicLayout/columns").asInt()).isEqualTo(48);
        assertThatThrownBy(() -> call("GET", "/api/dashboards/none", MissingNode.getInstance()))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("executive, technical");
    }

    @Test
    void everyWidget_isAnswered() throws Exception {
        telemetry.observer().answered(new Revision("generate", "generate-00001-abc"), 500, Duration.ofMillis(300));
        telemetry.monitoring().sample();
        List<JsonNode> queries =
                call("GET", "/api/dashboards", MissingNode.getInstance()).findValues("timeSeriesQuery");
        assertThat(queries).hasSizeGreaterThan(80);
        for (JsonNode query : queries) {
            assertThat(ask(query).path("unit").asText()).as("%s", query).isNotEmpty();
        }
    }

    @Test
    void query_thatIsNoMessage_isRefused() {
        assertThatThrownBy(() -> ask(JSON.createObjectNode().put("mql", "fetch")))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("no message of the API");
        assertThatThrownBy(() -> ask(JSON.createObjectNode().put("prometheusQuery", "rate(")))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("cannot be read");
    }

    private JsonNode ask(JsonNode query) throws Exception {
        ObjectNode body = JSON.createObjectNode()
                .put("start", NOW.minusSeconds(600).toString())
                .put("end", NOW.toString())
                .put("seconds", 60);
        body.set("timeSeriesQuery", query);
        return call("POST", "/api/dashboards/query", body);
    }

    private JsonNode call(String method, String path, JsonNode body) throws Exception {
        ControlRoutes.Match match = routes.find(method, path).orElseThrow();
        ControlReply reply = match.handler().handle(new ControlRequest(match.path(), Map.of(), body));
        return reply.body() instanceof RawValue raw
                ? JSON.readTree(raw.rawValue().toString())
                : JSON.valueToTree(reply.body());
    }
}
