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
import io.truename.catalog.CatalogReader;
import io.truename.tuning.incident.ComponentChange;
import io.truename.tuning.regression.Change;
import io.truename.tuning.series.MetricSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueryHistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final String DEAD_ROWS = "custom.googleapis.com/truename/database/dead_rows";
    private static final String INSTANCES = "run.googleapis.com/container/instance_count";

    private final List<TimeSeries> kept = new ArrayList<>();
    private final List<Duration> read = new ArrayList<>();
    private final QueryHistory history = new QueryHistory(CatalogReader.installed(), this::read);

    /** As the API: only the points between the times. */
    private List<TimeSeries> read(String type, Instant from, Instant until) {
        read.add(Duration.between(from, until));
        return kept.stream()
                .filter(series -> series.getMetric().getType().equals(type))
                .map(series -> {
                    List<Point> within = series.getPointsList().stream()
                            .filter(point -> between(point, from, until))
                            .toList();
                    return series.toBuilder().clearPoints().addAllPoints(within).build();
                })
                .filter(series -> series.getPointsCount() > 0)
                .toList();
    }

    private static boolean between(Point point, Instant from, Instant until) {
        long time = point.getInterval().getEndTime().getSeconds();
        return time >= from.getEpochSecond() && time <= until.getEpochSecond();
    }

    private void keep(String type, Map<String, String> resource, int firstHour, int hours, IntToDoubleFunction value) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(type))
                .setResource(
                        MonitoredResource.newBuilder().setType("generic_task").putAllLabels(resource))
                .setMetricKind(MetricKind.GAUGE)
                .setValueType(ValueType.DOUBLE);
        for (int i = 4 * (firstHour + hours) - 1; i >= 4 * firstHour; i--) {
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setEndTime(Timestamp.newBuilder().setSeconds(NOON.getEpochSecond() + 900L * i)))
                    .setValue(TypedValue.newBuilder().setDoubleValue(value.applyAsDouble(i))));
        }
        kept.add(series.build());
    }

    @Test
    void values_overSeveralWeeks_haveNoSeamAndAreReadInParts() {
        keep(DEAD_ROWS, Map.of(), 0, 24 * 20, i -> i);

        List<QueryHistory.Answered> answered = history.values(
                "max(max_over_time(custom_googleapis_com:truename_database_dead_rows[1h]))",
                QUARTER,
                NOON.minusSeconds(1),
                NOON.plus(Duration.ofDays(19)));

        assertThat(answered).hasSize(1);
        MetricSeries values = answered.get(0).values();
        assertThat(values.start()).isEqualTo(NOON.toEpochMilli());
        assertThat(values.size()).isEqualTo(19 * 96 + 1);
        // At each end of a part the range reaches into the part before.
        assertThat(values.present()).hasSize(values.size());
        assertThat(values.value(7 * 96)).isCloseTo(7 * 96, within(1e-9));
        assertThat(read).hasSize(3).allMatch(span -> span.compareTo(Duration.ofDays(8)) < 0);
    }

    @Test
    void values_keepSeriesApart_andGapsWhereOneHasNone() {
        keep(DEAD_ROWS, Map.of("task_id", "a"), 0, 10, i -> 1);
        keep(DEAD_ROWS, Map.of("task_id", "b"), 5, 2, i -> 2);

        List<QueryHistory.Answered> answered = history.values(
                "custom_googleapis_com:truename_database_dead_rows", QUARTER, NOON, NOON.plus(Duration.ofHours(9)));

        assertThat(answered)
                .extracting(series -> series.labels().get("task_id"))
                .containsExactly("a", "b");
        assertThat(answered.get(1).values().value(0)).isNaN();
        assertThat(answered.get(1).values().present()).hasSize(8).containsOnly(2);
    }

    @Test
    void deployments_areFirstPointsOfRevisions_butForThoseThatWereThere() {
        keep(INSTANCES, Map.of("revision_name", "generate-00001"), 0, 40, i -> 1);
        Map<String, String> second = Map.of("revision_name", "generate-00002", "service_name", "generate");
        keep(INSTANCES, second, 30, 20, i -> 1);
        // Another series of the same revision, of another region.
        keep(
                INSTANCES,
                Map.of("revision_name", "generate-00002", "service_name", "generate", "location", "b"),
                31,
                20,
                i -> 1);

        assertThat(history.deployments(NOON, NOON.plus(Duration.ofHours(60))))
                .containsExactly(new ComponentChange(
                        new Change(
                                Change.Kind.DEPLOY,
                                NOON.plus(Duration.ofHours(30)).toEpochMilli(),
                                "revision generate-00002"),
                        "generate"));
    }

    @Test
    void everyTrend_readsMetricsOfTheCatalog() {
        var trends = CatalogReader.installed().trends();
        assertThat(Stream.of(
                                trends.regressions().values().stream().map(one -> one.watched()),
                                trends.limits().values().stream().map(one -> one.watched()),
                                trends.scaling().values().stream().map(one -> one.watched()),
                                trends.anomalies().values().stream())
                        .flatMap(each -> each))
                .allSatisfy(watched -> {
                    assertThat(QueriedTypes.of(CatalogReader.installed(), watched.query()))
                            .isNotEmpty();
                    // A mistake in the query would throw.
                    assertThat(history.values(watched.query(), QUARTER, NOON, NOON))
                            .isEmpty();
                });
    }
}
