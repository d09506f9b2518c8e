// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.catalog.CatalogReader;
import io.truename.catalog.MetricSpec;
import io.truename.local.monitoring.MetricSink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ResourceMetricsTest {
    private static final Instant START = Instant.parse("2026-11-27T20:00:00Z");

    /** Keeps what is written. */
    private static final class Recording implements MetricSink {
        final Map<String, MetricDescriptor> descriptors = new TreeMap<>();
        final List<TimeSeries> written = new ArrayList<>();

        @Override
        public void describe(MetricDescriptor descriptor) {
            descriptors.put(descriptor.getType(), descriptor);
        }

        @Override
        public void write(TimeSeries series) {
            written.add(series);
        }

        List<TimeSeries> take(ResourceMetric metric) {
            return written.stream()
                    .filter(series -> series.getMetric().getType().equals(metric.type()))
                    .toList();
        }
    }

    private final Recording sink = new Recording();
    private final ResourceMetrics resources = new ResourceMetrics(sink, "truename-local", START);

    private void sample(int minute) {
        sink.written.clear();
        resources.sample(START.plus(Duration.ofMinutes(minute)));
    }

    @Test
    void requests_areCountedByCode() {
        resources.request("generate", "generate-00001-abc", 200, Duration.ofMillis(2));
        resources.request("generate", "generate-00001-abc", 200, Duration.ofMillis(6));
        resources.request("generate", "generate-00001-abc", 404, Duration.ofMillis(1));
        sample(1);
        List<TimeSeries> counts = sink.take(ResourceMetric.REQUESTS);
        assertThat(counts).hasSize(2);
        assertThat(counts.get(0).getMetric().getLabelsMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of("response_code", "200", "response_code_class", "2xx"));
        assertThat(counts.get(0).getResource().getType()).isEqualTo("cloud_run_revision");
        assertThat(counts.get(0).getResource().getLabelsMap()).containsEntry("service_name", "generate");
        Point point = counts.get(0).getPoints(0);
        assertThat(point.getValue().getInt64Value()).isEqualTo(2);
        assertThat(Timestamps.toMillis(point.getInterval().getStartTime())).isEqualTo(START.toEpochMilli());
        var latencies = sink.take(ResourceMetric.REQUEST_LATENCIES)
                .get(0)
                .getPoints(0)
                .getValue()
                .getDistributionValue();
        assertThat(latencies.getCount()).isEqualTo(2);
        assertThat(latencies.getMean()).isEqualTo(4.0);
        sample(2);
        assertThat(sink.take(ResourceMetric.REQUESTS))
                .allMatch(s -> s.getPoints(0).getValue().getInt64Value() == 0);
        assertThat(sink.take(ResourceMetric.REQUEST_LATENCIES)).isEmpty();
    }

    @Test
    void totals_areWrittenAsChanges() {
        AtomicLong total = new AtomicLong(100);
        resources.subscription("handled", () -> 3, () -> 17, total::get);
        assertThat(addedAt(1, total, 104)).isEqualTo(4);
        assertThat(addedAt(2, total, 104)).isEqualTo(0);
        assertThat(addedAt(3, total, 2)).isEqualTo(2);
    }

    private long addedAt(int minute, AtomicLong total, long now) {
        total.set(now);
        sample(minute);
        return sink.take(ResourceMetric.DEAD_LETTERS)
                .get(0)
                .getPoints(0)
                .getValue()
                .getInt64Value();
    }

    @Test
    void aSourceThatFails_doesNotStopTheOthers() {
        resources.instances(() -> {
            throw new IllegalStateException("gone");
        });
        resources.subscription(
                "s",
                () -> {
                    throw new IllegalStateException("gone");
                },
                () -> 2,
                () -> 0);
        resources.replica("sql", OptionalDouble::empty);
        sample(1);
        assertThat(sink.take(ResourceMetric.INSTANCES)).isEmpty();
        assertThat(sink.take(ResourceMetric.UNDELIVERED_MESSAGES)).isEmpty();
        assertThat(sink.take(ResourceMetric.OLDEST_UNACKED_AGE)).hasSize(1);
        assertThat(sink.take(ResourceMetric.REPLICA_LAG)).isEmpty();
    }

    @Test
    void instances_areThoseOfTheRevisionOfTheTime() {
        List<ResourceMetrics.Instances> deployed = new ArrayList<>();
        resources.instances(() -> deployed);
        deployed.add(new ResourceMetrics.Instances("generate", "generate-00001-abc", 1, 0));
        sample(1);
        assertThat(revisions()).containsExactly("generate-00001-abc", "generate-00001-abc");
        // The next cannot start: it has no instance, and is there all the same.
        deployed.set(0, new ResourceMetrics.Instances("generate", "generate-00002-def", 0, 0));
        sample(2);
        assertThat(revisions()).containsExactly("generate-00002-def", "generate-00002-def");
    }

    private List<String> revisions() {
        return sink.take(ResourceMetric.INSTANCES).stream()
                .map(series -> series.getResource().getLabelsOrThrow("revision_name"))
                .toList();
    }

    /** A component may report while its own supplier is waiting for it. */
    @Test
    void sources_areAskedWithoutALock() {
        resources.instances(() -> {
            CompletableFuture.runAsync(
                            () -> resources.request("generate", "generate-00001-abc", 200, Duration.ofMillis(1)))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            return List.of(new ResourceMetrics.Instances("generate", "generate-00001-abc", 1, 0));
        });
        sample(1);
        assertThat(sink.take(ResourceMetric.INSTANCES)).hasSize(2);
        assertThat(sink.take(ResourceMetric.REQUESTS)).hasSize(1);
    }

    @Test
    void billedTime_isTheSumOfItsParts() {
        resources.billed("f", "f-00001-abc", Duration.ofMillis(1_500));
        resources.billed("f", "f-00001-abc", Duration.ofMillis(250));
        sample(1);
        assertThat(sink.take(ResourceMetric.BILLED)
                        .get(0)
                        .getPoints(0)
                        .getValue()
                        .getDoubleValue())
                .isEqualTo(1.75);
    }

    @Test
    void everyMetric_isDescribedAndItsLabelsAreThose() {
        resources.request("f", "f-00001-abc", 200, Duration.ofMillis(1));
        resources.started("f", "f-00001-abc", Duration.ofMillis(1));
        resources.billed("f", "f-00001-abc", Duration.ofMillis(1));
        resources.memory("f", "f-00001-abc", 0.5);
        resources.processor("f", "f-00001-abc", 0.5);
        resources.instances(() -> List.of(new ResourceMetrics.Instances("f", "f-00001-abc", 1, 0)));
        resources.topic("u", () -> 1);
        resources.subscription("s", () -> 1, () -> 1, () -> 1);
        resources.pushed("s", 503);
        resources.databaseServer("sql", () -> true, () -> 1);
        resources.database("sql", "truename", () -> 1, () -> 1, () -> 1, () -> 1);
        resources.replica("sql", () -> OptionalDouble.of(0.5));
        sample(1);
        assertThat(sink.written)
                .extracting(series -> series.getMetric().getType())
                .containsAll(sink.descriptors.keySet());
        for (TimeSeries series : sink.written) {
            MetricDescriptor descriptor =
                    sink.descriptors.get(series.getMetric().getType());
            assertThat(series.getMetricKind()).isEqualTo(descriptor.getMetricKind());
            assertThat(descriptor.getLabelsList())
                    .extracting(LabelDescriptor::getKey)
                    .containsExactlyInAnyOrderElementsOf(
                            series.getMetric().getLabelsMap().keySet());
        }
    }

    @Test
    void pushes_haveTheClassesOfPubSub() {
        for (int status : new int[] {204, 302, 404, 429, 503}) {
            resources.pushed("s", status);
        }
        sample(1);
        assertThat(sink.take(ResourceMetric.PUSH_REQUESTS))
                .extracting(series -> series.getMetric().getLabelsMap())
                .extracting(labels -> labels.get("response_class") + " " + labels.get("response_code"))
                .containsExactly(
                        "ack success",
                        "invalid unknown",
                        "remote_server_4xx not_found",
                        "remote_server_4xx resource_exhausted",
                        "remote_server_5xx unavailable");
    }

    // The name of a database has no bound, so the catalog does not list it.
    @Test
    void metrics_areDescribedAsInTheCatalog() {
        Map<String, MetricSpec> declared =
                CatalogReader.read(Path.of("..", "terraform", "catalog")).metrics();
        assertThat(sink.descriptors.values().stream().filter(descriptor -> declared.containsKey(descriptor.getType())))
                .hasSizeGreaterThan(14)
                .allSatisfy(descriptor -> {
                    MetricSpec spec = declared.get(descriptor.getType());
                    assertThat(descriptor.getMetricKind().name())
                            .isEqualTo(spec.kind().name());
                    assertThat(descriptor.getValueType().name())
                            .isEqualTo(spec.valueType().name());
                    assertThat(descriptor.getUnit()).isEqualTo(spec.unit());
                    assertThat(descriptor.getLabelsList().stream()
                                    .map(LabelDescriptor::getKey)
                                    .filter(key -> !key.equals("database")))
                            .containsExactlyInAnyOrderElementsOf(spec.labels().keySet());
                });
    }

    /** Others depend on these: dashboards, alerts and the probe. */
    @Test
    void metrics_areThoseOfTheCloud() {
        assertThat(sink.descriptors).hasSize(ResourceMetric.values().length);
        MetricDescriptor latencies = sink.descriptors.get("run.googleapis.com/request_latencies");
        assertThat(latencies.getMetricKind()).isEqualTo(MetricKind.DELTA);
        assertThat(latencies.getValueType()).isEqualTo(ValueType.DISTRIBUTION);
        assertThat(sink.descriptors.keySet())
                .contains(
                        "run.googleapis.com/request_count",
                        "run.googleapis.com/container/instance_count",
                        "run.googleapis.com/container/startup_latencies",
                        "pubsub.googleapis.com/subscription/num_undelivered_messages",
                        "pubsub.googleapis.com/subscription/oldest_unacked_message_age",
                        "pubsub.googleapis.com/subscription/dead_letter_message_count",
                        "pubsub.googleapis.com/topic/send_request_count",
                        "cloudsql.googleapis.com/database/postgresql/num_backends");
    }
}
