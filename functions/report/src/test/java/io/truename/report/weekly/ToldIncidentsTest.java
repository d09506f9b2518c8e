// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.catalog.CatalogReader;
import io.truename.history.CatalogComponents;
import io.truename.history.RequestHistory.Served;
import io.truename.history.RequestHistory.Slot;
import io.truename.reviewing.reliability.Incident;
import io.truename.tuning.incident.Components;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToldIncidentsTest {
    private static final Instant NINE = Instant.parse("2026-11-25T09:00:00Z");

    private final Components components = CatalogComponents.of(CatalogReader.installed());

    private static String told(String alert, int opened, Integer closed) {
        return """
                {"version": "1.2", "incident": {"incident_id": "0.%1$s", "state": "%2$s", "started_at": %3$d%4$s,
                 "policy_name": "%1$s", "policy_user_labels": {"alert": "%1$s"}, "severity": "Critical",
                 "resource": {"type": "generic_task", "labels": {}}, "metric": {"type": "m", "labels": {}},
                 "condition_name": "c", "summary": "s"}}
                """.formatted(
                        alert,
                        closed == null ? "open" : "closed",
                        at(opened).getEpochSecond(),
                        closed == null ? "" : ", \"ended_at\": " + at(closed).getEpochSecond());
    }

    private static Instant at(int minute) {
        return NINE.plus(Duration.ofMinutes(minute));
    }

    /** Ten requests a minute for two hours, of which three fail in the minutes from one until another, exclusive. */
    private static Optional<Served> failing(int from, int until) {
        return failing(Duration.ofMinutes(1), from, until);
    }

    private static Optional<Served> failing(Duration step, int from, int until) {
        Map<Slot, long[]> minutes = new HashMap<>();
        for (int minute = -60; minute < 60; minute += (int) step.toMinutes()) {
            boolean bad = minute >= from && minute < until;
            minutes.put(new Slot(at(minute), "europe-west1"), new long[] {bad ? 7 : 10, 10});
        }
        return Optional.of(new Served(step, minutes, Map.of()));
    }

    private List<Incident> of(Optional<Served> served, String... messages) {
        return ToldIncidents.of(List.of(messages), components, served);
    }

    @Test
    void alertsOfOneCause_areOneIncident_boundedByItsFailures() {
        List<Incident> incidents = of(
                failing(-4, 12),
                told("generate-failures", 0, 20),
                told("latency-high", 5, 55),
                told("latency-high", 5, null));
        assertThat(incidents)
                .containsExactly(new Incident("generate-failures", at(-4), at(0), Optional.of(at(12)), 16 * 3));
    }

    @Test
    void alertsWithoutACommonCause_areTwo_howeverTheyOverlap() {
        assertThat(of(failing(0, 0), told("known-store-unavailable", 0, 50), told("generate-failures", 10, 20)))
                .extracting(Incident::name)
                .containsExactly("known-store-unavailable", "generate-failures");
    }

    @Test
    void incidentWithoutFailedRequests_lastsAsLongAsItsAlert() {
        assertThat(of(Optional.empty(), told("replication-lag", 3, 9)))
                .containsExactly(new Incident("replication-lag", at(3), at(3), Optional.of(at(9)), 0));
    }

    @Test
    void openAlert_lasts_andMessagesThatAreNoneAreLeftOut() {
        assertThat(of(failing(0, 5), told("generate-failures", 2, null), "{}", "no JSON"))
                .containsExactly(new Incident("generate-failures", at(0), at(2), Optional.empty(), 15));
    }

    @Test
    void incidentInStepsOfTenMinutes_beginsAndEndsWithOne() {
        assertThat(of(failing(Duration.ofMinutes(10), -20, 20), told("generate-failures", 3, 40)))
                .containsExactly(new Incident("generate-failures", at(-20), at(3), Optional.of(at(20)), 4 * 3));
    }

    @Test
    void failuresOfAnEarlierTime_areNotOfTheIncident() {
        assertThat(of(failing(-30, -20), told("generate-failures", 0, 10)))
                .singleElement()
                .returns(at(0), Incident::began)
                .returns(0L, Incident::badRequests);
    }
}
