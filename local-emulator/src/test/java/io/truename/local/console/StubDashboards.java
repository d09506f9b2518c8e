// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.monitoring.dashboard.v1.Dashboard;
import com.google.protobuf.util.JsonFormat;
import io.truename.catalog.CatalogReader;
import io.truename.observability.dashboard.Dashboards;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Dashboards of the stub server: those of the catalog, and one answer for every query, an hour with a gap of ten minutes. */
final class StubDashboards {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StubDashboards() {}

    static void serve(ConsoleStubServer cloud) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (Map.Entry<String, Dashboard> one : Dashboards.of(CatalogReader.read(Path.of("../terraform/catalog")), "p")
                .entrySet()) {
            Dashboard named = one.getValue().toBuilder()
                    .setName("projects/p/dashboards/" + one.getKey())
                    .build();
            all.add(JSON.readTree(JsonFormat.printer().print(named)));
        }
        cloud.answer("/api/dashboards", 200, "{\"dashboards\":" + all + "}");
        cloud.answer("/api/dashboards/query", 200, answer());
        cloud.answer("/api/incidents", 404, "{\"title\":\"There is nothing here\"}");
    }

    private static String answer() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode all = answer.putArray("series");
        Instant first = Instant.parse("2026-03-14T08:27:00Z");
        for (String service : new String[] {"generate", "migrate"}) {
            ObjectNode series = all.addObject();
            series.putObject("labels").put("resource.labels.service_name", service);
            ArrayNode points = series.putArray("points");
            for (int minute = 0; minute < 60; minute++) {
                if (minute < 20 || minute >= 30) {
                    points.addArray()
                            .add(first.plusSeconds(60L * minute).toString())
                            .add(0.2 + minute % 7 / 50.0);
                }
            }
        }
        return answer.toString();
    }
}
