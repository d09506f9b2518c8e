// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probing.finding.Severity;
import io.truename.probing.health.HealthCheck.Outcome;
import io.truename.probing.score.HealthScore;
import io.truename.probing.score.PartFormulas;
import io.truename.probing.score.PartScore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthReportTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static HealthReport report(Instant at, long advice, List<HealthCheck> checks, Optional<HealthReport> last) {
        List<PartScore> parts =
                advice < 0 ? List.of() : List.of(PartFormulas.database(Map.of(Severity.CRITICAL, advice)));
        return HealthReport.of(at, HealthScore.of(parts), checks, last.map(HealthReport::states));
    }

    @Test
    void firstReport_hasNoChanges_andSaysWhatItDoesNotKnow() {
        HealthReport first =
                report(NOON, -1, List.of(HealthChecks.unknown("backups", "No instance is set.")), Optional.empty());
        assertThat(first.changes()).isEmpty();
        assertThat(first.text())
                .contains(
                        "score unknown of 100, coverage 0 %", "unknown  backups: No instance is set.", "first report");
    }

    @Test
    void changes_areThoseOfScoresAndOutcomes_notOfFigures() {
        HealthReport first = report(NOON, 0, List.of(HealthChecks.connections(10, 100)), Optional.empty());
        HealthReport same =
                report(NOON.plusSeconds(900), 0, List.of(HealthChecks.connections(11, 100)), Optional.of(first));
        assertThat(same.changes()).isEmpty();
        assertThat(same.text()).contains("no change since 2026-11-27T12:00:00Z");
        HealthReport worse = report(
                NOON.plusSeconds(1_800),
                1,
                List.of(HealthChecks.connections(96, 100), HealthChecks.deadLetters(0, 0)),
                Optional.of(same));
        assertThat(worse.changes())
                .containsExactly(
                        new HealthReport.Change("connections", "ok", "failed"),
                        new HealthReport.Change("dead-letters", "absent", "ok"),
                        new HealthReport.Change("part.database", "100", "40 breached"),
                        new HealthReport.Change("score", "100", "40"));
        assertThat(worse.text()).contains("capped at 40 by database", "connections: ok -> failed");
    }

    @Test
    void checks_atTheirLimits() {
        assertThat(HealthChecks.endpoint("a", Optional.of(200), Duration.ofMillis(10))
                        .outcome())
                .isEqualTo(Outcome.OK);
        assertThat(HealthChecks.endpoint("a", Optional.of(200), Duration.ofMillis(2_001))
                        .outcome())
                .isEqualTo(Outcome.WARNING);
        assertThat(HealthChecks.endpoint("a", Optional.of(503), Duration.ZERO).outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(HealthChecks.endpoint("a", Optional.empty(), Duration.ZERO).outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(backlog(299)).isEqualTo(Outcome.OK);
        assertThat(backlog(300)).isEqualTo(Outcome.WARNING);
        assertThat(backlog(1_800)).isEqualTo(Outcome.FAILED);
        assertThat(HealthChecks.backlog(List.of()).outcome()).isEqualTo(Outcome.OK);
        assertThat(HealthChecks.deadLetters(0, 3).outcome()).isEqualTo(Outcome.WARNING);
        assertThat(HealthChecks.deadLetters(1, 0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(HealthChecks.connections(80, 100).outcome()).isEqualTo(Outcome.WARNING);
        assertThat(HealthChecks.backups(false, "None.").outcome()).isEqualTo(Outcome.FAILED);
    }

    private static Outcome backlog(long seconds) {
        return HealthChecks.backlog(List.of(
                        new HealthChecks.Backlog("quiet", 0, Duration.ZERO),
                        new HealthChecks.Backlog("late", 5, Duration.ofSeconds(seconds))))
                .outcome();
    }
}
