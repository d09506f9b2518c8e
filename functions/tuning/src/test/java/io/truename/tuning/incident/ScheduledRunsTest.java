// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import static io.truename.tuning.incident.Notifications.at;
import static io.truename.tuning.incident.Notifications.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.truename.tuning.regression.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduledRunsTest {
    private static final Components COMPONENTS = new Components(
            Map.of("replication-lag", "database"),
            Map.of("probe", Set.of("database"), "tune", Set.of("database"), "generate", Set.of()));

    /** A job whose runs have one distance, the first at minute 0 of the tests' time. */
    private record Regular(String component, String name, int minutes) implements ScheduledJob {
        @Override
        public Optional<Instant> after(Instant time) {
            long period = minutes * 60_000L;
            long since = time.toEpochMilli() - at(0).toEpochMilli();
            return Optional.of(at(0).plusMillis((Math.floorDiv(since, period) + 1) * period));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // A day: 72 minutes of it are a twentieth, of which an hour is looked at.
        "1440, 0, true",
        "1440, 60, true",
        "1440, 61, false",
        "60, 0, true",
        "60, 2, true",
        "60, 3, false",
        "20, 0, true",
        "20, 1, false",
        // In one of fifteen, and of five, minutes they coincide by chance.
        "15, 0, false",
        "5, 0, false",
        "1, 0, false"
    })
    void run_isNamed_ifItIsNearerThanByChance(int period, int minutesBefore, boolean named) {
        Optional<ComponentChange.LikelyCause> cause = cause(
                open("a", "latency-high", "probe", 10 * 1440 + minutesBefore),
                List.of(),
                new Regular("probe", "job", period));
        assertThat(cause.isPresent()).isEqualTo(named);
        cause.ifPresent(found -> {
            assertThat(found.change().change().kind()).isEqualTo(Change.Kind.SCHEDULE);
            assertThat(found.before()).isEqualTo(Duration.ofMinutes(minutesBefore));
        });
    }

    @Test
    void ofSeveral_theNearestIsNamed_ofAFunctionThatCanHaveCausedIt() {
        assertThat(cause(
                        open("a", "latency-high", "probe", 20),
                        List.of(),
                        new Regular("probe", "nightly", 1440),
                        new Regular("generate", "elsewhere", 1440),
                        new Regular("probe", "weekly", 10_080)))
                .map(ComponentChange.LikelyCause::text)
                .contains("schedule of probe, nightly, 20 min before the first symptom");
        assertThat(cause(open("a", "latency-high", "generate", 20), List.of(), new Regular("probe", "nightly", 1440)))
                .isEmpty();
    }

    @Test
    void work_canBeALoadOnThatWhichItNeeds_andADeployIsNone() {
        IncidentNotification lag = open("a", "replication-lag", "", 20);
        assertThat(cause(lag, List.of(), new Regular("probe", "nightly", 1440))).isPresent();
        assertThat(cause(lag, List.of(change(Change.Kind.MIGRATION, 5)))).isPresent();
        assertThat(cause(lag, List.of(change(Change.Kind.DEPLOY, 5)))).isEmpty();
    }

    @Test
    void job_thatAlsoRanWithoutAnIncident_comesAfterADeploy() {
        assertThat(cause(
                        open("a", "latency-high", "probe", 20),
                        List.of(change(Change.Kind.DEPLOY, -5)),
                        new Regular("probe", "nightly", 1440)))
                .map(found -> found.change().change().kind())
                .contains(Change.Kind.DEPLOY);
    }

    private static ComponentChange change(Change.Kind kind, int minute) {
        return new ComponentChange(new Change(kind, at(minute).toEpochMilli(), "change"), "probe");
    }

    private static Optional<ComponentChange.LikelyCause> cause(
            IncidentNotification told, List<ComponentChange> changes, ScheduledJob... jobs) {
        return Correlation.groups(Opening.of(List.of(told)), changes, List.of(jobs), COMPONENTS, CorrelationRules.USUAL)
                .get(0)
                .changes()
                .stream()
                .findFirst();
    }
}
