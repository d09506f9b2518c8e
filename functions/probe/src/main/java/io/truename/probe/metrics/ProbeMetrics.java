// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.metrics;

import io.truename.monitoring.Metric;
import io.truename.monitoring.MetricLabel;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Metrics that {@code probe} writes itself. terraform/catalog/metrics.yaml declares the same ones, and a test compares them. */
public final class ProbeMetrics {
    public static final Metric.Gauge FINDINGS_OPEN = new Metric.Gauge(
            "probe/findings_open",
            "{finding}",
            "Open findings by kind and severity.",
            true,
            List.of(
                    new MetricLabel(
                            "kind",
                            Arrays.stream(FindingKind.values())
                                    .map(FindingKind::code)
                                    .collect(Collectors.toSet())),
                    new MetricLabel(
                            "severity",
                            Arrays.stream(Severity.values()).map(Severity::name).collect(Collectors.toSet()))));
    public static final Metric.Gauge SCAN_ROWS_PER_SECOND = new Metric.Gauge(
            "probe/scan_rows_per_second",
            "{row}/s",
            "Rows that the last scan of a kind read in a second.",
            false,
            List.of(new MetricLabel(
                    "kind", Arrays.stream(ScanKind.values()).map(ScanKind::code).collect(Collectors.toSet()))));
    public static final Metric.Gauge FULL_PASS_AGE = new Metric.Gauge(
            "probe/full_pass_age_seconds", "s", "Time since the last full scan was done.", false, List.of());

    private ProbeMetrics() {}

    /** All of them. */
    public static List<Metric> all() {
        return List.of(FINDINGS_OPEN, SCAN_ROWS_PER_SECOND, FULL_PASS_AGE);
    }
}
