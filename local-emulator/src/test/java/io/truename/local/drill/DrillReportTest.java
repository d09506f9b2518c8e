// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrillReportTest {
    private static final Instant BEGUN = Instant.parse("2026-11-28T10:00:30Z");
    private static final Instant ENDED = Instant.parse("2026-11-28T11:00:30Z");

    private final Cause cause = new Drilled("a fault", List.of("dead-letters"));

    @Test
    void alert_openedAndClosed() throws Exception {
        DrillReport report = report("""
                {"alert":"dead-letters","condition":"kept","opened":"2026-11-28T10:02:30Z","closed":"2026-11-28T11:05:30Z"}""");
        assertThat(report.problems()).isEmpty();
        DrillReport.Row row = report.rows().get(0);
        assertThat(row.priority()).isEqualTo("P2");
        assertThat(row.opened()).contains(Duration.ofMinutes(2));
        assertThat(row.closed()).contains(Duration.ofMinutes(5));
    }

    @Test
    void alert_neverOpened() throws Exception {
        assertThat(report("").problems()).containsExactly("dead-letters did not open: a fault");
    }

    // An incident of before the cause would excuse an alert that the cause does not open.
    @Test
    void alert_openedBeforeItsCause_doesNotCount() throws Exception {
        assertThat(report("""
                        {"alert":"dead-letters","condition":"kept","opened":"2026-11-28T09:59:00Z","closed":"2026-11-28T11:05:00Z"}""").problems())
                .anyMatch(problem -> problem.startsWith("dead-letters did not open"))
                .anyMatch(problem -> problem.contains("without a cause"));
    }

    @Test
    void alert_oneOfItsIncidentsStaysOpen() throws Exception {
        assertThat(report("""
                        {"alert":"dead-letters","condition":"kept","opened":"2026-11-28T10:02:00Z","closed":"2026-11-28T10:05:00Z"},
                        {"alert":"dead-letters","condition":"other","opened":"2026-11-28T10:03:00Z","closed":null}""").problems()).containsExactly("dead-letters did not close: a fault");
    }

    @Test
    void alert_thatNoCauseExplains() throws Exception {
        assertThat(report("""
                        {"alert":"dead-letters","condition":"kept","opened":"2026-11-28T10:02:00Z","closed":"2026-11-28T11:05:00Z"},
                        {"alert":"cpu-high","condition":"p95","labels":{"service_name":"probe"},"opened":"2026-11-28T10:03:00Z","closed":"2026-11-28T10:04:00Z"}""").problems())
                .containsExactly(
                        "cpu-high (p95) opened at 2026-11-28T10:03:00Z without a cause, of {\"service_name\":\"probe\"}");
    }

    @Test
    void alert_withoutACause() throws Exception {
        JsonNode alerts = JsonMapper.builder().build().readTree("[{\"name\":\"memory-high\",\"priority\":\"P3\"}]");
        assertThat(DrillReport.of(alerts, List.of(), List.of(), Map.of(), Map.of())
                        .problems())
                .containsExactly("memory-high has no cause in the drill");
    }

    private DrillReport report(String incidents) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        JsonNode alerts = json.readTree("[{\"name\":\"dead-letters\",\"priority\":\"P2\"}]");
        List<JsonNode> list = json.readerForListOf(JsonNode.class).readValue("[" + incidents + "]");
        return DrillReport.of(alerts, list, List.of(cause), Map.of(cause, BEGUN), Map.of(cause, ENDED));
    }

    private record Drilled(String name, List<String> opens) implements Cause {
        @Override
        public void begin() {}

        @Override
        public void end() {}
    }
}
