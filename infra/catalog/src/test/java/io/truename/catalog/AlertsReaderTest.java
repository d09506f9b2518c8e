// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsReaderTest {
    private static final String SEVERITIES = """
            severities:
              P1: {severity: CRITICAL, channels: [pagerduty], description: d}
              P2: {severity: ERROR, channels: [slack], description: d}
              P3: {severity: WARNING, channels: [slack], description: d}
            """;

    @Test
    void published_conditionsAndFilters() {
        Catalog catalog = CatalogReader.read(CatalogFiles.FOLDER);

        assertThat(catalog.alerts().get("stage-mismatch").conditions().get("finding"))
                .isInstanceOfSatisfying(AlertSpec.Condition.Threshold.class, threshold -> {
                    assertThat(threshold.series().filter())
                            .isEqualTo("metric.type=\"custom.googleapis.com/truename/probe/findings_open\""
                                    + " AND resource.type=\"generic_task\""
                                    + " AND metric.labels.kind=one_of(\"stage.disagrees\",\"stage.fewer-rows\")");
                    assertThat(threshold.bound().value()).isZero();
                });
        assertThat(catalog.alerts().get("generate-failures").conditions().get("errors"))
                .isInstanceOfSatisfying(
                        AlertSpec.Condition.Threshold.class,
                        threshold -> assertThat(threshold.series().filter())
                                .isEqualTo("metric.type=\"run.googleapis.com/request_count\""
                                        + " AND resource.type=\"cloud_run_revision\""
                                        + " AND resource.labels.service_name=\"generate\""
                                        + " AND metric.labels.response_code_class=\"5xx\""));
        assertThat(catalog.routing().get(AlertSpec.Priority.P1).channels())
                .containsExactly("pagerduty", "slack", "email");
        assertThat(catalog.slos()
                        .get("generate-availability")
                        .tiers()
                        .get("fast")
                        .longWindow())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void alert_everyMistakeAtOnce() {
        assertThat(alerts("""
                        alerts:
                          Loud:
                            title: t
                            severity: P4
                            conditions: {}
                          tuned:
                            title: t
                            severity: P1
                            conditions:
                              one:
                                threshold:
                                  series: {metric: migrate/holds, labels: {code: boredom}}
                                  align: {by: max, seconds: 60}
                                  reduce: {by: sum}
                                  above: {value: 1, unit: s, source: s, tuned: {loosest: 0.5, strictest: 0.5}}
                                  forSeconds: 90
                              two:
                                promql: {query: "rate(custom_googleapis_com:truename_nothing[5m])", above: {value: -1, unit: s, source: s}, below: {value: 1, unit: s, source: s}, forSeconds: 0}
                              three:
                                absent: {series: {metric: migrate/progress}, align: {by: rate, seconds: 60}, reduce: {by: max}, forSeconds: 60}
                        """))
                .containsExactly(
                        "alerts.yaml:7: /alerts/Loud: is no name of an alert; write lower-case words with hyphens, as dead-letters",
                        "alerts.yaml:8: /alerts/Loud/severity: is none of P1, P2, P3; choose one of them",
                        "alerts.yaml:9: /alerts/Loud/conditions: must have one to 6 conditions; split the alert",
                        "alerts.yaml:16: /alerts/tuned/conditions/one/threshold/series/labels: code is never boredom; choose one of its declared values",
                        "alerts.yaml:16: /alerts/tuned/conditions/one/threshold: a filter cannot compare with a tuned threshold; write a promql condition",
                        "alerts.yaml:17: /alerts/tuned/conditions/one/threshold/align/by: is not valid for a CUMULATIVE; write delta or rate",
                        "alerts.yaml:19: /alerts/tuned/conditions/one/threshold/above/tuned: leaves no room between loosest and strictest; make loosest the larger one",
                        "alerts.yaml:20: /alerts/tuned/conditions/one/threshold/forSeconds: is no whole number of minutes; write a multiple of 60",
                        "alerts.yaml:22: /alerts/tuned/conditions/two/promql/query: no metric is named custom_googleapis_com:truename_nothing; declare it in metrics.yaml or correct the name",
                        "alerts.yaml:22: /alerts/tuned/conditions/two/promql: needs one threshold; write one of above and below",
                        "alerts.yaml:22: /alerts/tuned/conditions/two/promql/above/value: must be a number, 0 or more; write one without quotes",
                        "alerts.yaml:22: /alerts/tuned/conditions/two/promql/below: is no field of the catalog; remove it or correct its name",
                        "alerts.yaml:24: /alerts/tuned/conditions/three/absent/align/by: is not valid for a GAUGE; write max, min, mean or another of a gauge",
                        "alerts.yaml:24: /alerts/tuned/conditions/three/absent/forSeconds: must be a whole number from 120 to 90000; write one without quotes");
    }

    @Test
    void counts_andObjective_haveTargets() {
        assertThat(alerts("""
                        alerts:
                          shares:
                            title: t
                            severity: P2
                            objective: nothing
                            conditions:
                              one:
                                promql:
                                  query: vector(1)
                                  counts: {part: "sum(custom_googleapis_com:truename_nothing)", all: "vector(1)"}
                                  above: {value: 1, unit: s, source: s}
                                  forSeconds: 0
                        """))
                .hasSize(4)
                .anyMatch(problem -> problem.contains("/alerts/shares/objective: "))
                .anyMatch(problem ->
                        problem.contains("counts/part: no metric is named custom_googleapis_com:truename_nothing"))
                .anyMatch(problem -> problem.contains("counts/total: must be text"))
                .anyMatch(problem -> problem.contains("counts/all: is no field of the catalog"));
        Catalog catalog = CatalogReader.read(CatalogFiles.FOLDER);
        AlertSpec errors = catalog.alerts().get("error-rate-high");
        assertThat(errors.objective()).contains("generate-availability");
        assertThat(errors.conditions().get("share"))
                .isInstanceOfSatisfying(
                        AlertSpec.Condition.Query.class,
                        query -> assertThat(query.counts().orElseThrow().part())
                                .contains("response_code_class=\"5xx\""));
        // A ratio of counters has its counts beside it, so that few events are judged by chance.
        assertThat(catalog.alerts().values())
                .flatExtracting(alert -> alert.conditions().values())
                .filteredOn(AlertSpec.Condition.Query.class::isInstance)
                .map(AlertSpec.Condition.Query.class::cast)
                .filteredOn(query -> query.bound().unit().equals("10^2.%"))
                .allMatch(query -> query.counts().isPresent());
    }

    @Test
    void slo_thatCannotBeMet_orCannotAlert() {
        assertThat(CatalogFiles.problemsOfSlos("""
                        burnRates:
                          hard:
                            fast: {longSeconds: 3600, shortSeconds: 3600, factor: 14.4, severity: P1}
                        slos:
                          always: {description: d, goal: 1.5, rollingDays: 31, source: s, burnRates: none, indicator: {}}
                          seldom:
                            description: d
                            goal: 0.9
                            rollingDays: 30
                            source: s
                            burnRates: hard
                            indicator: {windows: {series: {metric: migrate/holds}, seconds: 7000, from: 1}}
                          counted:
                            description: d
                            goal: 0.999
                            rollingDays: 30
                            source: s
                            burnRates: hard
                            indicator: {requests: {bad: {metric: migrate/progress}, total: {metric: nothing/there}}}
                        """))
                // Alerts name objectives that are not in this file.
                .filteredOn(problem -> problem.startsWith("slos.yaml"))
                .containsExactly(
                        "slos.yaml:3: /burnRates/hard/fast/shortSeconds: is no shorter than longSeconds; write a twelfth of it",
                        "slos.yaml:5: /slos/always/goal: is more than 0.9999; write a share such as 0.999",
                        "slos.yaml:5: /slos/always/burnRates: nothing is named none; declare it or correct the name",
                        "slos.yaml:5: /slos/always/rollingDays: must be a whole number from 1 to 30; write one without quotes",
                        "slos.yaml:5: /slos/always/indicator: says nothing about how to measure; write one of requests, latency and windows",
                        "slos.yaml:11: /slos/seldom/burnRates: the tier fast of hard can never be reached: the goal allows burn rates below 10; choose one with smaller factors",
                        "slos.yaml:12: /slos/seldom/indicator/windows/seconds: does not divide a day; write 60, 300, 600 or 3600",
                        "slos.yaml:12: /slos/seldom/indicator/windows/series: is no gauge; name a metric of kind GAUGE",
                        "slos.yaml:19: /slos/counted/indicator/requests/total/metric: nothing is named nothing/there; declare it or correct the name",
                        "slos.yaml:19: /slos/counted/indicator/requests/bad: counts nothing; name a metric of kind DELTA or CUMULATIVE and type INT64 or DOUBLE");
    }

    private static List<String> alerts(String alerts) {
        return CatalogFiles.problemsOfAlerts(SEVERITIES + alerts);
    }
}
