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
import io.truename.catalog.SloSpec;
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

    /** Requests of services, a point a minute: of those that failed there are points only where some did. */
    private void keepRequests(String service, String code, int first, int minutes, int count) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder()
                        .setType("run.googleapis.com/request_count")
                        .putLabels("response_code_class", code))
                .setResource(MonitoredResource.newBuilder()
                        .setType("cloud_run_revision")
                        .putLabels("service_name", service))
                .setMetricKind(MetricKind.DELTA)
                .setValueType(ValueType.INT64);
        for (int minute = first + minutes - 1; minute >= first; minute--) {
            long end = NOON.plus(Duration.ofMinutes(minute)).getEpochSecond();
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setStartTime(Timestamp.newBuilder().setSeconds(end - 60))
                            .setEndTime(Timestamp.newBuilder().setSeconds(end)))
                    .setValue(TypedValue.newBuilder().setInt64Value(count)));
        }
        kept.add(series.build());
    }

    @Test
    void counted_shareIsTheOneThatTheConditionCompares_andZeroWhereItAnswersNothing() {
        keepRequests("generate", "2xx", -30, 120, 95);
        keepRequests("generate", "5xx", 20, 40, 5);
        keepRequests("migrate", "2xx", -30, 120, 10);
        ComparedCondition errors =
                ComparedCondition.of(CATALOG.alerts().get("error-rate-high")).get(0);
        Instant until = NOON.plus(Duration.ofMinutes(59));

        AlertHistory.Counted counted = history.counted(errors, NOON, until).orElseThrow();

        // Without errors the query has no series; both services are equally good, and migrate has fewer requests.
        assertThat(history.values(errors, NOON, until).value(10)).isNaN();
        assertThat(counted.shares().value(10)).isZero();
        assertThat(counted.totals().value(10)).isCloseTo(50, within(1e-6));
        assertThat(counted.shares().value(40)).isCloseTo(0.05, within(1e-9));
        assertThat(counted.totals().value(40)).isCloseTo(500, within(1e-6));
        MetricSeries compared = history.values(errors, NOON, until);
        for (int minute = 21; minute < 60; minute++) {
            assertThat(counted.shares().value(minute)).isCloseTo(compared.value(minute), within(1e-9));
        }
    }

    @Test
    void counted_ofRetrievals_hasThoseOfADay() {
        keepRetrievals("found", 90);
        keepRetrievals("missed", 10);
        ComparedCondition share = ComparedCondition.of(alert).get(0);

        AlertHistory.Counted counted =
                history.counted(share, NOON, NOON.plus(Duration.ofMinutes(9))).orElseThrow();

        assertThat(counted.shares().value(5)).isCloseTo(0.1, within(1e-9));
        assertThat(counted.totals().value(5)).isEqualTo(100);
    }

    private void keepRetrievals(String outcome, int count) {
        keep(outcome, 0, 10, minute -> count);
        TimeSeries last = kept.remove(kept.size() - 1);
        kept.add(last.toBuilder()
                .setMetric(Metric.newBuilder()
                        .setType("custom.googleapis.com/truename/probe/retrievals")
                        .putLabels("outcome", outcome))
                .build());
    }

    @Test
    void counted_withoutCounts() {
        Instant until = NOON.plus(Duration.ofMinutes(9));
        assertThat(history.counted(ComparedCondition.of(alert).get(0), NOON, until))
                .isEmpty();
        assertThat(history.counted(
                        ComparedCondition.of(CATALOG.alerts().get("cpu-high")).get(0), NOON, until))
                .isEmpty();
    }

    @Test
    void budgetLeft_ofRequests() {
        ObjectiveHistory objectives = new ObjectiveHistory(
                CATALOG,
                "test-project",
                (type, from, until) -> kept.stream()
                        .filter(series -> series.getMetric().getType().equals(type))
                        .toList());
        SloSpec slo = CATALOG.slos().get("generate-availability");
        assertThat(objectives.budgetLeft(slo, NOON)).isEmpty();

        // Of 2,000,000 requests 0.05 % may fail; 900 do, of which 300 nine days ago, in another part.
        keepRequests("generate", "2xx", -2000, 1000, 2000);
        keepRequests("generate", "5xx", -600, 60, 10);
        keepRequests("generate", "5xx", -9 * 1440, 30, 10);
        keepRequests("migrate", "5xx", -600, 60, 1000);

        assertThat(objectives.budgetLeft(slo, NOON).orElseThrow())
                .isCloseTo(1 - (900.0 / 2_000_900) / 0.0005, within(1e-9));
        // Older ones are of another period.
        assertThat(objectives.budgetLeft(slo, NOON.plus(Duration.ofDays(28))).orElseThrow())
                .isCloseTo(1 - (600.0 / 2_000_600) / 0.0005, within(1e-9));
    }

    @Test
    void budgetLeft_ofWindows() {
        // Of ten windows of five minutes one is bad, twice what 95 % allow.
        keep("a", -48, 50, minute -> minute > -20 && minute <= -15 ? 0.5 : 1);
        ObjectiveHistory objectives = new ObjectiveHistory(CATALOG, "test-project", (type, from, until) -> kept);
        assertThat(objectives
                        .budgetLeft(CATALOG.slos().get("retrieval-success"), NOON)
                        .orElseThrow())
                .isCloseTo(-1, within(1e-9));
    }
}
