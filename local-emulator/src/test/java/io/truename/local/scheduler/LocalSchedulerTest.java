// SPDX-License-Identifier: Apache-2.0
package io.truename.local.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.truename.catalog.Catalog;
import io.truename.catalog.ScheduleSpec;
import io.truename.local.control.ControlRequest;
import io.truename.local.control.ControlRoutes;
import io.truename.local.log.LogBuffer;
import io.truename.testkit.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalSchedulerTest {
    @Test
    void timerRingsAMomentEarly_runsOnce() {
        // The clock still shows the moment before, as it does when a wait is rounded down to whole milliseconds.
        Clock early = Clock.fixed(Instant.parse("2026-11-22T10:00:59.999500Z"), ZoneOffset.UTC);
        AtomicInteger published = new AtomicInteger();
        try (LocalScheduler scheduler = LocalScheduler.start(
                catalog(), (topic, data, attributes) -> published.incrementAndGet(), early, new LogBuffer(early))) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> nextRun(scheduler).equals("2026-11-22T10:02:00Z"));
            assertThat(published).hasValue(1);
        }
    }

    @Test
    void paused_runsOnRequestOnly() throws Exception {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-11-22T10:00:00Z"));
        ControlRoutes routes = new ControlRoutes();
        AtomicInteger published = new AtomicInteger();
        try (LocalScheduler scheduler = LocalScheduler.start(
                catalog(), (topic, data, attributes) -> published.incrementAndGet(), clock, new LogBuffer(clock))) {
            scheduler.addRoutes(routes);
            command(routes, "pause");
            assertThat(status(scheduler).paused()).isTrue();
            assertThat(status(scheduler).nextRun()).isNull();

            command(routes, "run");
            assertThat(published).hasValue(1);
            assertThat(status(scheduler).nextRun()).isNull();

            // Two due times pass.
            clock.advance(Duration.ofSeconds(150));
            command(routes, "resume");
            command(routes, "resume");
            assertThat(status(scheduler).paused()).isFalse();
            assertThat(nextRun(scheduler)).isEqualTo("2026-11-22T10:03:00Z");
            assertThat(published).hasValue(1);
        }
    }

    @Test
    void resumed_runsWhenDue() throws Exception {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-11-22T10:00:00Z"));
        ControlRoutes routes = new ControlRoutes();
        AtomicInteger published = new AtomicInteger();
        try (LocalScheduler scheduler = LocalScheduler.start(
                catalog(), (topic, data, attributes) -> published.incrementAndGet(), clock, new LogBuffer(clock))) {
            scheduler.addRoutes(routes);
            command(routes, "pause");
            clock.advance(Duration.ofMillis(59_990));
            command(routes, "resume");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> nextRun(scheduler).equals("2026-11-22T10:02:00Z"));
            assertThat(published).hasValue(1);
        }
    }

    private static Catalog catalog() {
        ScheduleSpec minutely =
                new ScheduleSpec("minutely", "each minute", "* * * * *", ZoneOffset.UTC, "topic", "", Map.of());
        return new Catalog(Map.of(), Map.of(), Map.of(), Map.of("minutely", minutely));
    }

    private static void command(ControlRoutes routes, String command) throws Exception {
        ControlRoutes.Match match =
                routes.find("POST", "/api/schedules/minutely/" + command).orElseThrow();
        assertThat(match.handler()
                        .handle(new ControlRequest(match.path(), Map.of(), MissingNode.getInstance()))
                        .status())
                .isEqualTo(202);
    }

    private static LocalScheduler.Status status(LocalScheduler scheduler) {
        return (LocalScheduler.Status) ((List<?>) scheduler.status()).get(0);
    }

    private static String nextRun(LocalScheduler scheduler) {
        return String.valueOf(status(scheduler).nextRun());
    }
}
