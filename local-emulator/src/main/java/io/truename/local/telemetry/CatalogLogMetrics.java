// SPDX-License-Identifier: Apache-2.0
package io.truename.local.telemetry;

import com.google.api.Distribution.BucketOptions;
import com.google.api.Distribution.BucketOptions.Explicit;
import com.google.api.Distribution.BucketOptions.Exponential;
import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.logging.v2.LogMetric;
import io.truename.catalog.Catalog;
import io.truename.catalog.MetricSpec;
import java.util.List;

/** Log-based metrics of the catalog as the Cloud Logging API describes them. */
final class CatalogLogMetrics {
    private static final String PREFIX = "logging.googleapis.com/user/";

    private CatalogLogMetrics() {}

    static List<LogMetric> of(Catalog catalog) {
        return catalog.metrics().values().stream()
                .filter(metric -> metric.source() instanceof MetricSpec.Source.Log)
                .map(CatalogLogMetrics::of)
                .toList();
    }

    private static LogMetric of(MetricSpec metric) {
        LogMetric.Builder made = LogMetric.newBuilder()
                .setName(metric.type().substring(PREFIX.length()))
                .setDescription(metric.description())
                .setFilter(metric.logFilter().orElseThrow())
                .setValueExtractor(metric.valueExtractor().orElse(""))
                .putAllLabelExtractors(metric.labelExtractors())
                .setMetricDescriptor(descriptor(metric));
        metric.buckets().map(CatalogLogMetrics::buckets).ifPresent(made::setBucketOptions);
        return made.build();
    }

    /** Descriptor of a metric of the catalog, of any source. */
    static MetricDescriptor descriptor(MetricSpec metric) {
        MetricDescriptor.Builder made = MetricDescriptor.newBuilder()
                .setType(metric.type())
                .setMetricKind(MetricDescriptor.MetricKind.valueOf(metric.kind().name()))
                .setValueType(
                        MetricDescriptor.ValueType.valueOf(metric.valueType().name()))
                .setUnit(metric.unit())
                .setDescription(metric.description())
                .setDisplayName(metric.name());
        metric.labels()
                .forEach((key, label) -> made.addLabels(LabelDescriptor.newBuilder()
                        .setKey(key)
                        .setValueType(LabelDescriptor.ValueType.STRING)
                        .setDescription(label.description())));
        return made.build();
    }

    private static BucketOptions buckets(MetricSpec.Buckets buckets) {
        if (buckets instanceof MetricSpec.Buckets.Exponential growing) {
            return BucketOptions.newBuilder()
                    .setExponentialBuckets(Exponential.newBuilder()
                            .setScale(growing.scale())
                            .setGrowthFactor(growing.growthFactor())
                            .setNumFiniteBuckets(growing.finiteBuckets()))
                    .build();
        }
        return BucketOptions.newBuilder()
                .setExplicitBuckets(
                        Explicit.newBuilder().addAllBounds(((MetricSpec.Buckets.Explicit) buckets).bounds()))
                .build();
    }
}
