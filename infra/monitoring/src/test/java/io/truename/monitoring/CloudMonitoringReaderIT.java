// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.api.Distribution;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import io.grpc.Status;
import io.truename.monitoring.fixture.LimitedMonitoring;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloudMonitoringReaderIT {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final LimitedMonitoring server = new LimitedMonitoring(Clock.systemUTC());
    private final CloudMonitoringReader reader =
            new CloudMonitoringReader(new MonitoringEndpoint("p1", Optional.of(server.address())));

    @AfterEach
    void stop() {
        reader.close();
        server.close();
    }

    private List<ReadSeries> read(String type) {
        return ReadSeries.of(reader.readAll(type, NOON.minusSeconds(600), NOON));
    }

    private static TimeSeries series(String type, String service, String responses, TypedValue... newestFirst) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(com.google.api.Metric.newBuilder().setType(type).putLabels("response_code_class", responses))
                .setResource(MonitoredResource.newBuilder().putLabels("service_name", service));
        for (TypedValue value : newestFirst) {
            series.addPoints(Point.newBuilder().setValue(value));
        }
        return series.build();
    }

    private static TypedValue number(long value) {
        return TypedValue.newBuilder().setInt64Value(value).build();
    }

    private static TypedValue latencies(long... counts) {
        Distribution.Builder distribution = Distribution.newBuilder()
                .setBucketOptions(Distribution.BucketOptions.newBuilder()
                        .setExponentialBuckets(Distribution.BucketOptions.Exponential.newBuilder()
                                .setNumFiniteBuckets(2)
                                .setGrowthFactor(10)
                                .setScale(10)));
        long all = 0;
        for (long count : counts) {
            distribution.addBucketCounts(count);
            all += count;
        }
        return TypedValue.newBuilder()
                .setDistributionValue(distribution.setCount(all))
                .build();
    }

    @Test
    void numbers_haveTheirNewestPoint_theirSum_andTheLabelsOfMetricAndResource() {
        server.show(
                series("requests", "generate", "2xx", number(7), number(5)),
                series("requests", "generate", "5xx", number(1)),
                series("others", "generate", "5xx", number(1)));
        assertThat(read("requests"))
                .extracting(
                        one -> one.label("service_name"),
                        one -> one.label("response_code_class"),
                        ReadSeries::newest,
                        ReadSeries::sum)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("generate", "2xx", 7.0, 12.0),
                        org.assertj.core.groups.Tuple.tuple("generate", "5xx", 1.0, 1.0));
        assertThat(read("nothing")).isEmpty();
    }

    @Test
    void distributions_areAddedUp_andHavePercentiles() {
        // Trailing empty buckets are left out, as the service does.
        server.show(series("latency", "generate", "2xx", latencies(0, 50), latencies(0, 40, 10)));
        ReadSeries one = read("latency").get(0);
        assertThat(one.sum()).isEqualTo(100);
        ReadSeries.Merged merged = ReadSeries.merged(List.of(one)).orElseThrow();
        assertThat(merged.bounds()).containsExactly(10.0, 100.0, 1_000.0);
        assertThat(merged.percentile(0.9).orElseThrow()).isCloseTo(100, within(1e-9));
        assertThat(merged.percentile(0.95).orElseThrow()).isCloseTo(550, within(1e-9));
        assertThat(new ReadSeries.Merged(List.of(1.0), List.of(0L, 0L)).percentile(0.5))
                .isEmpty();
    }

    @Test
    void pages_areAllRead_andASeriesOnSeveralIsOne() {
        server.show(
                series("requests", "generate", "2xx", number(7), number(5)),
                series("requests", "generate", "2xx", number(3)),
                series("requests", "migrate", "2xx", number(2)));
        server.pages(1);
        assertThat(read("requests"))
                .extracting(one -> one.label("service_name"), ReadSeries::newest, ReadSeries::sum)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("generate", 7.0, 15.0),
                        org.assertj.core.groups.Tuple.tuple("migrate", 2.0, 2.0));
        assertThat(server.readings()).hasSize(3);
        assertThat(reader.read(question(Duration.ofHours(1), "generate"))).hasSize(3);
    }

    @Test
    void points_beyondTheMost_areNotReadInPart() {
        server.show(
                series("requests", "generate", "2xx", number(7), number(5)),
                series("requests", "migrate", "2xx", number(2)));
        server.pages(1);
        MonitoringEndpoint endpoint = new MonitoringEndpoint("p1", Optional.of(server.address()));
        try (CloudMonitoringReader few = new CloudMonitoringReader(endpoint, Duration.ofSeconds(30), 2)) {
            assertThatThrownBy(() -> few.readAll("requests", NOON.minusSeconds(600), NOON))
                    .isInstanceOf(MetricReadException.class)
                    .hasMessageContaining("more than 2 points");
        }
    }

    @Test
    void past_ofAMetricThatNobodyWrote_isEmpty_andARefusalIsOne() {
        server.fail(Status.NOT_FOUND);
        assertThat(reader.readAll("requests", NOON.minusSeconds(600), NOON)).isEmpty();
        server.fail(Status.PERMISSION_DENIED);
        assertThatThrownBy(() -> reader.readAll("requests", NOON.minusSeconds(600), NOON))
                .isInstanceOf(MetricReadException.class)
                .hasMessageContaining("roles/monitoring.viewer");
    }

    @Test
    void aggregates_areAskedForAsTheServiceComputesThem() {
        server.show(series("requests", "generate", "2xx", number(7)));
        assertThat(reader.read(MetricAggregates.Question.of(
                        "requests",
                        Map.of("resource.labels.service_name", "generate", "metric.labels.response_code", "200"),
                        NOON.minusSeconds(7200),
                        NOON,
                        Duration.ofHours(1),
                        Aggregation.Aligner.ALIGN_DELTA,
                        Aggregation.Reducer.REDUCE_SUM,
                        List.of("resource.labels.location"))))
                .hasSize(1);
        ListTimeSeriesRequest asked = server.readings().get(0);
        assertThat(asked.getFilter())
                .isEqualTo("metric.type = \"requests\" AND metric.labels.response_code = \"200\""
                        + " AND resource.labels.service_name = \"generate\"");
        assertThat(asked.getAggregation().getAlignmentPeriod().getSeconds()).isEqualTo(3600);
        assertThat(asked.getAggregation().getGroupByFieldsList()).containsExactly("resource.labels.location");
        // The service takes no shorter period, and would read a quotation mark as the end of the value.
        assertThatThrownBy(() -> question(Duration.ofSeconds(30), "generate")).hasMessageContaining("aggregation");
        assertThatThrownBy(() -> question(Duration.ofHours(1), "gen\"erate")).hasMessageContaining("labels");
    }

    private static MetricAggregates.Question question(Duration period, String service) {
        return MetricAggregates.Question.of(
                "requests",
                Map.of("resource.labels.service_name", service),
                NOON.minusSeconds(7200),
                NOON,
                period,
                Aggregation.Aligner.ALIGN_DELTA,
                Aggregation.Reducer.REDUCE_SUM,
                List.of());
    }

    @Test
    void refusals_sayWhatHelps() {
        server.fail(Status.PERMISSION_DENIED);
        assertThatThrownBy(() -> read("requests"))
                .isInstanceOf(MetricReadException.class)
                .hasMessageContaining("roles/monitoring.viewer");
        server.fail(Status.RESOURCE_EXHAUSTED);
        assertThatThrownBy(() -> read("requests")).hasMessageContaining("ask again");
    }
}
