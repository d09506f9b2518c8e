// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.Distribution;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.TimeSeries;
import io.grpc.Status;
import io.truename.monitoring.fixture.LimitedMonitoring;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real client against a server that refuses what Cloud Monitoring refuses. */
class CloudMonitoringWriterIT {
    private static final Metric.Gauge GAUGE =
            new Metric.Gauge("migrate/remaining_seconds", "s", "Left.", false, List.of());
    private static final Metric.Counter COUNTER =
            new Metric.Counter("migrate/holds", "1", "Holds.", List.of(MetricLabel.of("code", "locks", "rate")));
    private static final Metric.Distribution DISTRIBUTION =
            new Metric.Distribution("migrate/batch_seconds", "s", "Batches.", Buckets.explicit(1, 2), List.of());

    /** A clock that the test moves. */
    private static final class Hand extends Clock {
        private volatile Instant now = Instant.parse("2026-11-27T12:00:00Z");

        void forward(Duration by) {
            now = now.plus(by);
        }

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

    private final Hand clock = new Hand();
    private final LimitedMonitoring server = new LimitedMonitoring(clock);
    private CloudMonitoringWriter writer;

    @BeforeEach
    void start() {
        writer = writer("instance-1");
        clock.forward(Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        writer.close();
        server.close();
    }

    private CloudMonitoringWriter writer(String instance) {
        // Longer than a write may take: the tests do not depend on how fast the first connection is.
        return writer(instance, CloudMonitoringWriter.LONGEST.multipliedBy(5));
    }

    private CloudMonitoringWriter writer(String instance, Duration unproven) {
        return new CloudMonitoringWriter(
                new MonitoringEndpoint("p1", Optional.of(server.address())),
                new MonitoredInstance("europe-west3", "migrate", instance),
                clock,
                unproven);
    }

    @Test
    void flush_writesOnePointOfEachSeries() {
        writer.set(GAUGE, 7.5);
        writer.add(COUNTER, 2, "locks");
        writer.add(COUNTER, 1, "locks");
        writer.record(DISTRIBUTION, 0.5);
        writer.record(DISTRIBUTION, 2.5);

        assertThat(writer.flush()).isEqualTo(new Flushed(3, 0, 0, false));

        assertThat(server.requests()).singleElement().extracting("name").isEqualTo("projects/p1");
        TimeSeries gauge = server.newest("migrate/remaining_seconds").get(0);
        assertThat(gauge.getResource().getType()).isEqualTo("generic_task");
        assertThat(gauge.getResource().getLabelsMap())
                .isEqualTo(Map.of(
                        "project_id", "p1",
                        "location", "europe-west3",
                        "namespace", "truename",
                        "job", "migrate",
                        "task_id", "instance-1"));
        assertThat(gauge.getUnit()).isEqualTo("s");
        assertThat(gauge.getPoints(0).getValue().getDoubleValue()).isEqualTo(7.5);
        TimeSeries counter = server.newest("migrate/holds").get(0);
        assertThat(counter.getMetricKind()).isEqualTo(MetricKind.CUMULATIVE);
        assertThat(counter.getMetric().getLabelsMap()).isEqualTo(Map.of("code", "locks"));
        assertThat(counter.getPoints(0).getValue().getInt64Value()).isEqualTo(3);
        TimeSeries distribution = server.newest("migrate/batch_seconds").get(0);
        assertThat(distribution.getValueType()).isEqualTo(ValueType.DISTRIBUTION);
        Distribution value = distribution.getPoints(0).getValue().getDistributionValue();
        assertThat(value.getCount()).isEqualTo(2);
        assertThat(value.getMean()).isEqualTo(1.5);
        assertThat(value.getBucketCountsList()).containsExactly(1L, 0L, 1L);
    }

    @Test
    void flush_withoutNews_callsNobody() {
        assertThat(writer.flush()).isEqualTo(Flushed.NOTHING);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void flush_withinFiveSeconds_leavesItsPointsToTheNext() {
        writer.add(COUNTER, 1, "locks");
        writer.flush();
        clock.forward(Duration.ofMillis(4_999));
        writer.add(COUNTER, 1, "locks");
        assertThat(writer.isDue()).isFalse();
        assertThat(writer.flush()).isEqualTo(new Flushed(0, 0, 1, false));
        clock.forward(Duration.ofMillis(1));
        assertThat(writer.isDue()).isTrue();
        assertThat(writer.flush()).isEqualTo(new Flushed(1, 0, 0, false));
        assertThat(server.newest("migrate/holds").get(0).getPoints(0).getValue().getInt64Value())
                .isEqualTo(2);
    }

    @Test
    void flush_ofMoreThanACallTakes_makesSeveral() {
        IntStream.range(0, 450).forEach(i -> writer.set(new Metric.Gauge("g" + i, "1", "", true, List.of()), i));
        assertThat(writer.flush()).isEqualTo(new Flushed(450, 0, 0, false));
        assertThat(server.requests()).hasSize(3);
    }

    // With the resource of Cloud Run, the second instance's points were refused.
    @Test
    void flush_ofTwoInstancesAtOnce_writesBoth() {
        try (CloudMonitoringWriter other = writer("instance-2")) {
            clock.forward(Duration.ofSeconds(1));
            writer.add(COUNTER, 1, "locks");
            other.add(COUNTER, 1, "locks");
            assertThat(writer.flush().written()).isEqualTo(1);
            assertThat(other.flush().written()).isEqualTo(1);
        }
        assertThat(server.newest("migrate/holds")).hasSize(2);
    }

    @Test
    void flush_partlyRefused_countsWhatFailed_andGoesOn() {
        writer.add(COUNTER, 1, "locks");
        writer.flush();
        clock.forward(Duration.ofSeconds(5));
        // Another process under the same id has written a newer point of one of two series.
        try (CloudMonitoringWriter twin = writer("instance-1")) {
            clock.forward(Duration.ofMillis(1));
            twin.add(COUNTER, 1, "locks");
            twin.flush();
        }
        clock.forward(Duration.ofSeconds(1));
        writer.add(COUNTER, 1, "locks");
        writer.set(GAUGE, 1);
        assertThat(writer.flush()).isEqualTo(new Flushed(1, 1, 1, true));
        clock.forward(Duration.ofSeconds(5));
        assertThat(writer.flush()).isEqualTo(new Flushed(1, 0, 0, false));
    }

    @Test
    void flush_brokenConnection_isTriedAgain() {
        server.fail(Status.UNAVAILABLE);
        writer.set(GAUGE, 1);
        assertThat(writer.flush()).isEqualTo(new Flushed(1, 0, 0, false));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void flush_refused_pausesLongerEachTime_andCountsGoOn() {
        server.fail(Status.PERMISSION_DENIED, Status.PERMISSION_DENIED);
        writer.add(COUNTER, 1, "locks");
        writer.set(GAUGE, 1);
        assertThat(writer.flush()).isEqualTo(new Flushed(0, 2, 1, true));

        clock.forward(Duration.ofSeconds(34));
        assertThat(writer.flush()).isEqualTo(new Flushed(0, 0, 1, true));
        clock.forward(Duration.ofSeconds(1));
        assertThat(writer.flush()).isEqualTo(new Flushed(0, 1, 1, true));
        clock.forward(Duration.ofSeconds(64));
        assertThat(writer.flush().written()).isZero();
        clock.forward(Duration.ofSeconds(1));
        assertThat(writer.flush()).isEqualTo(new Flushed(1, 0, 0, false));
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void flush_serverThatHangs_returnsInTime() {
        writer.add(COUNTER, 1, "locks");
        writer.flush();
        clock.forward(Duration.ofSeconds(5));
        server.hang(true);
        writer.add(COUNTER, 1, "locks");
        long begun = System.nanoTime();
        assertThat(writer.flush()).isEqualTo(new Flushed(0, 1, 1, true));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(3_500));
    }

    // Without a login, the first flush added two seconds to a request.
    @Test
    void flush_beforeTheServiceIsKnown_doesNotWaitForIt() {
        server.hang(true);
        try (CloudMonitoringWriter first = writer("instance-3", Duration.ZERO)) {
            clock.forward(Duration.ofSeconds(1));
            first.add(COUNTER, 1, "locks");
            assertThat(first.flush()).isEqualTo(new Flushed(0, 0, 1, false));

            // Its write goes on; once it has failed, a flush tells of it, and the writer pauses.
            server.close();
            clock.forward(Duration.ofSeconds(5));
            assertThat(firstThat(first, flushed -> flushed.failed() > 0)).isEqualTo(new Flushed(0, 1, 1, true));
            assertThat(first.isDue()).isFalse();
            clock.forward(Duration.ofSeconds(30));
            assertThat(first.isDue()).isTrue();
        }
    }

    @Test
    void flush_thatDidNotWait_countsItsPointsLater() {
        try (CloudMonitoringWriter first = writer("instance-3", Duration.ZERO)) {
            clock.forward(Duration.ofSeconds(1));
            first.add(COUNTER, 1, "locks");
            assertThat(first.flush()).isEqualTo(new Flushed(0, 0, 1, false));
            assertThat(firstThat(first, flushed -> flushed.written() > 0)).isEqualTo(new Flushed(1, 0, 0, false));

            // Now it is known to work, so a flush waits.
            clock.forward(Duration.ofSeconds(5));
            first.add(COUNTER, 1, "locks");
            assertThat(first.flush()).isEqualTo(new Flushed(1, 0, 0, false));
        }
        assertThat(server.requests()).hasSize(2);
    }

    private static Flushed firstThat(CloudMonitoringWriter writer, Predicate<Flushed> wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Flushed flushed = writer.flush();
        while (!wanted.test(flushed)) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
            flushed = writer.flush();
        }
        return flushed;
    }

    @Test
    void flush_serverThatIsGone_returnsInTime() {
        server.close();
        writer.set(GAUGE, 1);
        long begun = System.nanoTime();
        assertThat(writer.flush().failed()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(3_500));
    }

    @Test
    void flush_afterClose_failsQuietly() {
        writer.close();
        writer.set(GAUGE, 1);
        assertThat(writer.flush()).isEqualTo(new Flushed(0, 1, 0, true));
    }

    @Test
    void flush_interrupted_returnsAtOnce_andStaysInterrupted() {
        server.hang(true);
        writer.set(GAUGE, 1);
        Thread.currentThread().interrupt();
        assertThat(writer.flush().failed()).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }
}
