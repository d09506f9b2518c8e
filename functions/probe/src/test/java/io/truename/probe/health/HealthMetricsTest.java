// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.catalog.CatalogReader;
import io.truename.catalog.MetricSpec;
import io.truename.monitoring.Metric;
import io.truename.monitoring.MetricLabel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What health reports write is what the catalog declares. */
class HealthMetricsTest {
    private static final Map<String, MetricSpec> DECLARED =
            CatalogReader.read(Path.of("../../terraform/catalog")).metrics();

    @Test
    void java_writesTheMetricsOfTheCatalog() {
        assertThat(HealthMetrics.all())
                .extracting(Metric::name)
                .containsExactlyInAnyOrderElementsOf(DECLARED.keySet().stream()
                        .filter(name -> name.startsWith("probe/health"))
                        .toList());
        for (Metric metric : HealthMetrics.all()) {
            MetricSpec declared = DECLARED.get(metric.name());
            assertThat(declared.source()).isEqualTo(new MetricSpec.Source.Function("probe"));
            assertThat(declared.kind()).isEqualTo(MetricSpec.Kind.GAUGE);
            assertThat(declared.valueType())
                    .as(metric.name())
                    .isEqualTo(
                            metric instanceof Metric.Gauge gauge && gauge.whole()
                                    ? MetricSpec.ValueType.INT64
                                    : MetricSpec.ValueType.DOUBLE);
            assertThat(metric.unit()).as(metric.name()).isEqualTo(declared.unit());
            assertThat(metric.description()).as(metric.name()).isEqualTo(declared.description());
            assertThat(labels(metric)).as(metric.name()).isEqualTo(labels(declared));
        }
    }

    private static Map<String, Set<String>> labels(Metric metric) {
        return metric.labels().stream().collect(Collectors.toMap(MetricLabel::name, MetricLabel::values));
    }

    private static Map<String, Set<String>> labels(MetricSpec metric) {
        return metric.labels().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, label -> Set.copyOf(label.getValue().values())));
    }
}
