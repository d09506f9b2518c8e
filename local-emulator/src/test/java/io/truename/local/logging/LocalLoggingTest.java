// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.logging.v2.LogMetric;
import com.google.monitoring.v3.TimeSeries;
import io.truename.local.logging.query.FilterException;
import io.truename.testkit.SteppedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalLoggingTest {
    private static final LogMetric LINES = LogMetric.newBuilder()
            .setName("lines")
            .setFilter("textPayload:line")
            .build();

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-27T20:00:30Z"));
    private final List<TimeSeries> points = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void entriesOfAFolder_areThereAgain_andNotMeasured() throws Exception {
        try (LocalLogging first = new LocalLogging(clock, "p", Optional.of(folder))) {
            first.accept("generate", "generate-00001-abc", "stdout", "line 1");
        }
        try (LocalLogging second = new LocalLogging(clock, "p", Optional.of(folder))) {
            second.measure(List.of(LINES), points::add);
            clock.advance(Duration.ofSeconds(1));
            second.accept("generate", "generate-00001-abc", "stdout", "line 2\nline 3");
            assertThat(second.api().list(Map.of())).contains("line 1", "line 2", "line 3");
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(points).hasSize(1);
        assertThat(points.get(0).getPoints(0).getValue().getInt64Value()).isEqualTo(2);
    }

    @Test
    void timer_passesPointsOnWithoutAnotherLine() throws Exception {
        try (LocalLogging logging = new LocalLogging(clock, "p", Optional.empty())) {
            logging.measure(List.of(LINES), points::add);
            logging.accept("generate", "generate-00001-abc", "stdout", "line");
            clock.advance(Duration.ofMinutes(1));
            await().atMost(Duration.ofSeconds(10)).until(() -> points.size() == 1);
        }
    }

    @Test
    void metrics_thatCannotBeUsed_areRefused() throws Exception {
        try (LocalLogging logging = new LocalLogging(clock, "p", Optional.empty())) {
            LogMetric broken = LINES.toBuilder().setFilter("thud=1").build();
            assertThatThrownBy(() -> logging.measure(List.of(broken), points::add))
                    .isInstanceOf(FilterException.class);
            logging.measure(List.of(LINES), points::add);
            assertThatThrownBy(() -> logging.measure(List.of(LINES), points::add))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void close_endsTheTimer() throws Exception {
        new LocalLogging(clock, "p", Optional.empty()).close();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("logging-timer")));
    }
}
