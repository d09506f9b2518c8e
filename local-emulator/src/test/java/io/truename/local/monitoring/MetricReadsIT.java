// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import static io.truename.local.monitoring.MonitoringBench.PROJECT;
import static io.truename.local.monitoring.MonitoringBench.aligned;
import static io.truename.local.monitoring.MonitoringBench.real;
import static io.truename.local.monitoring.MonitoringBench.type;
import static io.truename.local.monitoring.MonitoringBench.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.Distribution;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.ListTimeSeriesRequest.TimeSeriesView;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: the real client reads series as from the cloud. */
final class MetricReadsIT {
    private MonitoringBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new MonitoringBench();
    }

    @AfterEach
    void stop() throws InterruptedException {
        bench.close();
    }

    /** Writes gauges of two codes each minute: i and 10 i for code a and b. */
    private void writeMinutes(int minutes) {
        for (int i = 1; i <= minutes; i++) {
            bench.clock.advance(Duration.ofMinutes(1));
            bench.write(
                    bench.gauge("g", Map.of("code", "a", "kind", "x"), whole(i)),
                    bench.gauge("g", Map.of("code", "b", "kind", "x"), whole(10L * i)));
        }
    }

    @Test
    void points_comeNewestFirst() {
        writeMinutes(3);
        List<TimeSeries> series = bench.list(bench.lastHour("g"));
        assertThat(series).hasSize(2);
        assertThat(series.get(0).getMetric().getLabelsMap()).containsEntry("code", "a");
        assertThat(values(series.get(0))).containsExactly(3.0, 2.0, 1.0);
        assertThat(series.get(0).getPoints(0).getInterval())
                .isEqualTo(MonitoringBench.interval(bench.clock.instant(), bench.clock.instant()));
    }

    @Test
    void headers_haveNoPoints() {
        writeMinutes(1);
        List<TimeSeries> series = bench.list(bench.lastHour("g").setView(TimeSeriesView.HEADERS));
        assertThat(series).hasSize(2).allMatch(header -> header.getPointsCount() == 0);
        bench.clock.advance(Duration.ofHours(2));
        assertThat(bench.list(bench.lastHour("g").setView(TimeSeriesView.HEADERS)))
                .isEmpty();
    }

    @Test
    void pages_arePointsAndLoseNone() {
        writeMinutes(5);
        ListTimeSeriesRequest request = bench.lastHour("g").setPageSize(3).build();
        List<Integer> pages = new ArrayList<>();
        List<Double> points = new ArrayList<>();
        bench.client.listTimeSeries(request).iteratePages().forEach(page -> {
            pages.add(page.getResponse().getTimeSeriesList().stream()
                    .mapToInt(TimeSeries::getPointsCount)
                    .sum());
            page.getResponse().getTimeSeriesList().forEach(series -> points.addAll(values(series)));
        });
        assertThat(pages).containsExactly(3, 3, 3, 1);
        assertThat(points).containsExactly(5.0, 4.0, 3.0, 2.0, 1.0, 50.0, 40.0, 30.0, 20.0, 10.0);
        ListTimeSeriesRequest headers = request.toBuilder()
                .setView(TimeSeriesView.HEADERS)
                .setPageSize(1)
                .build();
        assertThat(bench.client.listTimeSeries(headers).iterateAll()).hasSize(2);
        refused("page_token", () -> bench.list(request.toBuilder().setPageToken("nonsense")));
    }

    @Test
    void page_hasHundredThousandPointsAtMost() {
        Instant start = bench.clock.instant();
        TimeSeries.Builder many =
                bench.gauge("g", Map.of(), whole(1)).toBuilder().clearPoints();
        for (int second = 1; second <= 100_001; second++) {
            Instant end = start.plusSeconds(second);
            many.addPoints(Point.newBuilder()
                    .setInterval(MonitoringBench.interval(end, end))
                    .setValue(whole(second)));
        }
        bench.monitoring.sink().write(many.build());
        List<Integer> pages = new ArrayList<>();
        bench.client
                .listTimeSeries(bench.lastHour("g")
                        .setInterval(MonitoringBench.interval(start, start.plusSeconds(100_001)))
                        .setPageSize(1_000_000)
                        .build())
                .iteratePages()
                .forEach(page -> pages.add(page.getResponse().getTimeSeries(0).getPointsCount()));
        assertThat(pages).containsExactly(100_000, 1);
    }

    @Test
    void reduction_groupsByLabels() {
        writeMinutes(2);
        Aggregation sum = aligned(Aligner.ALIGN_MEAN, 60).toBuilder()
                .setCrossSeriesReducer(Reducer.REDUCE_SUM)
                .build();
        TimeSeries all = bench.list(bench.lastHour("g").setAggregation(sum)).get(0);
        assertThat(values(all)).containsExactly(22.0, 11.0);
        assertThat(all.getMetric().getLabelsMap()).isEmpty();
        assertThat(all.getValueType()).isEqualTo(ValueType.DOUBLE);
        Aggregation byCode =
                sum.toBuilder().addGroupByFields("metric.label.code").build();
        assertThat(bench.list(bench.lastHour("g").setAggregation(byCode)))
                .extracting(series -> series.getMetric().getLabelsMap())
                .containsExactly(Map.of("code", "a"), Map.of("code", "b"));
    }

    @Test
    void secondAggregation_looksAtTheFirst() {
        writeMinutes(4);
        Aggregation sum = aligned(Aligner.ALIGN_MAX, 60).toBuilder()
                .setCrossSeriesReducer(Reducer.REDUCE_SUM)
                .build();
        List<TimeSeries> series = bench.list(
                bench.lastHour("g").setAggregation(sum).setSecondaryAggregation(aligned(Aligner.ALIGN_MEAN, 120)));
        // 11, 22, 33, 44 by two minutes
        assertThat(values(series.get(0))).containsExactly(38.5, 16.5);
    }

    @Test
    void cumulativeDistributions_giveDeltasAndPercentiles() {
        Instant start = bench.clock.instant();
        for (int i = 1; i <= 3; i++) {
            bench.clock.advance(Duration.ofMinutes(1));
            Distribution.Builder latencies =
                    Distribution.newBuilder().setCount(10L * i).setMean(1.5);
            latencies
                    .getBucketOptionsBuilder()
                    .getExplicitBucketsBuilder()
                    .addBounds(1)
                    .addBounds(2)
                    .addBounds(4);
            latencies.addBucketCounts(0).addBucketCounts(10L * i);
            TypedValue value =
                    TypedValue.newBuilder().setDistributionValue(latencies).build();
            bench.write(MonitoringBench.series(
                    "latency", Map.of(), MetricKind.CUMULATIVE, start, bench.clock.instant(), value));
        }
        TimeSeries deltas = bench.list(bench.lastHour("latency").setAggregation(aligned(Aligner.ALIGN_DELTA, 60)))
                .get(0);
        assertThat(deltas.getMetricKind()).isEqualTo(MetricKind.DELTA);
        assertThat(deltas.getPointsList())
                .extracting(point -> point.getValue().getDistributionValue().getCount())
                .containsExactly(10L, 10L, 10L);
        Aggregation percentile = aligned(Aligner.ALIGN_DELTA, 60).toBuilder()
                .setCrossSeriesReducer(Reducer.REDUCE_PERCENTILE_50)
                .build();
        assertThat(values(bench.list(bench.lastHour("latency").setAggregation(percentile))
                        .get(0)))
                .containsExactly(1.5, 1.5, 1.5);
        refused(
                "not valid for CUMULATIVE of DISTRIBUTION",
                () -> bench.list(bench.lastHour("latency").setAggregation(aligned(Aligner.ALIGN_PERCENTILE_99, 60))));
    }

    @Test
    void questions_thatTheCloudRefuses() {
        writeMinutes(1);
        ListTimeSeriesRequest.Builder request = bench.lastHour("g");
        refused("60 s at least", () -> bench.list(request.clone().setAggregation(aligned(Aligner.ALIGN_MEAN, 59))));
        refused(
                "per_series_aligner must be set",
                () -> bench.list(request.clone()
                        .setAggregation(Aggregation.newBuilder().setCrossSeriesReducer(Reducer.REDUCE_SUM))));
        refused(
                "needs an aggregation before it",
                () -> bench.list(request.clone().setSecondaryAggregation(aligned(Aligner.ALIGN_MEAN, 60))));
        refused(
                "not valid for GAUGE",
                () -> bench.list(request.clone().setAggregation(aligned(Aligner.ALIGN_RATE, 60))));
        refused("one metric type", () -> bench.list(request.clone().setFilter("resource.type = \"global\"")));
        refused("at character 14", () -> bench.list(request.clone().setFilter("metric.type = ")));
        refused("order_by", () -> bench.list(request.clone().setOrderBy("x")));
        refused("end_time is required", () -> bench.list(request.clone().clearInterval()));
        notFound(() -> bench.list(request.clone().setFilter("metric.type = \"custom.googleapis.com/none\"")));
        notFound(() -> bench.list(request.clone().setName("projects/other")));
    }

    @Test
    void resourceMetrics_areReadLikeTheClouds() {
        bench.monitoring.resources().request("generate", "generate-00001-abc", 200, Duration.ofMillis(3));
        bench.monitoring.resources().request("generate", "generate-00001-abc", 200, Duration.ofMillis(4));
        bench.monitoring.resources().request("generate", "generate-00001-abc", 503, Duration.ofSeconds(1));
        bench.clock.advance(Duration.ofMinutes(1));
        bench.monitoring.sample();
        Aggregation rate = aligned(Aligner.ALIGN_RATE, 60).toBuilder()
                .setCrossSeriesReducer(Reducer.REDUCE_SUM)
                .addGroupByFields("metric.labels.response_code_class")
                .build();
        List<TimeSeries> series = bench.list(bench.lastHour("g")
                .setFilter("metric.type = \"run.googleapis.com/request_count\" AND resource.type ="
                        + " \"cloud_run_revision\" AND resource.labels.service_name = \"generate\"")
                .setAggregation(rate));
        assertThat(series)
                .extracting(s -> s.getMetric().getLabelsOrThrow("response_code_class"))
                .containsExactly("2xx", "5xx");
        assertThat(values(series.get(0))).containsExactly(2 / 60.0);
    }

    @Test
    void clients_cannotDeleteTheCloudsMetrics() {
        bench.write(bench.gauge("g", Map.of(), real(1)));
        bench.client.deleteMetricDescriptor(PROJECT + "/metricDescriptors/" + type("g"));
        notFound(() -> bench.list(bench.lastHour("g")));
        ApiException failure = catchThrowableOfType(
                ApiException.class,
                () -> bench.client.deleteMetricDescriptor(
                        PROJECT + "/metricDescriptors/run.googleapis.com/request_count"));
        assertThat(failure.getStatusCode().getCode()).isEqualTo(StatusCode.Code.PERMISSION_DENIED);
    }

    private static List<Double> values(TimeSeries series) {
        return series.getPointsList().stream()
                .map(Point::getValue)
                .map(value -> value.hasInt64Value() ? (double) value.getInt64Value() : value.getDoubleValue())
                .toList();
    }

    private static void notFound(ThrowingCallable call) {
        ApiException failure = catchThrowableOfType(ApiException.class, call);
        assertThat(failure.getStatusCode().getCode()).isEqualTo(StatusCode.Code.NOT_FOUND);
    }

    private static void refused(String message, ThrowingCallable call) {
        ApiException failure = catchThrowableOfType(ApiException.class, call);
        assertThat(failure).isNotNull().hasMessageContaining(message);
        assertThat(failure.getStatusCode().getCode()).isEqualTo(StatusCode.Code.INVALID_ARGUMENT);
    }
}
