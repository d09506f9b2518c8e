// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.truename.catalog.CatalogReader;
import io.truename.catalog.MetricSpec;
import io.truename.catalog.MetricSpec.Kind;
import io.truename.catalog.MetricSpec.Source;
import io.truename.catalog.MetricSpec.ValueType;
import io.truename.monitoring.Buckets;
import io.truename.monitoring.Metric;
import io.truename.monitoring.MetricLabel;
import io.truename.probe.health.HealthMetrics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Java writes is what the catalog declares, to the last label and bucket. */
class MetricCatalogTest {
    private static final Map<String, MetricSpec> DECLARED =
            CatalogReader.read(java.nio.file.Path.of("../../terraform/catalog")).metrics().values().stream()
                    .filter(metric -> metric.source().equals(new Source.Function("probe")))
                    .collect(Collectors.toMap(MetricSpec::name, metric -> metric));

    private static final List<Metric> WRITTEN = Stream.concat(ProbeMetrics.all().stream(), HealthMetrics.all().stream())
            .toList();

    @Test
    void java_writesTheMetricsOfTheCatalog() {
        assertThat(WRITTEN)
                .extracting(Metric::name)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(DECLARED.keySet());
        for (Metric metric : WRITTEN) {
            MetricSpec declared = DECLARED.get(metric.name());
            assertThat(Metric.PREFIX + metric.name()).isEqualTo(declared.type());
            assertThat(metric.unit()).as(metric.name()).isEqualTo(declared.unit());
            assertThat(metric.description()).as(metric.name()).isEqualTo(declared.description());
            assertThat(labels(metric)).as(metric.name()).isEqualTo(labels(declared));
            assertThat(kind(metric)).as(metric.name()).isEqualTo(declared.kind());
            assertThat(valueType(metric)).as(metric.name()).isEqualTo(declared.valueType());
            if (metric instanceof Metric.Distribution distribution) {
                assertThat(distribution.buckets())
                        .as(metric.name())
                        .isEqualTo(buckets(declared.buckets().orElseThrow()));
            }
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

    private static Kind kind(Metric metric) {
        return metric instanceof Metric.Gauge ? Kind.GAUGE : Kind.CUMULATIVE;
    }

    private static ValueType valueType(Metric metric) {
        if (metric instanceof Metric.Distribution) {
            return ValueType.DISTRIBUTION;
        }
        return metric instanceof Metric.Gauge gauge && !gauge.whole() ? ValueType.DOUBLE : ValueType.INT64;
    }

    private static Buckets buckets(MetricSpec.Buckets declared) {
        if (declared instanceof MetricSpec.Buckets.Explicit explicit) {
            return new Buckets(explicit.bounds());
        }
        if (declared instanceof MetricSpec.Buckets.Exponential exponential) {
            return Buckets.exponential(exponential.scale(), exponential.growthFactor(), exponential.finiteBuckets());
        }
        return fail("unknown buckets " + List.of(declared));
    }
}
