// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.metrics;

import io.truename.monitoring.Metric;
import io.truename.monitoring.MetricLabel;
import io.truename.postgres.probing.scan.ScanKind;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Severity;
import io.truename.probing.stage.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
    public static final Metric.Gauge RETRIEVAL_SUCCESS = new Metric.Gauge(
            "probe/retrieval_success",
            "1",
            "Share of the retrievals of the last 24 hours that were found.",
            false,
            List.of());
    public static final Metric.Gauge RETRIEVALS = new Metric.Gauge(
            "probe/retrievals",
            "{retrieval}",
            "Retrievals of the last 24 hours.",
            true,
            List.of(new MetricLabel("outcome", Set.of("found", "missed"))));
    public static final Metric.Gauge STAGE_AGREEMENT = new Metric.Gauge(
            "probe/stage_agreement",
            "1",
            "Share of the documents of the last 24 hours for which two consecutive stages used the same id.",
            false,
            List.of(new MetricLabel("pair", pairs())));
    public static final Metric.Gauge STAGE_MISSING = new Metric.Gauge(
            "probe/stage_missing",
            "{document}",
            "Documents of the last 24 hours that did not come out of a stage in its usual time.",
            true,
            List.of(new MetricLabel(
                    "stage", Arrays.stream(Stage.values()).map(Stage::word).collect(Collectors.toSet()))));

    private ProbeMetrics() {}

    /** All of them. */
    public static List<Metric> all() {
        return List.of(
                FINDINGS_OPEN,
                SCAN_ROWS_PER_SECOND,
                FULL_PASS_AGE,
                RETRIEVAL_SUCCESS,
                RETRIEVALS,
                STAGE_AGREEMENT,
                STAGE_MISSING);
    }

    private static Set<String> pairs() {
        return Arrays.stream(Stage.values())
                .flatMap(from -> Arrays.stream(Stage.values())
                        .filter(to -> to.compareTo(from) > 0)
                        .map(to -> from.word() + "-" + to.word()))
                .collect(Collectors.toSet());
    }
}
