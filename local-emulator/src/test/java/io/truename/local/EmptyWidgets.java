// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Widgets of a local cloud's dashboards that draw nothing, and those that need not after the story. */
final class EmptyWidgets {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NO_FAULT = "nothing of the kind happens in the story";
    private static final String NO_HOLD = "nothing holds a migration of twenty documents";
    private static final String CLEAN = "the probe writes kinds of findings that are open, and after the story none is";
    private static final String SERVER = "Cloud SQL measures its machine; here the database shares it";

    /** Titles without the unit, or beginnings of them, and why they may be empty. */
    static final Map<String, String> MAY_BE_EMPTY = Map.ofEntries(
            Map.entry("Faults of Truename", NO_FAULT),
            Map.entry("Requests that generate refused", NO_FAULT),
            Map.entry("Messages that cannot succeed", NO_FAULT),
            Map.entry("Failed calls of the database", NO_FAULT),
            Map.entry("Failed validations", NO_FAULT),
            Map.entry("Documents set aside", NO_FAULT),
            Map.entry("Batches rolled back", NO_FAULT),
            Map.entry("Id generation fails: faults", NO_FAULT),
            Map.entry("Documents and ids disagree", NO_FAULT),
            Map.entry("A migration's validation failed", NO_FAULT),
            Map.entry("Two stages disagree about an id", CLEAN),
            Map.entry("Critical findings", CLEAN),
            Map.entry("Holds", NO_HOLD),
            Map.entry("A migration makes no progress", NO_HOLD),
            Map.entry("Sessions that wait for a lock", "read while a migration moves rows, at most twice a second"),
            Map.entry(
                    "Callers that wait for a connection", "read while a migration moves rows, at most twice a second"),
            Map.entry("Old ids that were found", "nobody asks for an old id"),
            Map.entry("Look-ups by id", "nobody asks for an old id"),
            Map.entry("Lag of the slowest replica", "there is no replica"),
            Map.entry("A replica is behind", "there is no replica"),
            Map.entry("Processors of the server", SERVER),
            Map.entry("Disk of the server", SERVER),
            Map.entry("95th percentile of deliveries", "the local cloud does not time deliveries"),
            Map.entry("Heap after garbage collection", "an instance may not have collected yet"),
            Map.entry("Memory in use after garbage collection grows", "it compares with 22 hours ago"),
            Map.entry("Tuned thresholds are not renewed", "there is no tuner"));

    private final BiFunction<String, String, JsonNode> asking;
    private final Instant since;

    /**
     * Widgets of a cloud.
     *
     * @param asking sends a body to a path, GET if it is empty
     * @param since when the cloud was started, by its own clock
     */
    EmptyWidgets(BiFunction<String, String, JsonNode> asking, Instant since) {
        this.asking = asking;
        this.since = since;
    }

    /** Returns the empty ones that are not explained, as dashboard and title. */
    List<String> unexplained() {
        String now = asking.apply("/api/clock", "").path("now").asText();
        List<String> empty = new ArrayList<>();
        for (JsonNode dashboard : asking.apply("/api/dashboards", "").path("dashboards")) {
            for (JsonNode tile : dashboard.at("/mosaicLayout/tiles")) {
                String title = tile.at("/widget/title").asText();
                List<JsonNode> queries = tile.findValues("timeSeriesQuery");
                if (!queries.isEmpty()
                        && MAY_BE_EMPTY.keySet().stream().noneMatch(title::startsWith)
                        && queries.stream().noneMatch(query -> draws(query, now))) {
                    empty.add(dashboard.path("displayName").asText() + ": " + title);
                }
            }
        }
        return empty;
    }

    /** Whether a query other than that of a threshold has a point. */
    private boolean draws(JsonNode query, String now) {
        if (query.path("prometheusQuery").asText().contains("truename_tune_threshold")) {
            return false;
        }
        ObjectNode body = JSON.createObjectNode()
                .put("start", since.toString())
                .put("end", now)
                .put("seconds", 300);
        body.set("timeSeriesQuery", query);
        JsonNode answer = asking.apply("/api/dashboards/query", body.toString());
        return !answer.findValues("points").isEmpty()
                && answer.findValues("points").stream().anyMatch(points -> !points.isEmpty());
    }
}
