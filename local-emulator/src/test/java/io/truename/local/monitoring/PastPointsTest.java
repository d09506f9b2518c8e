// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import static io.truename.local.monitoring.MonitoringBench.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.TimeSeries;
import io.truename.alerting.series.MonitoringException;
import io.truename.testkit.SteppedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points of a past that nobody measured. */
final class PastPointsTest {
    private static final String REQUESTS = "run.googleapis.com/request_count";
    private static final Instant NOW = Instant.parse("2026-11-27T20:00:00Z");

    @TempDir
    Path folder;

    private LocalMonitoring open() {
        return new LocalMonitoring(new SteppedClock(NOW), "truename-local", Optional.of(folder));
    }

    /** One point a minute of value 1, 2, 3 and so on; the last ends as long ago as said. */
    private static TimeSeries past(int points, Duration ago) {
        TimeSeries.Builder series = TimeSeries.newBuilder();
        series.getMetricBuilder()
                .setType(REQUESTS)
                .putLabels("response_code", "200")
                .putLabels("response_code_class", "2xx");
        series.getResourceBuilder()
                .setType("cloud_run_revision")
                .putLabels("service_name", "generate")
                .putLabels("revision_name", "past")
                .putLabels("configuration_name", "generate")
                .putLabels("location", "local");
        for (int i = 0; i < points; i++) {
            Instant end = NOW.minus(ago).minusSeconds(60L * (points - 1 - i));
            series.addPoints(
                    MonitoringBench.series("x", Map.of(), MetricKind.DELTA, end.minusSeconds(60), end, whole(i + 1))
                            .getPoints(0));
        }
        return series.build();
    }

    private static String points(LocalMonitoring monitoring, Duration ago) {
        return monitoring
                .api()
                .query(Map.of(
                        "metric", REQUESTS,
                        "start", NOW.minus(ago).minusSeconds(150).toString(),
                        "end", NOW.toString()))
                .body()
                .replaceAll(".*\"points\":", "");
    }

    @Test
    void points_ofAWeekAgo_areTakenAndGoOn() {
        try (LocalMonitoring monitoring = open()) {
            assertThat(monitoring.writePast(past(1440, Duration.ofDays(7)), false))
                    .isEqualTo(1440);
            assertThat(points(monitoring, Duration.ofDays(7)))
                    .contains("[\"2026-11-20T19:59:00Z\",1439],[\"2026-11-20T20:00:00Z\",1440]");
            monitoring.writePast(past(2, Duration.ZERO), false);
            assertThat(points(monitoring, Duration.ZERO)).contains("[\"2026-11-27T20:00:00Z\",2]");
        }
    }

    @Test
    void points_thatDoNotFit_areRefusedAsAWhole() {
        try (LocalMonitoring monitoring = open()) {
            monitoring.writePast(past(2, Duration.ofHours(1)), false);
            refused(monitoring, past(62, Duration.ZERO), false, "not after that of the newest point");
            refused(
                    monitoring,
                    past(2, Duration.ofMinutes(-1)),
                    false,
                    "after 2026-11-27T20:00:00Z, the time of the clock");
            refused(monitoring, past(2, Duration.ofDays(42)), true, "more than 42 days in the past");
            refused(monitoring, past(1441, Duration.ZERO), true, "there are 1441");
            refused(monitoring, past(0, Duration.ZERO), true, "there are 0");
            TimeSeries.Builder unknown = past(1, Duration.ZERO).toBuilder();
            unknown.getMetricBuilder().setType("custom.googleapis.com/unheard-of");
            refused(monitoring, unknown.build(), true, "no metric of the type");
            TimeSeries.Builder foreign = past(1, Duration.ZERO).toBuilder();
            foreign.getResourceBuilder().putLabels("owner", "x");
            refused(monitoring, foreign.build(), true, "no labels [owner]");
            assertThat(points(monitoring, Duration.ofHours(1)))
                    .contains("[[\"2026-11-27T18:59:00Z\",1],[\"2026-11-27T19:00:00Z\",2]]");
        }
    }

    private static void refused(LocalMonitoring monitoring, TimeSeries series, boolean anew, String reason) {
        assertThatThrownBy(() -> monitoring.writePast(series, anew))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining(reason);
    }

    /** The points of the older week are in sealed blocks, which a reopened store finds in its file. */
    @Test
    void anew_olderPointsAreGone_alsoAfterReopening() {
        try (LocalMonitoring monitoring = open()) {
            monitoring.writePast(past(1440, Duration.ofDays(1)), false);
            monitoring.writePast(past(1440, Duration.ZERO), false);
            monitoring.writePast(past(2, Duration.ofHours(30)), true);
            assertThat(points(monitoring, Duration.ofDays(2)))
                    .contains("[[\"2026-11-26T13:59:00Z\",1],[\"2026-11-26T14:00:00Z\",2]]");
        }
        try (LocalMonitoring again = open()) {
            assertThat(points(again, Duration.ofDays(2)))
                    .contains("[[\"2026-11-26T13:59:00Z\",1],[\"2026-11-26T14:00:00Z\",2]]");
        }
    }

    @Test
    void clockAhead_pointsHaveItsTimes() {
        try (LocalMonitoring monitoring = open()) {
            monitoring.advance(60, false, minute -> {});
            monitoring.writePast(past(3, Duration.ofHours(-1)), false);
            refused(monitoring, past(1, Duration.ofMinutes(-61)), false, "2026-11-27T21:00:00Z, the time of the clock");
        }
    }
}
