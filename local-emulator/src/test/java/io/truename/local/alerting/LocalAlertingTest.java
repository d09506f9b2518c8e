// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.monitoring.v3.AlertPolicy.AlertStrategy.NotificationChannelStrategy;
import io.truename.local.control.ControlException;
import io.truename.local.functions.Revision;
import io.truename.testkit.SteppedClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents of the catalog's own policies. Long, because each rule of an incident's life is a case on the same store. */
final class LocalAlertingTest {
    private static final String ALERT = "integrity-violated";

    @TempDir
    private Path folder;

    @Test
    void incident_opensTellsAndCloses() throws Exception {
        try (AlertBench bench = new AlertBench()) {
            bench.findings(0);
            bench.minute();
            assertThat(bench.alert(ALERT).get("state").asText()).isEqualTo("ok");
            bench.findings(3);
            bench.minute();

            JsonNode alert = bench.alert(ALERT);
            assertThat(alert.get("state").asText()).isEqualTo("firing");
            assertThat(alert.get("priority").asText()).isEqualTo("P1");
            JsonNode condition = alert.get("conditions").get(1);
            assertThat(condition.get("name").asText()).isEqualTo("finding");
            assertThat(condition.get("threshold").asDouble()).isZero();
            assertThat(condition.at("/series/0/value").asDouble()).isEqualTo(3);
            assertThat(condition.at("/series/0/firing").asBoolean()).isTrue();
            assertThat(bench.messages).singleElement().satisfies(message -> {
                assertThat(message.get("version").asText()).isEqualTo("1.2");
                assertThat(message.at("/incident/state").asText()).isEqualTo("open");
                assertThat(message.at("/incident/policy_name").asText()).isEqualTo("Documents and ids disagree");
                assertThat(message.at("/incident/observed_value").asText()).isEqualTo("3.000");
                assertThat(message.at("/incident/ended_at").isNull()).isTrue();
                assertThat(message.at("/incident/documentation/content").asText())
                        .isEqualTo("# " + ALERT);
            });

            for (int minute = 0; minute < 6; minute++) {
                bench.findings(0);
                bench.minute();
            }
            JsonNode listed = bench.get("/api/incidents", Map.of("state", "closed"));
            String id = listed.at("/items/0/id").asText();
            assertThat(id)
                    .isEqualTo(bench.messages.get(0).at("/incident/incident_id").asText());
            assertThat(bench.messages.get(1).at("/incident/state").asText()).isEqualTo("closed");
            assertThat(bench.messages.get(1).at("/incident/observed_value").asText())
                    .isEqualTo("0.000");
            JsonNode incident = bench.get("/api/incidents/" + id, Map.of());
            assertThat(incident.get("timeline").findValuesAsText("text"))
                    .containsExactly(
                            "opened",
                            "message published: open",
                            "closed: the condition is not met",
                            "message published: closed");
            assertThat(incident.get("points").toString()).contains(",3.0]", ",0.0]");
        }
    }

    // A policy without series must not look healthy.
    @Test
    void alertWithoutSeries_hasNoData() throws Exception {
        try (AlertBench bench = new AlertBench()) {
            bench.minute();
            assertThat(bench.alert("replication-lag").get("state").asText()).isEqualTo("noData");
            assertThat(bench.alert("retrieval-failing").get("state").asText()).isEqualTo("noData");
            bench.write("probe/retrieval_success", Map.of(), 0.99);
            bench.minute();
            JsonNode retrieval = bench.alert("retrieval-failing");
            assertThat(retrieval.get("state").asText()).isEqualTo("ok");
            assertThat(retrieval.at("/conditions/0/threshold").asDouble()).isEqualTo(0.05);
            assertThat(retrieval.at("/conditions/0/series/0/value").asDouble())
                    .isCloseTo(0.01, org.assertj.core.data.Offset.offset(1e-9));
        }
    }

    @Test
    void silence_closesTheIncidentAndOpensNoneUntilItEnds() throws Exception {
        try (AlertBench bench = new AlertBench()) {
            bench.findings(1);
            bench.minute();
            JsonNode silence = AlertBench.body(bench.post(
                    "/api/silences",
                    "{\"alert\":\"" + ALERT + "\",\"reason\":\"rehearsal\",\"until\":\"2026-11-27T21:00:00Z\"}"));
            bench.findings(2);
            bench.minute();
            assertThat(bench.alert(ALERT).get("state").asText()).isEqualTo("silenced");
            assertThat(bench.get("/api/incidents", Map.of("state", "open")).get("items"))
                    .isEmpty();

            bench.call("DELETE", "/api/silences/" + silence.get("id").asText(), Map.of(), MissingNode.getInstance());
            bench.findings(2);
            bench.minute();
            assertThat(bench.alert(ALERT).get("state").asText()).isEqualTo("firing");
            assertThat(bench.get("/api/incidents", Map.of("alert", ALERT)).get("items"))
                    .hasSize(2);
        }
    }

    @Test
    void silenceWithoutReasonOrEnd_isRefused() throws Exception {
        try (AlertBench bench = new AlertBench()) {
            for (String body : List.of(
                    "{\"alert\":\"" + ALERT + "\",\"until\":\"2026-11-27T21:00:00Z\"}",
                    "{\"alert\":\"" + ALERT + "\",\"reason\":\"r\",\"until\":\"tomorrow\"}",
                    "{\"alert\":\"" + ALERT + "\",\"reason\":\"r\",\"until\":\"2026-11-27T19:00:00Z\"}",
                    "{\"alert\":\"none\",\"reason\":\"r\",\"until\":\"2026-11-27T21:00:00Z\"}")) {
                assertThatThrownBy(() -> bench.post("/api/silences", body)).isInstanceOf(ControlException.class);
            }
        }
    }

    @Test
    void messageThatWasNotPublished_isPublishedAfterAnotherStart() throws Exception {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-11-27T20:00:00Z"));
        try (AlertBench bench = new AlertBench(clock, Optional.of(folder), UnaryOperator.identity(), (topic, text) -> {
            throw new IllegalStateException("killed");
        })) {
            bench.findings(1);
            bench.minute();
        }
        // What a kill in the middle of a write leaves.
        Files.writeString(
                folder.resolve("alerting/alerts.journal"), "{\"incident\":{\"id\":", StandardOpenOption.APPEND);
        try (AlertBench bench = new AlertBench(clock, Optional.of(folder), UnaryOperator.identity(), null)) {
            bench.minute();
            assertThat(bench.messages)
                    .singleElement()
                    .satisfies(message -> assertThat(
                                    message.at("/incident/started_at").asLong())
                            .isEqualTo(Instant.parse("2026-11-27T20:01:00Z").getEpochSecond()));
            assertThat(bench.get("/api/incidents", Map.of()).get("items")).hasSize(1);
        }
    }

    @Test
    void damagedJournal_isRefusedWithFileLineAndRemedy() throws Exception {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-11-27T20:00:00Z"));
        try (AlertBench bench = new AlertBench(clock, Optional.of(folder), UnaryOperator.identity(), null)) {
            bench.findings(1);
            bench.minute();
        }
        Path journal = folder.resolve("alerting/alerts.journal");
        List<String> whole = Files.readAllLines(journal);
        for (String damage : List.of("{\"incident\":{\"id\":", "{}", "null", "\u00ff", "{\"ended\":\"a\"}}")) {
            List<String> lines = new ArrayList<>(whole);
            lines.add(1, damage);
            Files.write(journal, lines);
            assertThatThrownBy(() -> new AlertStore(Optional.of(journal.getParent())))
                    .as(damage)
                    .isInstanceOf(DamagedJournalException.class)
                    .hasMessageContainingAll(journal.toString(), "line 2 cannot be read (", "Delete this line");
        }
        Files.write(journal, whole);
        try (AlertBench bench = new AlertBench(clock, Optional.of(folder), UnaryOperator.identity(), null)) {
            assertThat(bench.get("/api/incidents", Map.of()).get("items")).hasSize(1);
        }
    }

    // Data that stopped leaves an incident open until auto-close, across a restart as well.
    @Test
    void incidentWithoutData_staysOpenAcrossAnotherStart() throws Exception {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-11-27T20:00:00Z"));
        try (AlertBench bench = new AlertBench(clock, Optional.of(folder), UnaryOperator.identity(), null)) {
            bench.findings(1);
            bench.minute();
        }
        clock.advance(java.time.Duration.ofHours(2));
        try (AlertBench bench = new AlertBench(clock, Optional.of(folder), UnaryOperator.identity(), null)) {
            bench.minute();
            assertThat(bench.get("/api/incidents", Map.of("state", "open")).get("items"))
                    .hasSize(1);
            assertThat(bench.messages).isEmpty();
        }
    }

    @Test
    void openIncident_isToldAgainAsThePolicySays() throws Exception {
        List<String> states = new ArrayList<>();
        try (AlertBench bench = new AlertBench(
                new SteppedClock(Instant.parse("2026-11-27T20:00:00Z")),
                Optional.empty(),
                policy -> {
                    var changed = policy.toBuilder();
                    changed.getAlertStrategyBuilder()
                            .addNotificationChannelStrategy(NotificationChannelStrategy.newBuilder()
                                    .setRenotifyInterval(com.google.protobuf.Duration.newBuilder()
                                            .setSeconds(1800)));
                    return changed.build();
                },
                (topic, text) ->
                        states.add(AlertBench.parsed(text).at("/incident/state").asText()))) {
            for (int minute = 0; minute < 62; minute++) {
                bench.findings(1);
                bench.minute();
            }
        }
        assertThat(states).containsExactly("open", "open", "open");
    }

    @Test
    void objectives_showBudgetAndBurnRates() throws Exception {
        try (AlertBench bench = new AlertBench()) {
            for (int minute = 0; minute < 10; minute++) {
                bench.write("probe/retrieval_success", Map.of(), minute < 5 ? 0.5 : 1);
                bench.minute();
            }
            JsonNode slos = bench.get("/api/slos", Map.of()).get("items");
            assertThat(slos).hasSameSizeAs(AlertBench.CATALOG.slos().values());
            for (JsonNode slo : slos) {
                if (slo.get("name").asText().equals("retrieval-success")) {
                    assertThat(slo.get("compliance").asDouble()).isBetween(0.0, 0.99);
                    assertThat(slo.get("budgetLeft").asDouble()).isNegative();
                    assertThat(slo.get("burnRates")).hasSize(3);
                }
            }
        }
    }

    // One request of a thousand fails: twice what the objective allows, so it takes one and a half of three days to be
    // noticed.
    @Test
    void slowBurn_isSeenInSeconds() throws Exception {
        try (AlertBench bench = new AlertBench(
                Set.of("generate-availability-fast", "generate-availability-slow", "generate-availability-ticket"))) {
            traffic(bench, 0);
            advance(bench, 72 * 3600);
            traffic(bench, 1);
            advance(bench, 35 * 3600);
            assertThat(bench.get("/api/incidents", Map.of()).get("items")).isEmpty();

            advance(bench, 2 * 3600);
            assertThat(bench.get("/api/incidents", Map.of("state", "open"))
                            .get("items")
                            .findValuesAsText("alert"))
                    .containsOnly("generate-availability-ticket");

            traffic(bench, 0);
            advance(bench, 4 * 3600);
            assertThat(bench.get("/api/incidents", Map.of("state", "open")).get("items"))
                    .isEmpty();
            assertThat(bench.get("/api/clock", Map.of()).get("aheadSeconds").asLong())
                    .isEqualTo((72 + 35 + 2 + 4) * 3600);
        }
    }

    /** Five minutes of two hundred requests each, of which some fail. */
    private static void traffic(AlertBench bench, int failures) {
        for (int minute = 0; minute < 5; minute++) {
            for (int request = 0; request < 200; request++) {
                bench.telemetry
                        .observer()
                        .answered(
                                new Revision("generate", "generate-00001-abc"),
                                minute == 0 && request < failures ? 500 : 200,
                                java.time.Duration.ofMillis(5));
            }
            bench.clock.advance(java.time.Duration.ofMinutes(1));
            bench.telemetry.monitoring().sample();
            bench.alerting.evaluate();
        }
    }

    private static void advance(AlertBench bench, int seconds) throws Exception {
        assertThat(bench.post("/api/clock/advance", "{\"seconds\":" + seconds + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void clock_refusesPartsOfAMinute() throws Exception {
        try (AlertBench bench = new AlertBench()) {
            for (String body :
                    List.of("{}", "{\"seconds\":30}", "{\"seconds\":0}", "{\"seconds\":-60}", "{\"seconds\":604860}")) {
                assertThatThrownBy(() -> bench.post("/api/clock/advance", body)).isInstanceOf(ControlException.class);
            }
        }
    }
}
