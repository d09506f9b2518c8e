// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.monitoring.v3.MetricServiceClient;
import com.google.cloud.monitoring.v3.MetricServiceSettings;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.Duration;
import com.google.protobuf.util.Timestamps;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.truename.testkit.SteppedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real client of Cloud Monitoring, connected to the local one as the coordinates of a deployment would. */
final class MonitoringBench implements AutoCloseable {
    static final String PROJECT = "projects/truename-local";

    final SteppedClock clock;
    final LocalMonitoring monitoring;
    final MetricServiceClient client;
    private final Server server;

    MonitoringBench() throws IOException {
        this(new SteppedClock(Instant.parse("2026-11-27T20:00:00Z")), Optional.empty());
    }

    MonitoringBench(SteppedClock clock, Optional<Path> folder) throws IOException {
        this.clock = clock;
        monitoring = new LocalMonitoring(clock, "truename-local", folder);
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (BindableService service : monitoring.services()) {
            builder.addService(service);
        }
        server = builder.build().start();
        client = MetricServiceClient.create(MetricServiceSettings.newBuilder()
                .setEndpoint("localhost:" + server.getPort())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(MetricServiceSettings.defaultGrpcTransportProviderBuilder()
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .build());
    }

    static TypedValue whole(long value) {
        return TypedValue.newBuilder().setInt64Value(value).build();
    }

    static TypedValue real(double value) {
        return TypedValue.newBuilder().setDoubleValue(value).build();
    }

    static TimeInterval interval(Instant start, Instant end) {
        return TimeInterval.newBuilder()
                .setStartTime(Timestamps.fromMillis(start.toEpochMilli()))
                .setEndTime(Timestamps.fromMillis(end.toEpochMilli()))
                .build();
    }

    /** Returns a gauge's point now. */
    TimeSeries gauge(String name, Map<String, String> labels, TypedValue value) {
        return series(name, labels, MetricKind.GAUGE, clock.instant(), clock.instant(), value);
    }

    static TimeSeries series(
            String name, Map<String, String> labels, MetricKind kind, Instant start, Instant end, TypedValue value) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(type(name)).putAllLabels(labels))
                .setMetricKind(kind)
                .addPoints(Point.newBuilder().setInterval(interval(start, end)).setValue(value));
        series.getResourceBuilder().setType("global").putLabels("project_id", "truename-local");
        return series.build();
    }

    static String type(String name) {
        return "custom.googleapis.com/truename/" + name;
    }

    void write(TimeSeries... series) {
        client.createTimeSeries(PROJECT, List.of(series));
    }

    /** Returns a request for a metric's last hour. */
    ListTimeSeriesRequest.Builder lastHour(String name) {
        return ListTimeSeriesRequest.newBuilder()
                .setName(PROJECT)
                .setFilter("metric.type = \"" + type(name) + "\"")
                .setInterval(interval(clock.instant().minusSeconds(3600), clock.instant()));
    }

    static Aggregation aligned(Aligner aligner, int seconds) {
        return Aggregation.newBuilder()
                .setPerSeriesAligner(aligner)
                .setAlignmentPeriod(Duration.newBuilder().setSeconds(seconds))
                .build();
    }

    List<TimeSeries> list(ListTimeSeriesRequest.Builder request) {
        return List.copyOf(
                client.listTimeSeries(request.build()).getPage().getResponse().getTimeSeriesList());
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        server.shutdownNow();
        server.awaitTermination(2, TimeUnit.SECONDS);
        monitoring.close();
    }
}
