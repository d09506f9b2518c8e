// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import io.truename.alerting.series.Histogram;
import io.truename.catalog.Catalog;
import io.truename.catalog.MetricSpec;
import io.truename.monitoring.MetricAggregates;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Past of answers to look-ups of known documents, by the place that they came from. Thread-safe. */
public final class CacheHistory {
    private static final List<String> TIERS = List.of("memory", "store", "database");

    private final Catalog catalog;
    private final MetricAggregates metrics;

    public CacheHistory(Catalog catalog, MetricAggregates metrics) {
        this.catalog = catalog;
        this.metrics = metrics;
    }

    /**
     * Reads the number of answers of each place, the fastest first: each line of the log has it, so the sum of a metric's values counts, not
     * their number.
     *
     * @return empty if nothing was measured
     * @throws io.truename.monitoring.MetricReadException if the points cannot be read; the message says what helps
     */
    public Map<String, Long> read(Instant from, Instant until) {
        Map<String, Long> answers = new LinkedHashMap<>();
        boolean measured = false;
        for (String tier : TIERS) {
            MetricSpec metric = CatalogMetrics.require(catalog, "known/" + tier);
            Optional<Histogram> values = Distributions.merged(metrics, metric.type(), Map.of(), from, until);
            measured |= values.isPresent();
            answers.put(
                    tier, Math.round(values.map(all -> all.mean() * all.count()).orElse(0.0)));
        }
        return measured ? answers : Map.of();
    }
}
