// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.incident;

import static io.truename.tuning.incident.Notifications.at;
import static io.truename.tuning.incident.Notifications.closed;
import static io.truename.tuning.incident.Notifications.open;
import static io.truename.tuning.incident.Notifications.tier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.tuning.backtest.Share;
import io.truename.tuning.backtest.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final Components COMPONENTS = new Components(Map.of(), Map.of());
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Five incidents a day apart, of 10, 20, 30, 40 and 50 minutes. */
    private static final List<IncidentGroup> GROUPS = groups(LongStream.range(0, 5)
            .mapToObj(day ->
                    closed(open("i" + day, "latency-high", "generate", 1_440 * day), 1_440 * day + 10 * day + 10))
            .toArray(IncidentNotification[]::new));

    @Test
    void replay_twoPeriodsApart_agrees_threeDoNot() {
        Accuracy accuracy = accuracy(List.of(at(2), at(1_437), at(2_880), at(4_319), at(9_000)), List.of());

        // Three pairs; two live ones and two replayed ones stand alone.
        assertThat(accuracy.agreement().ofAll()).isEqualTo(new Share(3, 7));
        assertThat(accuracy.toClose()).contains(Duration.ofMinutes(30));
        assertThat(accuracy(List.of(), List.of()).agreement().ofAll()).isEqualTo(new Share(0, 5));
    }

    @Test
    void oneReplayedOpening_agreesWithOneLiveOne_only() {
        IncidentNotification first = closed(open("a", "latency-high", "generate", 0), 1);
        IncidentNotification second = closed(open("b", "latency-high", "generate", 2), 3);
        assertThat(Accuracy.of("latency-high", groups(first, second), List.of(at(1)), MINUTE, List.of())
                        .agreement()
                        .ofAll())
                .isEqualTo(new Share(1, 2));
    }

    @Test
    void verdicts_theLastOneCounts_withExactBounds() {
        List<Verdict> verdicts = List.of(
                verdict("i0", true, 10),
                verdict("i1", true, 10),
                verdict("i1", false, 20),
                verdict("i2@" + at(2_880).getEpochSecond(), true, 10),
                verdict("another", false, 10));
        Accuracy accuracy = accuracy(List.of(), verdicts);

        assertThat(accuracy.real()).isEqualTo(new Share(2, 3));
        assertThat(accuracy.unjudged()).isEqualTo(2);
        // 1 - x^3 = 0.05 has the root 0.983; 3x^2 - 2x^3 = 0.05 has 0.135.
        assertThat(accuracy.real().upper()).isCloseTo(0.983, within(1e-3));
        assertThat(accuracy.real().lower()).isCloseTo(0.135, within(1e-3));
    }

    @Test
    void flappingIncident_isJudgedOnce() {
        IncidentNotification[] flaps = IntStream.range(0, 10)
                .mapToObj(i -> closed(open("f" + i, "latency-high", "generate", 4L * i), 4L * i + 2))
                .toArray(IncidentNotification[]::new);
        assertThat(Accuracy.of("latency-high", groups(flaps), List.of(), MINUTE, List.of(verdict("f7", false, 99)))
                        .real())
                .isEqualTo(new Share(0, 1));
    }

    @Test
    void key_ofAnObjectivesTier() {
        assertThat(tier("t", "generate-latency", "fast", 0).policy().key()).isEqualTo("generate-latency-fast");
        assertThat(tier("t", "generate-latency", "", 0).policy().key()).isEqualTo("generate-latency");
    }

    @Test
    void exclusions_areOfRealIncidents_andTouchingOnesAreOne() {
        IncidentNotification first = closed(open("a", "latency-high", "generate", 100), 130);
        IncidentNotification touching = closed(open("b", "replication-lag", "", 135), 140);
        IncidentNotification falseAlarm = closed(open("c", "latency-high", "generate", 500), 530);
        IncidentNotification goesOn = open("d", "latency-high", "generate", 900);
        List<Verdict> verdicts =
                Stream.of("a", "b", "d").map(id -> verdict(id, true, 950)).toList();

        List<TimeWindow> windows = Exclusions.of(
                groups(first, touching, falseAlarm, goesOn),
                Stream.concat(verdicts.stream(), Stream.of(verdict("c", false, 950)))
                        .toList(),
                Duration.ofMinutes(10),
                at(1_000));

        assertThat(windows).containsExactly(window(90, 140), window(890, 1_000));
    }

    @Test
    void exclusions_leaveOutAnIncidentThatOpensLater() {
        assertThat(Exclusions.of(
                        groups(open("a", "latency-high", "generate", 1_011)),
                        List.of(verdict("a", true, 950)),
                        Duration.ofMinutes(10),
                        at(1_000)))
                .isEmpty();
    }

    private static TimeWindow window(long from, long to) {
        return new TimeWindow(at(from).toEpochMilli(), at(to).toEpochMilli());
    }

    private static Accuracy accuracy(List<Instant> replayed, List<Verdict> verdicts) {
        return Accuracy.of("latency-high", GROUPS, replayed, MINUTE, verdicts);
    }

    private static Verdict verdict(String incident, boolean real, long minute) {
        return new Verdict(incident, real, "ana", at(minute), "");
    }

    private static List<IncidentGroup> groups(IncidentNotification... told) {
        return Correlation.groups(Opening.of(List.of(told)), List.of(), COMPONENTS, CorrelationRules.USUAL);
    }
}
