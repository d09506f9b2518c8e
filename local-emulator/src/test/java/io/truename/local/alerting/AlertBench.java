// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.util.Timestamps;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.local.control.ControlReply;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.telemetry.Telemetry;
import io.truename.observability.policy.AlertPolicies;
import io.truename.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Alerting over a Monitoring whose clock stands, with the catalog of the deployment. */
final class AlertBench implements AutoCloseable {
    static final Catalog CATALOG = CatalogReader.read(Path.of("../terraform/catalog"));
    static final String PROJECT = "truename-local";
    private static final Instant START = Instant.parse("2026-11-27T20:00:00Z");

    final SteppedClock clock;
    final Telemetry telemetry;
    final LocalAlerting alerting;
    final List<JsonNode> messages = new ArrayList<>();
    private final ControlRoutes routes = new ControlRoutes();

    AlertBench() throws IOException {
        this(new SteppedClock(START), Optional.empty(), UnaryOperator.identity(), null);
    }

    /** Opens it with a few of the catalog's alerts, for tests of days. */
    AlertBench(Set<String> alerts) throws IOException {
        this(
                new SteppedClock(START),
                Optional.empty(),
                policies()
                        .filter(policy -> alerts.contains(PolicyRun.lastPart(policy.getName())))
                        .toList(),
                null);
    }

    /** Opens it with changed policies, and with a publisher of its own, or one that collects the messages. */
    AlertBench(
            SteppedClock clock,
            Optional<Path> folder,
            UnaryOperator<AlertPolicy> change,
            LocalAlerting.@org.jspecify.annotations.Nullable AlertPublisher publisher)
            throws IOException {
        this(clock, folder, policies().map(change).toList(), publisher);
    }

    private AlertBench(
            SteppedClock clock,
            Optional<Path> folder,
            List<AlertPolicy> policies,
            LocalAlerting.@org.jspecify.annotations.Nullable AlertPublisher publisher)
            throws IOException {
        this.clock = clock;
        telemetry = new Telemetry(CATALOG, PROJECT, clock, folder);
        alerting = new LocalAlerting(
                CATALOG,
                policies,
                PROJECT,
                telemetry.monitoring().series(),
                telemetry.monitoring().clock(),
                folder.map(place -> place.resolve("alerting")),
                "http://localhost:8900",
                publisher != null ? publisher : (topic, message) -> messages.add(parsed(message)));
        alerting.addRoutes(routes);
        telemetry.addRoutes(routes);
        new ClockCommands(telemetry.monitoring(), alerting, telemetry::countEntries).addRoutes(routes);
        alerting.recall();
    }

    private static Stream<AlertPolicy> policies() {
        return AlertPolicies.of(CATALOG, PROJECT, name -> "# " + name).stream();
    }

    /** Writes a point of a gauge of the catalog now. */
    void write(String name, Map<String, String> labels, double value) {
        boolean whole = CATALOG.metrics().get(name).valueType() == io.truename.catalog.MetricSpec.ValueType.INT64;
        TimeSeries.Builder series = TimeSeries.newBuilder();
        series.getMetricBuilder()
                .setType("custom.googleapis.com/truename/" + name)
                .putAllLabels(labels);
        series.getResourceBuilder().setType("generic_task").putLabels("task_id", "one");
        series.addPoints(Point.newBuilder()
                .setValue(
                        whole
                                ? TypedValue.newBuilder().setInt64Value((long) value)
                                : TypedValue.newBuilder().setDoubleValue(value)));
        series.getPointsBuilder(0)
                .getIntervalBuilder()
                .setEndTime(Timestamps.fromMillis(clock.instant().toEpochMilli()));
        telemetry.monitoring().sink().write(series.build());
    }

    void findings(double count) {
        write("probe/findings_open", Map.of("kind", "id.collision", "severity", "CRITICAL"), count);
    }

    /** Lets a minute pass and evaluates it. */
    void minute() {
        clock.advance(Duration.ofMinutes(1));
        alerting.evaluate();
    }

    JsonNode get(String path, Map<String, String> query) throws Exception {
        return body(call("GET", path, query, MissingNode.getInstance()));
    }

    ControlReply post(String path, String body) throws Exception {
        return call("POST", path, Map.of(), parsed(body));
    }

    ControlReply call(String method, String path, Map<String, String> query, JsonNode body) throws Exception {
        ControlRoutes.Match match = routes.find(method, path).orElseThrow();
        return match.handler().handle(new ControlRequest(match.path(), query, body));
    }

    JsonNode alert(String name) throws Exception {
        for (JsonNode alert : get("/api/alerts", Map.of()).get("items")) {
            if (alert.get("name").asText().equals(name)) {
                return alert;
            }
        }
        throw new AssertionError("no alert " + name);
    }

    static JsonNode body(ControlReply reply) throws IOException {
        return JsonMapper.builder().build().valueToTree(reply.body());
    }

    static JsonNode parsed(String json) {
        try {
            return JsonMapper.builder().build().readTree(json);
        } catch (IOException malformed) {
            throw new AssertionError(malformed);
        }
    }

    @Override
    public void close() {
        alerting.close();
        telemetry.close();
    }
}
