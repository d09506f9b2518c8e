// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import static io.truename.local.monitoring.MonitoringBench.PROJECT;
import static io.truename.local.monitoring.MonitoringBench.real;
import static io.truename.local.monitoring.MonitoringBench.series;
import static io.truename.local.monitoring.MonitoringBench.type;
import static io.truename.local.monitoring.MonitoringBench.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.monitoring.v3.CreateTimeSeriesRequest;
import com.google.monitoring.v3.CreateTimeSeriesSummary;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: the real client meets the cloud's rules for writing points. */
final class MetricWritesIT {
    private MonitoringBench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new MonitoringBench();
    }

    @AfterEach
    void stop() throws InterruptedException {
        bench.close();
    }

    @Test
    void firstPoint_makesItsDescriptor() {
        bench.write(bench.gauge("migrate/rows", Map.of("table", "chunks", "code", "a"), whole(7)));
        MetricDescriptor made =
                bench.client.getMetricDescriptor(PROJECT + "/metricDescriptors/" + type("migrate/rows"));
        assertThat(made.getMetricKind()).isEqualTo(MetricKind.GAUGE);
        assertThat(made.getValueType()).isEqualTo(ValueType.INT64);
        assertThat(made.getLabelsList()).extracting("key").containsExactly("code", "table");
        assertThat(bench.list(bench.lastHour("migrate/rows")))
                .singleElement()
                .satisfies(series -> assertThat(series.getPoints(0).getValue()).isEqualTo(whole(7)));
    }

    @Test
    void points_mustBeNewerAndFiveSecondsApart() {
        bench.write(bench.gauge("g", Map.of(), whole(1)));
        refused("in order", () -> bench.write(bench.gauge("g", Map.of(), whole(2))));
        bench.clock.advance(Duration.ofMillis(4999));
        refused("more often than one in 5 seconds", () -> bench.write(bench.gauge("g", Map.of(), whole(2))));
        bench.clock.advance(Duration.ofMillis(1));
        bench.write(bench.gauge("g", Map.of(), whole(2)));
        Instant earlier = bench.clock.instant().minusSeconds(60);
        refused("in order", () -> bench.write(series("g", Map.of(), MetricKind.GAUGE, earlier, earlier, whole(3))));
    }

    @Test
    void points_tooOldOrFromTheFuture_areRefused() {
        Instant now = bench.clock.instant();
        for (Duration fits : List.of(Duration.ofHours(-25), Duration.ofMinutes(5))) {
            Instant time = now.plus(fits);
            bench.write(series("g", Map.of(), MetricKind.GAUGE, time, time, whole(1)));
            Instant beyond = time.plusMillis(fits.isNegative() ? -1 : 1);
            refused(
                    fits.isNegative() ? "25 hours in the past" : "5 minutes in the future",
                    () -> bench.write(series("h", Map.of(), MetricKind.GAUGE, beyond, beyond, whole(1))));
        }
    }

    @Test
    void request_overTwoHundredSeries_writesNothing() {
        TimeSeries[] many = IntStream.rangeClosed(0, 200)
                .mapToObj(i -> bench.gauge("g", Map.of("i", "" + i), whole(i)))
                .toArray(TimeSeries[]::new);
        refused("200 time series", () -> bench.write(many));
        notFound(() -> bench.list(bench.lastHour("g")));
        bench.write(List.of(many).subList(0, 200).toArray(TimeSeries[]::new));
        assertThat(bench.list(bench.lastHour("g"))).hasSize(200);
    }

    @Test
    void request_thatIsWrongAsSuch_writesNothing() {
        TimeSeries good = bench.gauge("g", Map.of(), whole(1));
        refused("no time_series", () -> bench.write());
        refused("timeSeries[1]: The same time series is timeSeries[0]", () -> bench.write(good, good));
        TimeSeries twice = good.toBuilder().addPoints(good.getPoints(0)).build();
        refused("One point may be written", () -> bench.write(bench.gauge("h", Map.of(), whole(1)), twice));
        refused(
                "1024 characters at most",
                () -> bench.write(bench.gauge("g", Map.of("a", "x".repeat(1025)), whole(1))));
        refused("100 characters at most", () -> bench.write(bench.gauge("g", Map.of("a".repeat(101), "x"), whole(1))));
        assertThat(bench.client.listMetricDescriptors(PROJECT).iterateAll())
                .noneMatch(descriptor -> descriptor.getType().startsWith("custom."));
    }

    @Test
    void points_thatDoNotFit_doNotStopTheOthers() {
        bench.write(bench.gauge("g", Map.of(), whole(1)));
        ApiException failure = refused(
                "timeSeries[0,2-3]",
                () -> bench.write(
                        bench.gauge("g", Map.of(), real(1)),
                        bench.gauge("h", Map.of(), whole(1)),
                        bench.gauge("g", Map.of("l", "1"), real(1)),
                        bench.gauge("g", Map.of("l", "2"), real(1)),
                        bench.gauge("g", Map.of("l", "3"), whole(1))));
        assertThat(bench.list(bench.lastHour("h"))).hasSize(1);
        CreateTimeSeriesSummary summary = failure.getErrorDetails().getMessage(CreateTimeSeriesSummary.class);
        assertThat(summary.getTotalPointCount()).isEqualTo(5);
        assertThat(summary.getSuccessPointCount()).isEqualTo(1);
        assertThat(summary.getErrorsList())
                .extracting(CreateTimeSeriesSummary.Error::getPointCount)
                .containsExactlyInAnyOrder(3, 1);
        assertThat(summary.getErrors(0).getStatus().getMessage()).contains("is GAUGE of INT64, not GAUGE of DOUBLE");
    }

    @Test
    void kindsAndTypes_thatTheCloudDoesNotTake_areRefused() {
        Instant now = bench.clock.instant();
        Instant before = now.minusSeconds(60);
        TypedValue flag = TypedValue.newBuilder().setBoolValue(true).build();
        TypedValue text = TypedValue.newBuilder().setStringValue("x").build();
        refused("cannot be DELTA", () -> bench.write(series("d", Map.of(), MetricKind.DELTA, before, now, whole(1))));
        refused(
                "BOOL can only be a GAUGE",
                () -> bench.write(series("b", Map.of(), MetricKind.CUMULATIVE, before, now, flag)));
        refused("STRING", () -> bench.write(bench.gauge("s", Map.of(), text)));
        refused("not finite", () -> bench.write(bench.gauge("n", Map.of(), real(Double.NaN))));
        refused("equal to the end", () -> bench.write(series("g", Map.of(), MetricKind.GAUGE, before, now, whole(1))));
        refused("before the end", () -> bench.write(series("c", Map.of(), MetricKind.CUMULATIVE, now, now, whole(1))));
    }

    @Test
    void resources_thatClientsCannotWriteTo_areRefused() {
        refused("cannot be written to the resource cloud_run_revision", () -> bench.write(on("cloud_run_revision")));
        refused("unknown to the local cloud", () -> bench.write(on("gce_instance")));
        refused("lacks the labels [location, namespace, job, task_id]", () -> bench.write(on("generic_task")));
        TimeSeries.Builder own = on("global").toBuilder();
        own.getMetricBuilder().setType("run.googleapis.com/request_count");
        refused("begin with custom.googleapis.com/", () -> bench.write(own.build()));
    }

    private TimeSeries on(String resource) {
        TimeSeries.Builder series = bench.gauge("g", Map.of(), whole(1)).toBuilder();
        series.getResourceBuilder().clear().setType(resource);
        return series.build();
    }

    @Test
    void cumulative_keepsItsStartOrBeginsAfterTheLastPoint() {
        Instant start = bench.clock.instant().minusSeconds(60);
        cumulative(start, 10);
        bench.clock.advance(Duration.ofSeconds(60));
        refused("start time", () -> cumulative(start.plusSeconds(1), 12));
        cumulative(start, 12);
        Instant reset = bench.clock.instant();
        bench.clock.advance(Duration.ofSeconds(60));
        cumulative(reset, 3);
        assertThat(bench.list(bench.lastHour("c")).get(0).getPointsList())
                .extracting(point -> point.getValue().getInt64Value())
                .containsExactly(3L, 12L, 10L);
    }

    private void cumulative(Instant start, long value) {
        bench.write(series("c", Map.of(), MetricKind.CUMULATIVE, start, bench.clock.instant(), whole(value)));
    }

    @Test
    void serviceTimeSeries_areForTheCloud() {
        ApiException failure = catchThrowableOfType(
                ApiException.class,
                () -> bench.client.createServiceTimeSeries(CreateTimeSeriesRequest.newBuilder()
                        .setName(PROJECT)
                        .addTimeSeries(bench.gauge("g", Map.of(), whole(1)))
                        .build()));
        assertThat(failure.getStatusCode().getCode()).isEqualTo(StatusCode.Code.PERMISSION_DENIED);
    }

    private static void notFound(ThrowingCallable call) {
        ApiException failure = catchThrowableOfType(ApiException.class, call);
        assertThat(failure.getStatusCode().getCode()).isEqualTo(StatusCode.Code.NOT_FOUND);
    }

    private static ApiException refused(String message, ThrowingCallable call) {
        ApiException failure = catchThrowableOfType(ApiException.class, call);
        assertThat(failure).isNotNull().hasMessageContaining(message);
        assertThat(failure.getStatusCode().getCode()).isEqualTo(StatusCode.Code.INVALID_ARGUMENT);
        return failure;
    }

    @Test
    void clockThatIsAhead_isNotSeenByAClient() {
        Instant start = bench.clock.instant();
        for (int minute = 1; minute <= 3; minute++) {
            bench.clock.advance(Duration.ofMinutes(1));
            total(start, 10L * minute);
        }
        bench.monitoring.advance(60, true, minute -> {});
        bench.clock.advance(Duration.ofMinutes(1));
        total(start, 40);

        assertThat(bench.list(bench.lastHour("migrate/total"))).singleElement().satisfies(series -> {
            assertThat(series.getPoints(0).getInterval())
                    .isEqualTo(MonitoringBench.interval(start, bench.clock.instant()).toBuilder()
                            .setStartTime(series.getPoints(0).getInterval().getStartTime())
                            .build());
            assertThat(series.getPoints(0).getValue().getInt64Value()).isEqualTo(640);
            assertThat(series.getPoints(1).getValue().getInt64Value()).isEqualTo(630);
        });
    }

    private void total(Instant start, long value) {
        bench.write(
                series("migrate/total", Map.of(), MetricKind.CUMULATIVE, start, bench.clock.instant(), whole(value)));
    }
}
