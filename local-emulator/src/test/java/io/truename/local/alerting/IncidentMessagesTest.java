// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.Condition;
import com.google.monitoring.v3.AlertPolicy.Documentation.Link;
import io.truename.alerting.series.SeriesKey;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages against golden files, whose fields and types follow the sources that RATIONALE.md names. */
final class IncidentMessagesTest {
    private static final AlertIncident OPEN = AlertIncident.of(
            "lag",
            "behind",
            SeriesKey.of(
                    "custom.googleapis.com/lag",
                    Map.of("shard", "a", "zone", "x"),
                    "cloudsql_database",
                    Map.of("database_id", "shop:main", "region", "europe-west1")),
            1_774_487_709_000L,
            0,
            2.0,
            0.5);

    @ParameterizedTest
    @CsvSource({"incident-open.json, open", "incident-renotified.json, open", "incident-closed.json, closed"})
    void message(String file, AlertIncident.State state) throws Exception {
        AlertIncident told = OPEN.told(1_774_487_709_000L);
        AlertIncident incident = switch (file) {
            case "incident-open.json" -> OPEN;
            case "incident-renotified.json" -> told.renotified(1_774_489_509_000L);
            default -> told.closedAt(1_774_489_600_000L, 0.25, "closed", true);
        };
        Condition condition = Condition.newBuilder()
                .setName("projects/shop/alertPolicies/lag/conditions/behind")
                .setDisplayName("Behind by half a second")
                .setConditionThreshold(Condition.MetricThreshold.newBuilder().setThresholdValue(0.5))
                .build();
        AlertPolicy policy = AlertPolicy.newBuilder()
                .setDisplayName("Replica lags")
                .setSeverity(AlertPolicy.Severity.WARNING)
                .putUserLabels("team", "data")
                .setDocumentation(AlertPolicy.Documentation.newBuilder()
                        .setContent("# Lag")
                        .setMimeType("text/markdown")
                        .setSubject("Replica lags")
                        .addLinks(Link.newBuilder().setDisplayName("Runbook").setUrl("https://example.com/lag")))
                .addConditions(condition)
                .build();
        IncidentMessages messages = new IncidentMessages("shop", "http://localhost:8900", type -> "Lag");

        JsonNode message = AlertBench.parsed(messages.message(incident, state, policy, condition, 0));

        try (InputStream golden = Objects.requireNonNull(getClass().getResourceAsStream(file), file)) {
            assertThat(message)
                    .as(message.toPrettyString())
                    .isEqualTo(JsonMapper.builder().build().readTree(golden));
        }
    }

    @Test
    void clockThatIsAhead_isTakenOffTheTimes_andBothMessagesNameOneOpening() {
        long real = 1_774_487_709_000L;
        AlertIncident opened = AlertIncident.of("lag", "behind", OPEN.series(), real + 600_000, 600_000, 2.0, 0.5);
        // An hour of the moved clock was a minute.
        AlertIncident closed = opened.closedAt(real + 600_000 + 3_600_000, 0.25, "closed", true);
        IncidentMessages messages = new IncidentMessages("shop", "http://localhost:8900", type -> "Lag");
        Condition condition = Condition.newBuilder()
                .setConditionThreshold(Condition.MetricThreshold.newBuilder().setThresholdValue(0.5))
                .build();
        AlertPolicy policy = AlertPolicy.getDefaultInstance();

        JsonNode open = AlertBench.parsed(
                        messages.message(opened, AlertIncident.State.open, policy, condition, 600_000))
                .path("incident");
        JsonNode end = AlertBench.parsed(
                        messages.message(closed, AlertIncident.State.closed, policy, condition, 4_140_000))
                .path("incident");
        assertThat(open.path("started_at").asLong()).isEqualTo(real / 1000);
        assertThat(end.path("started_at").asLong()).isEqualTo(real / 1000);
        assertThat(end.path("ended_at").asLong()).isEqualTo(real / 1000 + 60);
    }
}
