// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.overhead;

import com.google.monitoring.v3.CreateTimeSeriesRequest;
import com.google.monitoring.v3.MetricServiceGrpc;
import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.truename.monitoring.Buckets;
import io.truename.monitoring.CloudMonitoringWriter;
import io.truename.monitoring.Flushed;
import io.truename.monitoring.Metric;
import io.truename.monitoring.MetricLabel;
import io.truename.monitoring.MonitoredInstance;
import io.truename.monitoring.MonitoringEndpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Cost of writing the metrics of a step: flushes of the real client to a server in the same process, so the processor time includes the
 * server's. The clock goes on by five seconds for each flush, as often as Cloud Monitoring takes points.
 */
public final class FlushOverhead {
    /** Points of a flush of migrate while rows move. */
    public static final int POINTS = 18;

    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(60);
    private static final Metric.Counter COUNTER = new Metric.Counter("bench/holds", "1", "Holds.", List.of());
    private static final Metric.Distribution DISTRIBUTION = new Metric.Distribution(
            "bench/batch_seconds", "s", "Batches.", Buckets.exponential(0.05, 1.7, 15), List.of());
    private static final Metric.Gauge GAUGE = new Metric.Gauge(
            "bench/gauge",
            "1",
            "Gauges.",
            false,
            List.of(new MetricLabel(
                    "n",
                    java.util.stream.IntStream.range(0, POINTS - 2)
                            .mapToObj(String::valueOf)
                            .collect(java.util.stream.Collectors.toSet()))));

    private FlushOverhead() {}

    /** Measures {@code flushes} of them, after a fifth as many that warm up. */
    public static Result measure(int flushes) throws IOException, InterruptedException {
        AtomicLong points = new AtomicLong();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Taker(points))
                .build()
                .start();
        Hand clock = new Hand();
        try (CloudMonitoringWriter writer = new CloudMonitoringWriter(
                new MonitoringEndpoint("bench", Optional.of("localhost:" + server.getPort())),
                new MonitoredInstance("global", "bench", "1"),
                clock)) {
            connect(writer, clock);
            flush(writer, clock, Math.max(20, flushes / 5));
            points.set(0);
            long processor = processor();
            double[] millis = flush(writer, clock, flushes);
            double used = (processor() - processor) / 1e6 / flushes;
            java.util.Arrays.sort(millis);
            return new Result(
                    used,
                    used / BETWEEN.toMillis(),
                    millis[flushes / 2],
                    millis[Math.min(flushes - 1, flushes * 99 / 100)],
                    points.get() / (double) flushes);
        } finally {
            server.shutdownNow();
            server.awaitTermination();
        }
    }

    /**
     * Flushes until a write has succeeded. The first one loads the client, and no flush waits for it, so this waits in real time: a clock
     * that only steps would leave it behind.
     */
    private static void connect(CloudMonitoringWriter writer, Hand clock) {
        long deadline = System.nanoTime() + LONGEST_CONNECT.toNanos();
        add(writer, clock, 0);
        for (Flushed flushed = writer.flush(); flushed.written() == 0; flushed = writer.flush()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("No flush succeeded within " + LONGEST_CONNECT + ": " + flushed);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            add(writer, clock, 0);
        }
    }

    private static double[] flush(CloudMonitoringWriter writer, Hand clock, int times) {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            add(writer, clock, i);
            long begun = System.nanoTime();
            Flushed flushed = writer.flush();
            millis[i] = (System.nanoTime() - begun) / 1e6;
            if (flushed.written() != POINTS) {
                throw new IllegalStateException("A flush failed: " + flushed);
            }
        }
        return millis;
    }

    private static void add(CloudMonitoringWriter writer, Hand clock, int value) {
        clock.now = clock.now.plus(BETWEEN);
        writer.add(COUNTER, 1);
        writer.record(DISTRIBUTION, value % 20);
        for (int n = 0; n < POINTS - 2; n++) {
            writer.set(GAUGE, value, String.valueOf(n));
        }
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /**
     * Result.
     *
     * @param processorMillis of one flush, the server's included
     * @param share of one processor, at a flush in five seconds
     * @param median of a flush, in milliseconds
     * @param p99 the same
     * @param points of a flush
     */
    public record Result(double processorMillis, double share, double median, double p99, double points) {}

    private static final class Taker extends MetricServiceGrpc.MetricServiceImplBase {
        private final AtomicLong points;

        Taker(AtomicLong points) {
            this.points = points;
        }

        @Override
        public void createTimeSeries(CreateTimeSeriesRequest request, StreamObserver<Empty> answer) {
            points.addAndGet(request.getTimeSeriesCount());
            answer.onNext(Empty.getDefaultInstance());
            answer.onCompleted();
        }
    }

    private static final class Hand extends Clock {
        private volatile Instant now = Instant.parse("2026-11-27T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
