// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.TimeSeries;
import io.truename.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is there after the process was killed. */
final class SurvivalIT {
    private static final String METRIC = "killed";
    private static final int POINTS = 2_000;

    @TempDir
    private Path folder;

    /** Writes points and ends at once, as by kill -9: nothing is closed and no hook runs. */
    public static void main(String[] arguments) throws InterruptedException {
        Instant start = Instant.parse(arguments[1]);
        @SuppressWarnings("resource") // The process ends without closing anything.
        LocalMonitoring monitoring =
                new LocalMonitoring(Clock.systemUTC(), "truename-local", Optional.of(Path.of(arguments[0])));
        for (int i = 1; i <= POINTS; i++) {
            monitoring.sink().write(point(start.plusSeconds(60L * i), i));
        }
        Runtime.getRuntime().halt(137);
    }

    private static TimeSeries point(Instant time, long value) {
        return MonitoringBench.series(METRIC, Map.of(), MetricKind.GAUGE, time, time, MonitoringBench.whole(value));
    }

    @Test
    void points_survive() throws IOException, InterruptedException {
        Instant start = Instant.parse("2026-11-20T00:00:00Z");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SurvivalIT.class.getName(),
                        folder.toString(),
                        start.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        SteppedClock clock = new SteppedClock(start.plus(Duration.ofMinutes(POINTS)));
        try (MonitoringBench bench = new MonitoringBench(clock, Optional.of(folder))) {
            List<TimeSeries> series =
                    bench.list(bench.lastHour(METRIC).setInterval(MonitoringBench.interval(start, clock.instant())));
            assertThat(series.get(0).getPointsList())
                    .hasSize(POINTS)
                    .first()
                    .satisfies(newest ->
                            assertThat(newest.getValue().getInt64Value()).isEqualTo(POINTS));
            bench.clock.advance(Duration.ofMinutes(1));
            bench.write(bench.gauge(METRIC, Map.of(), MonitoringBench.whole(POINTS + 1)));
        }
    }
}
