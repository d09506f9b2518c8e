// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import static io.truename.local.monitoring.MonitoringBench.series;
import static io.truename.local.monitoring.MonitoringBench.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.TimeSeries;
import io.truename.alerting.series.MonitoringException;
import io.truename.testkit.SteppedClock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The entrance for the local cloud's own series, such as log-based metrics. */
final class OwnSeriesTest {
    private static final String LOGGED = "logging.googleapis.com/user/truename/generate/requests";
    private static final Instant NOW = Instant.parse("2026-11-27T20:00:00Z");

    private final LocalMonitoring monitoring =
            new LocalMonitoring(new SteppedClock(NOW), "truename-local", Optional.empty());

    @AfterEach
    void close() {
        monitoring.close();
    }

    private static TimeSeries logged(int minute, long value) {
        Instant end = NOW.minusSeconds(60L * (60 - minute));
        TimeSeries.Builder series =
                series("x", Map.of(), MetricKind.DELTA, end.minusSeconds(60), end, whole(value)).toBuilder();
        series.getMetricBuilder().setType(LOGGED).putLabels("outcome", "ok");
        series.getResourceBuilder().setType("cloud_run_revision").putLabels("service_name", "generate");
        return series.build();
    }

    private String points() {
        return monitoring.api().query(Map.of("metric", LOGGED)).body().replaceAll(".*\"points\":", "");
    }

    @Test
    void series_ofTheCloudAreTakenWhateverTheirTypeAndAge() {
        monitoring.sink().write(logged(1, 5));
        monitoring.sink().write(logged(2, 7));
        assertThat(points()).contains("[\"2026-11-27T19:01:00Z\",5],[\"2026-11-27T19:02:00Z\",7]");
    }

    @Test
    void points_thatAreNotNewer_areDropped() {
        monitoring.sink().write(logged(2, 7));
        monitoring.sink().write(logged(1, 5));
        monitoring.sink().write(logged(2, 9));
        assertThat(points()).contains("[[\"2026-11-27T19:02:00Z\",7]]");
    }

    @Test
    void pointsOfOneWrite_mayComeNewestFirst() {
        TimeSeries both = logged(2, 7).toBuilder()
                .addAllPoints(logged(1, 5).getPointsList())
                .build();
        monitoring.sink().write(both);
        assertThat(points()).contains("[\"2026-11-27T19:01:00Z\",5],[\"2026-11-27T19:02:00Z\",7]");
    }

    @Test
    void anotherKind_needsAnotherDescriptor() {
        monitoring.sink().write(logged(1, 5));
        TimeSeries gauge =
                logged(2, 7).toBuilder().setMetricKind(MetricKind.CUMULATIVE).build();
        assertThatThrownBy(() -> monitoring.sink().write(gauge))
                .isInstanceOf(MonitoringException.class)
                .hasMessageContaining("is DELTA of INT64, not CUMULATIVE");
        monitoring
                .sink()
                .describe(MetricDescriptor.newBuilder()
                        .setType(LOGGED)
                        .setMetricKind(MetricKind.CUMULATIVE)
                        .setValueType(ValueType.INT64)
                        .build());
        monitoring.sink().write(gauge);
        assertThat(points()).contains("[[\"2026-11-27T19:02:00Z\",7]]");
    }
}
