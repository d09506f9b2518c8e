// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.health;

import io.truename.monitoring.Metric;
import io.truename.monitoring.MetricLabel;
import io.truename.monitoring.Metrics;
import io.truename.probing.health.HealthCheck.Outcome;
import io.truename.probing.health.HealthReport;
import io.truename.probing.score.PartScore;
import io.truename.probing.score.ScorePart;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Metrics of health reports. terraform/catalog/metrics.yaml declares the same ones, and a test compares them. */
public final class HealthMetrics {
    private static final MetricLabel PART = new MetricLabel(
            "part", Arrays.stream(ScorePart.values()).map(ScorePart::code).collect(Collectors.toSet()));
    private static final MetricLabel OUTCOME = new MetricLabel(
            "outcome", Arrays.stream(Outcome.values()).map(HealthMetrics::name).collect(Collectors.toSet()));

    public static final Metric.Gauge SCORE =
            new Metric.Gauge("probe/health_score", "1", "Health score, from 0 to 100.", false, List.of());
    public static final Metric.Gauge COVERAGE = new Metric.Gauge(
            "probe/health_coverage",
            "1",
            "Weight of the parts of the health score that are known, from 0 to 1.",
            false,
            List.of());
    public static final Metric.Gauge PART_SCORE = new Metric.Gauge(
            "probe/health_part", "1", "Score of each known part, from 0 to 100.", false, List.of(PART));
    public static final Metric.Gauge CHECKS = new Metric.Gauge(
            "probe/health_checks", "{check}", "Checks of the health report by outcome.", true, List.of(OUTCOME));

    private HealthMetrics() {}

    /** All of them. */
    public static List<Metric> all() {
        return List.of(SCORE, COVERAGE, PART_SCORE, CHECKS);
    }

    static void set(Metrics metrics, HealthReport report) {
        report.score().score().ifPresent(score -> metrics.set(SCORE, score));
        metrics.set(COVERAGE, report.score().coverage());
        for (PartScore part : report.score().parts()) {
            if (part instanceof PartScore.Known known) {
                metrics.set(PART_SCORE, known.value(), part.part().code());
            }
        }
        for (Outcome outcome : Outcome.values()) {
            long checks = report.checks().stream()
                    .filter(check -> check.outcome() == outcome)
                    .count();
            metrics.set(CHECKS, (double) checks, name(outcome));
        }
    }

    private static String name(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
