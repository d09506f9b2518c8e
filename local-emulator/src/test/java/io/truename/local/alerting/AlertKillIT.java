// SPDX-License-Identifier: Apache-2.0
package io.truename.local.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.monitoring.v3.AlertPolicy;
import com.google.monitoring.v3.AlertPolicy.AlertStrategy.NotificationChannelStrategy;
import io.truename.testkit.SteppedClock;
import io.truename.testkit.suite.LongSuite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills a process that evaluates alerts, as {@code kill -9} does, at the places where an incident and its message could part. */
@Timeout(60)
@LongSuite
final class AlertKillIT {
    private static final Instant START = Instant.parse("2026-11-27T20:00:00Z");

    @TempDir
    private Path folder;

    /** Opens and closes an incident, and stands still at the message that is named, before or after it is published. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            List<String> published = new ArrayList<>();
            LocalAlerting.AlertPublisher publisher = (topic, message) -> {
                boolean here = published.size() == Integer.parseInt(arguments[1]);
                if (here && arguments[2].equals("before")) {
                    waitForTheKill();
                }
                published.add(message);
                add(folder, message);
                if (here) {
                    waitForTheKill();
                }
            };
            @SuppressWarnings("resource") // Nothing closes what is killed.
            AlertBench bench =
                    new AlertBench(new SteppedClock(START), Optional.of(folder), AlertKillIT::toldAgain, publisher);
            bench.findings(1);
            bench.minute();
            if (arguments[2].equals("advance")) {
                bench.post("/api/clock/advance", "{\"seconds\":36000}");
            }
            for (int minute = 0; minute < 10; minute++) {
                bench.findings(0);
                bench.minute();
            }
        }
    }

    /** A message every half hour, so that one comes in the middle of an advance. */
    private static AlertPolicy toldAgain(AlertPolicy policy) {
        AlertPolicy.Builder changed = policy.toBuilder();
        changed.getAlertStrategyBuilder()
                .addNotificationChannelStrategy(NotificationChannelStrategy.newBuilder()
                        .setRenotifyInterval(
                                com.google.protobuf.Duration.newBuilder().setSeconds(1800)));
        return changed.build();
    }

    /** A topic that outlives the process. */
    private static void add(Path folder, String message) {
        try {
            Files.writeString(
                    folder.resolve("topic"), message + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void waitForTheKill() {
        System.out.println("now");
        while (true) {
            LockSupport.park();
        }
    }

    private void kill(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString()));
        command.addAll(List.of(arguments));
        Process victim = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = victim.inputReader()) {
            assertThat(output.readLine()).isEqualTo("now");
        } finally {
            victim.destroyForcibly();
            assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, before, open closed",
        "0, after, open open closed",
        "1, before, open closed",
        "1, after, open closed closed",
    })
    void message_comesAtLeastOnceAndNoIncidentTwice(int message, String place, String states) throws Exception {
        kill(Integer.toString(message), place);
        SteppedClock clock = new SteppedClock(START.plus(Duration.ofMinutes(message == 0 ? 1 : 7)));
        try (AlertBench bench = new AlertBench(
                clock, Optional.of(folder), AlertKillIT::toldAgain, (topic, text) -> add(folder, text))) {
            for (int minute = 0; minute < 10; minute++) {
                bench.findings(0);
                bench.minute();
            }
            List<JsonNode> incidents = new ArrayList<>();
            bench.get("/api/incidents", Map.of()).get("items").forEach(incidents::add);
            assertThat(incidents).singleElement().satisfies(incident -> {
                assertThat(incident.get("state").asText()).isEqualTo("closed");
                assertThat(topic("incident_id")).containsOnly(incident.get("id").asText());
            });
            assertThat(String.join(" ", topic("state"))).isEqualTo(states);
        }
    }

    // The victim dies half an hour into ten advanced hours: clock, points and incident must fit together.
    @Test
    void advance_goesOnWhereItWasKilled() throws Exception {
        kill("1", "advance");
        SteppedClock clock = new SteppedClock(START.plus(Duration.ofMinutes(1)));
        try (AlertBench bench = new AlertBench(
                clock, Optional.of(folder), AlertKillIT::toldAgain, (topic, text) -> add(folder, text))) {
            assertThat(bench.get("/api/clock", Map.of()).get("aheadSeconds").asLong())
                    .isEqualTo(1800);
            assertThat(bench.post("/api/clock/advance", "{\"seconds\":3600}").status())
                    .isEqualTo(200);
            assertThat(bench.get("/api/clock", Map.of()).get("aheadSeconds").asLong())
                    .isEqualTo(5400);
            assertThat(bench.get("/api/incidents", Map.of()).get("items"))
                    .singleElement()
                    .satisfies(incident -> {
                        assertThat(incident.get("state").asText()).isEqualTo("open");
                        // Told at the start, at the kill, again after it, and once in the hour then.
                        assertThat(topic("incident_id"))
                                .hasSize(4)
                                .containsOnly(incident.get("id").asText());
                    });
        }
    }

    private List<String> topic(String field) {
        try {
            return Files.readAllLines(folder.resolve("topic")).stream()
                    .map(line ->
                            AlertBench.parsed(line).at("/incident/" + field).asText())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
