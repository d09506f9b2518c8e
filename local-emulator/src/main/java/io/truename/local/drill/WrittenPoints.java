// SPDX-License-Identifier: Apache-2.0
package io.truename.local.drill;

import com.google.api.Metric;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.CreateTimeSeriesRequest;
import com.google.monitoring.v3.MetricServiceGrpc;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.util.Timestamps;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Points of our own gauges that are written over Google's API, where nothing here can cause them. */
final class WrittenPoints {
    private static final long DEADLINE_SECONDS = 10;

    private final String monitoring;
    private final String project;
    private final Clock clock = Clock.systemUTC();

    WrittenPoints(String monitoring, String project) {
        this.monitoring = monitoring;
        this.project = project;
    }

    /** Writes a point of a gauge as of {@code ago}. */
    void write(String metric, Map<String, String> labels, TypedValue value, Duration ago) {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(monitoring).usePlaintext().build();
        try {
            MetricServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .createTimeSeries(CreateTimeSeriesRequest.newBuilder()
                            .setName("projects/" + project)
                            .addTimeSeries(TimeSeries.newBuilder()
                                    .setMetric(Metric.newBuilder()
                                            .setType("custom.googleapis.com/truename/" + metric)
                                            .putAllLabels(labels))
                                    .setResource(MonitoredResource.newBuilder()
                                            .setType("generic_task")
                                            .putLabels("location", "local")
                                            .putLabels("namespace", "truename")
                                            .putLabels("job", "drill")
                                            .putLabels("task_id", "drill"))
                                    .addPoints(Point.newBuilder()
                                            .setInterval(TimeInterval.newBuilder()
                                                    .setEndTime(Timestamps.fromMillis(clock.instant()
                                                            .minus(ago)
                                                            .toEpochMilli())))
                                            .setValue(value)))
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }
}
