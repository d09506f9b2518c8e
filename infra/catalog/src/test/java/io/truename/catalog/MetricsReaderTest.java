// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsReaderTest {
    private static final String EVENTS = """
            events:
              a.b:
                description: d
                functions: [generate]
                severity: [INFO]
                sampled: {keys: [outcome], hot: outcome, hotValues: [done], sums: [rows]}
                fields:
                  outcome: {type: text, description: d, values: [done, failed]}
                  rows: {type: number, description: d}
                  code: {type: text, description: d}
                  fine: {type: boolean, description: d}
                  items: {type: object, description: d, values: [document]}
            """;

    @Test
    void published_types_filters_extractors() {
        Catalog catalog = CatalogReader.read(CatalogFiles.FOLDER);
        MetricSpec requests = catalog.metrics().get("generate/requests");

        assertThat(requests.type()).isEqualTo("logging.googleapis.com/user/truename/generate/requests");
        assertThat(requests.logFilter())
                .contains("jsonPayload.event=\"request.answered\" AND (jsonPayload.function=\"generate\")");
        assertThat(requests.valueExtractor()).contains("EXTRACT(jsonPayload.count)");
        assertThat(requests.labelExtractors())
                .containsEntry("route", "EXTRACT(jsonPayload.route)")
                .containsEntry("outcome", "EXTRACT(jsonPayload.outcome)");
        assertThat(catalog.metrics().get("migrate/progress").type())
                .isEqualTo("custom.googleapis.com/truename/migrate/progress");
        assertThat(catalog.metrics().get("run.googleapis.com/request_count").type())
                .isEqualTo("run.googleapis.com/request_count");
    }

    @Test
    void read_everyMistakeAtOnce() {
        assertThat(problems("""
                        metrics:
                          Bad: {description: d, source: {function: nobody}, kind: DELTA, valueType: INT64, unit: apples}
                          b/gauge: {description: d, source: {log: {event: a.b, filter: 'jsonPayload.outcome="failed"'}}, kind: GAUGE, valueType: DOUBLE, unit: s}
                          b/none: {description: d, source: {}, kind: GAUGE, valueType: BOOL, unit: "1"}
                          b/spread: {description: d, source: {log: {event: a.b, field: code}}, kind: DELTA, valueType: DISTRIBUTION, unit: s}
                          b/buckets: {description: d, source: {function: migrate}, kind: GAUGE, valueType: DOUBLE, unit: s, buckets: {explicit: [2, 1]}}
                          b/event: {description: d, source: {log: {event: a.c}}, kind: DELTA, valueType: INT64, unit: s}
                          b/flag: {description: d, source: {function: migrate}, kind: CUMULATIVE, valueType: BOOL, unit: "1", more: 1}
                        """))
                .isEqualTo(
                        List.of(
                                "metrics.yaml:2: /metrics/Bad/source/function: nothing is named nobody; declare it or correct the name",
                                "metrics.yaml:2: /metrics/Bad/unit: is no unit that is used here; write a UCUM unit such as s, By, {row} or \"1\"",
                                "metrics.yaml:2: /metrics/Bad: is no name of a metric; write lower-case words with slashes, as generate/requests, of at most 80 characters",
                                "metrics.yaml:2: /metrics/Bad/kind: the API takes no DELTA points from functions; write GAUGE or CUMULATIVE",
                                "metrics.yaml:3: /metrics/b~1gauge/kind: a log-based metric is a DELTA; write DELTA",
                                "metrics.yaml:3: /metrics/b~1gauge/valueType: a log-based metric is an INT64 or a DISTRIBUTION; write one of them",
                                "metrics.yaml:4: /metrics/b~1none/source: says nothing about who writes the metric; write one of log, function, external and platform",
                                "metrics.yaml:4: /metrics/b~1none: is no name of a metric; write its type, as run.googleapis.com/request_count",
                                "metrics.yaml:5: /metrics/b~1spread/source/log/field: a.b has no number code; name a field of type number, or object.name",
                                "metrics.yaml:5: /metrics/b~1spread: a distribution needs buckets; add buckets with exponential or explicit",
                                "metrics.yaml:6: /metrics/b~1buckets/buckets/explicit: must be a list of numbers, each above the one before; sort them and remove repeated ones",
                                "metrics.yaml:6: /metrics/b~1buckets: only a distribution that is made here has buckets; remove buckets",
                                "metrics.yaml:7: /metrics/b~1event/source/log/event: nothing is named a.c; declare it or correct the name",
                                "metrics.yaml:8: /metrics/b~1flag/kind: a BOOL is a GAUGE; write GAUGE",
                                "metrics.yaml:8: /metrics/b~1flag/more: is no field of the catalog; remove it or correct its name"));
    }

    // Each of these words would let a label grow with the corpus.
    @ParameterizedTest
    @ValueSource(
            strings = {"id", "user", "user_id", "file", "file_name", "hash", "run", "trace_id", "message", "email"})
    void label_thatNamesAPersonOrThing_isRefused(String key) {
        assertThat(problems("""
                        metrics:
                          a/b:
                            description: d
                            source: {function: migrate}
                            kind: GAUGE
                            valueType: INT64
                            unit: s
                            labels:
                              %s: {description: d, values: [a]}
                        """.formatted(key)))
                .singleElement()
                .asString()
                .startsWith("metrics.yaml:9: /metrics/a~1b/labels/" + key + ": the word ")
                .endsWith("leave it to the log line, where it costs no time series");
    }

    @Test
    void label_isBounded() {
        assertThat(labels("state: {description: d}"))
                .containsExactly(
                        "metrics.yaml:9: /metrics/a~1b/labels/state/values: must be a list of different values, at least one; write it as [a, b] without repetitions");
        assertThat(labels("Key9: {description: d, values: [a]}"))
                .containsExactly(
                        "metrics.yaml:9: /metrics/a~1b/labels/Key9: is no key of a label; use 1 to 100 small letters and _");
        assertThat(labels("state: {description: d, values: [a, a]}")).hasSize(1);
        assertThat(labels("state: {description: d, field: state, values: [a]}"))
                .containsExactly(
                        "metrics.yaml:9: /metrics/a~1b/labels/state/field: only a label of a log-based metric has a field; remove it");
        String ten = "{description: d, values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]}";
        assertThat(labels("a: " + ten + ", b: " + ten + ", c: " + ten + ", d: {description: d, values: [0, 1]}"))
                .containsExactly(
                        "metrics.yaml:8: /metrics/a~1b/labels: allows more than 1000 combinations of values; remove a label or values; each combination is a time series");
        StringBuilder eleven = new StringBuilder();
        for (char key = 'a'; key < 'l'; key++) {
            eleven.append(key).append(": {description: d, values: [0]}, ");
        }
        assertThat(labels(eleven.toString())).singleElement().asString().contains("has more than 10 labels");
    }

    @Test
    void label_ofALogLine_readsAFieldWithValues() {
        assertThat(logLabels("code: {description: d, field: code, values: [a]}"))
                .singleElement()
                .asString()
                .contains("code can have any value; list its values in events.yaml, or leave it to the log line");
        assertThat(logLabels("outcome: {description: d, field: outcome, values: [done, failed, lost]}"))
                .singleElement()
                .asString()
                .contains("outcome is never lost");
        assertThat(logLabels("outcome: {description: d, values: [done]}"))
                .singleElement()
                .asString()
                .contains("a label of a log-based metric is read from a field; add field: outcome");
        assertThat(logLabels("state: {description: d, field: state, values: [a]}"))
                .singleElement()
                .asString()
                .contains("a.b has no field state");
        assertThat(logLabels("fine: {description: d, field: fine, values: [true, maybe]}"))
                .singleElement()
                .asString()
                .contains("fine is never maybe");
    }

    // A counter would miss the lines that sampling leaves out.
    @Test
    void counter_ofASampledEvent_mustLeaveOutItsHotLines() {
        assertThat(counter("")).singleElement().asString().contains("would count the written lines only");
        assertThat(counter(", filter: 'jsonPayload.outcome=\"done\"'")).hasSize(1);
        assertThat(counter(", filter: 'jsonPayload.rows>1'")).hasSize(1);
        assertThat(counter(", filter: 'jsonPayload.outcome=\"lost\"'"))
                .singleElement()
                .asString()
                .contains("outcome is never lost");
        assertThat(counter(", filter: 'jsonPayload.lost=1'")).first().asString().contains("a.b has no field lost");
        assertThat(counter(", filter: 'severity=ERROR'")).first().asString().contains("never has severity ERROR");
        assertThat(counter(", filter: 'a OR b'")).first().asString().contains("more than comparisons joined by AND");
    }

    private static List<String> counter(String filter) {
        return problems("""
                metrics:
                  a/b:
                    description: d
                    source: {log: {event: a.b%s}}
                    kind: DELTA
                    valueType: INT64
                    unit: s
                """.formatted(filter));
    }

    private static List<String> labels(String labels) {
        return problems("""
                metrics:
                  a/b:
                    description: d
                    source: {function: migrate}
                    kind: GAUGE
                    valueType: INT64
                    unit: s
                    labels: {
                      %s}
                """.formatted(labels));
    }

    @Test
    void label_ofALogLine_listsEveryValueUnlessAFilterNarrowsThem() {
        assertThat(problems("""
                        metrics:
                          a/b:
                            description: d
                            source: {log: {event: a.b, field: rows}}
                            kind: DELTA
                            valueType: DISTRIBUTION
                            unit: s
                            buckets: {explicit: [1, 2]}
                            labels:
                              outcome: {description: d, field: outcome, values: [done]}
                        """))
                .singleElement()
                .asString()
                .contains("outcome can be failed as well; list every value of the field");
    }

    private static List<String> logLabels(String labels) {
        return problems("""
                metrics:
                  a/b:
                    description: d
                    source: {log: {event: a.b, filter: 'jsonPayload.outcome="failed"'}}
                    kind: DELTA
                    valueType: INT64
                    unit: s
                    labels: {
                      %s}
                """.formatted(labels));
    }

    private static List<String> problems(String metrics) {
        return CatalogFiles.problemsOfMetrics(EVENTS, metrics);
    }
}
