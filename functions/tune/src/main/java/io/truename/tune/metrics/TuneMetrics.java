// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.metrics;

import io.truename.monitoring.Metric;
import io.truename.monitoring.MetricLabel;
import java.util.List;
import java.util.Set;

/** Metrics that {@code tune} writes itself. terraform/catalog/metrics.yaml declares the same ones, and a test compares them. */
public final class TuneMetrics {
    public static final Metric.Gauge THRESHOLD = new Metric.Gauge(
            "tune/threshold",
            "1",
            "Threshold of a tuned alert, in the unit of its values.",
            false,
            List.of(
                    new MetricLabel(
                            "policy",
                            Set.of(
                                    "retrieval-failing",
                                    "generation-latency-shifted",
                                    "id-lookup-slow",
                                    "known-hit-rate-low",
                                    "memory-growing")),
                    new MetricLabel("severity", Set.of("critical", "high", "low"))));

    private TuneMetrics() {}

    /** All of them. */
    public static List<Metric> all() {
        return List.of(THRESHOLD);
    }
}
