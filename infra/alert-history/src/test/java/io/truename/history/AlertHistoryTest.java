// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Timestamp;
import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class AlertHistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String SUCCESS = "custom.googleapis.com/truename/probe/retrieval_success";
    private static final Catalog CATALOG = CatalogReader.installed();

    private final List<TimeSeries> kept = new ArrayList<>();
    private final AlertSpec alert = CATALOG.alerts().get("retrieval-failing");
    private final AlertHistory history = new AlertHistory(
            CATALOG,
            "test-project",
            (type, from, until) -> kept.stream()
                    .filter(series -> series.getMetric().getType().equals(type))
                    .toList());

    /** A gauge a minute, the newest first, as the API answers it. */
    private void keep(String task, int first, int minutes, IntToDoubleFunction value) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(SUCCESS))
                .setResource(
                        MonitoredResource.newBuilder().setType("generic_task").putLabels("task_id", task))
                .setMetricKind(MetricKind.GAUGE)
                .setValueType(ValueType.DOUBLE);
        for (int minute = first + minutes - 1; minute >= first; minute--) {
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setEndTime(Timestamp.newBuilder()
                                    .setSeconds(NOON.plus(Duration.ofMinutes(minute))
                                            .getEpochSecond())))
                    .setValue(TypedValue.newBuilder().setDoubleValue(value.applyAsDouble(minute))));
        }
        kept.add(series.build());
    }

    private MetricSeries values(int minutes) {
        return history.values(ComparedCondition.of(alert).get(0), NOON, NOON.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void values_areThoseThatTheConditionCompares_aMinuteEach() {
        // One series in two parts, as pages give it.
        keep("a", 30, 30, minute -> 0.98);
        keep("a", 0, 30, minute -> 0.99);
        keep("b", 10, 5, minute -> 0.7);

        MetricSeries values = values(59);

        assertThat(values.size()).isEqualTo(60);
        assertThat(values.start()).isEqualTo(NOON.toEpochMilli());
        assertThat(values.value(5)).isCloseTo(0.01, within(1e-9));
        assertThat(values.value(12)).isCloseTo(0.3, within(1e-9));
        assertThat(values.value(45)).isCloseTo(0.02, within(1e-9));
    }

    @Test
    void values_haveGapsWhereNothingWasMeasured() {
        keep("a", 0, 10, minute -> 1);
        assertThat(values(59).value(40)).isNaN();
        kept.clear();
        assertThat(values(59).present()).isEmpty();
    }

    @Test
    void openings_areThoseOfTheLivePolicy() {
        keep("a", 0, 240, minute -> minute >= 60 && minute < 90 ? 0.9 : 0.99);

        List<AlertHistory.Opening> openings = history.openings(alert, NOON, NOON.plus(Duration.ofMinutes(239)));

        // The condition must be met for ten minutes.
        assertThat(openings)
                .containsExactly(new AlertHistory.Opening(
                        NOON.plus(Duration.ofMinutes(70)).toEpochMilli(),
                        NOON.plus(Duration.ofMinutes(90)).toEpochMilli()));
    }

    @Test
    void threeWeeks_areReadAWeekAtATime_andAnIncidentGoesOnOverTheEdge() {
        int edge = 7 * 24 * 60;
        // It is wrong from an hour before the end of the first week until an hour after it.
        keep("a", -120, 3 * edge + 120, minute -> Math.abs(minute - edge) <= 60 ? 0.5 : 0.99);
        List<Duration> readings = new ArrayList<>();
        AlertHistory weekly = new AlertHistory(CATALOG, "test-project", (type, from, until) -> {
            readings.add(Duration.between(from, until));
            return kept.stream()
                    .filter(series -> series.getMetric().getType().equals(type))
                    .map(series -> between(series, from, until))
                    .toList();
        });
        List<AlertHistory.Opening> openings = weekly.openings(alert, NOON, NOON.plus(Duration.ofMinutes(3L * edge)));
        assertThat(openings).singleElement().satisfies(opening -> {
            assertThat(opening.opened())
                    .isLessThan(NOON.plus(Duration.ofMinutes(edge)).toEpochMilli());
            assertThat(opening.closed())
                    .isGreaterThan(NOON.plus(Duration.ofMinutes(edge)).toEpochMilli());
        });
        assertThat(readings).hasSizeGreaterThan(3).allMatch(span -> span.toHours() <= 7 * 24 + 25);
    }

    private static TimeSeries between(TimeSeries series, Instant from, Instant until) {
        return series.toBuilder()
                .clearPoints()
                .addAllPoints(series.getPointsList().stream()
                        .filter(point -> point.getInterval().getEndTime().getSeconds() >= from.getEpochSecond()
                                && point.getInterval().getEndTime().getSeconds() <= until.getEpochSecond())
                        .toList())
                .build();
    }
}
