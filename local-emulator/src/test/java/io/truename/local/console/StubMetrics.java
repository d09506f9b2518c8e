// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Metrics of the stub server: descriptors, and one answer for every query, an hour of minutes with a gap. */
final class StubMetrics {
    static final String REQUESTS = "logging.googleapis.com/user/truename/generate/requests";
    /** Minutes without a point: ten in a row, and both neighbours of minute 50. */
    private static final List<Integer> MISSING = List.of(20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 49, 51);

    private static final ObjectMapper JSON = new ObjectMapper();

    private StubMetrics() {}

    /** Sets both answers; the hour ends with the stub's clock, at 09:26:53. */
    static void serve(ConsoleStubServer cloud) throws IOException {
        cloud.answer(
                "/api/metrics/descriptors",
                200,
                ConsoleStubServer.resource("/console/metrics.json").toString());
        cloud.answer("/api/metrics/query", 200, answer());
    }

    private static String answer() {
        ObjectNode answer = JSON.createObjectNode()
                .put("metric", REQUESTS)
                .put("unit", "{request}")
                .put("valueType", "INT64")
                .put("metricKind", "DELTA");
        ArrayNode all = answer.putArray("series");
        Instant first = Instant.parse("2026-03-14T08:27:00Z");
        for (String code : List.of("200", "400")) {
            ObjectNode series = all.addObject();
            series.putObject("labels").put("metric.labels.code", code);
            ArrayNode points = series.putArray("points");
            for (int minute = 0; minute < 60; minute++) {
                if (!MISSING.contains(minute)) {
                    points.addArray()
                            .add(first.plusSeconds(60L * minute).toString())
                            .add(code.equals("200") ? 40 + minute % 7 : 1.5);
                }
            }
        }
        return answer.toString();
    }
}
