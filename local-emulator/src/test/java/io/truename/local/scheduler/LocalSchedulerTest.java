// SPDX-License-Identifier: Apache-2.0
package io.truename.local.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.truename.catalog.Catalog;
import io.truename.catalog.ScheduleSpec;
import io.truename.local.log.LogBuffer;
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
        ScheduleSpec minutely =
                new ScheduleSpec("minutely", "each minute", "* * * * *", ZoneOffset.UTC, "topic", "", Map.of());
        Catalog catalog = new Catalog(Map.of(), Map.of(), Map.of(), Map.of("minutely", minutely));
        AtomicInteger published = new AtomicInteger();
        try (LocalScheduler scheduler = LocalScheduler.start(
                catalog, (topic, data, attributes) -> published.incrementAndGet(), early, new LogBuffer(early))) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> nextRun(scheduler).equals("2026-11-22T10:02:00Z"));
            assertThat(published).hasValue(1);
        }
    }

    private static String nextRun(LocalScheduler scheduler) {
        return String.valueOf(((LocalScheduler.Status) ((List<?>) scheduler.status()).get(0)).nextRun());
    }
}
