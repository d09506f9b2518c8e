// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reader of {@code alerts.yaml}. Its limits are those of Cloud Monitoring's API, {@code alert.proto}. */
final class AlertsReader {
    /** Metric by which the tuner replaces thresholds. */
    static final String TUNED = "tune/threshold";

    private static final Duration LONGEST = Duration.ofHours(25);
    private static final int MOST_CONDITIONS = 6;
    private static final Pattern QUERIED = Pattern.compile("[a-z]+_googleapis_com:[a-z0-9_]+");

    private final Map<String, MetricSpec> metrics;
    private final Map<String, SloSpec> slos;
    private final SeriesReader series;

    private AlertsReader(Map<String, MetricSpec> metrics, Map<String, SloSpec> slos) {
        this.metrics = metrics;
        this.slos = slos;
        this.series = new SeriesReader(metrics);
    }

    /** Content of the file. */
    record Alerts(Map<AlertSpec.Priority, AlertSpec.Routing> routing, Map<String, AlertSpec> alerts) {}

    static Alerts read(CatalogFile file, Reader yaml, Map<String, MetricSpec> metrics, Map<String, SloSpec> slos) {
        CatalogFields root = file.root(yaml);
        Map<AlertSpec.Priority, AlertSpec.Routing> routing = routing(root.section("severities"));
        Map<String, AlertSpec> alerts = file.each(root, "alerts", new AlertsReader(metrics, slos)::alert);
        root.refuseUnread();
        return new Alerts(routing, alerts);
    }

    private static Map<AlertSpec.Priority, AlertSpec.Routing> routing(CatalogFields fields) {
        Map<AlertSpec.Priority, AlertSpec.Routing> routing = new EnumMap<>(AlertSpec.Priority.class);
        for (AlertSpec.Priority priority : AlertSpec.Priority.values()) {
            CatalogFields one = fields.section(priority.name());
            routing.put(
                    priority,
                    new AlertSpec.Routing(
                            one.constant("severity", AlertSpec.Severity.class, false),
                            one.list("channels"),
                            one.text("description")));
            one.refuseUnread();
        }
        fields.refuseUnread();
        return routing;
    }

    private AlertSpec alert(String name, CatalogFields fields) {
        NameRules.check(name, "an alert", fields);
        String title = fields.text("title");
        AlertSpec.Priority priority = fields.constant("severity", AlertSpec.Priority.class, false);
        Optional<String> objective = fields.optionalText("objective");
        objective.ifPresent(slo -> FunctionsReader.requireTarget(slos, slo, fields, "objective"));
        CatalogFields section = fields.section("conditions");
        Map<String, AlertSpec.Condition> conditions = new LinkedHashMap<>();
        for (String condition : section.names()) {
            CatalogFields one = section.section(condition);
            condition(one).ifPresent(read -> conditions.put(condition, read));
            one.refuseUnread();
        }
        if (section.names().isEmpty() || section.names().size() > MOST_CONDITIONS) {
            fields.refuse("conditions", "must have one to " + MOST_CONDITIONS + " conditions", "split the alert");
        }
        return new AlertSpec(name, title, priority, objective, conditions);
    }

    private Optional<AlertSpec.Condition> condition(CatalogFields fields) {
        if (fields.has("threshold")) {
            CatalogFields threshold = fields.section("threshold");
            Optional<SeriesSpec> selected = series.read(threshold.section("series"));
            AlertSpec.Aggregation aggregation = aggregation(threshold, selected);
            AlertSpec.Bound bound = bound(threshold);
            Duration lasting = lasting(threshold, Duration.ZERO);
            if (bound.tuned()) {
                threshold.refuseHere("a filter cannot compare with a tuned threshold", "write a promql condition");
            }
            threshold.refuseUnread();
            return selected.map(one -> new AlertSpec.Condition.Threshold(one, aggregation, bound, lasting));
        }
        if (fields.has("promql")) {
            CatalogFields promql = fields.section("promql");
            String query = promql.text("query");
            checkMetrics(query, promql, metrics);
            AlertSpec.Bound bound = bound(promql);
            Optional<AlertSpec.Counts> counts = promql.optionalSection("counts").map(this::counts);
            Duration lasting = lasting(promql, Duration.ZERO);
            promql.refuseUnread();
            return Optional.of(new AlertSpec.Condition.Query(query, counts, bound, lasting));
        }
        if (fields.has("absent")) {
            CatalogFields absent = fields.section("absent");
            Optional<SeriesSpec> selected = series.read(absent.section("series"));
            AlertSpec.Aggregation aggregation = aggregation(absent, selected);
            Duration lasting = lasting(absent, Duration.ofMinutes(2));
            absent.refuseUnread();
            return selected.map(one -> new AlertSpec.Condition.Absent(one, aggregation, lasting));
        }
        fields.refuseHere("says nothing about what to compare", "write one of threshold, promql and absent");
        return Optional.empty();
    }

    private AlertSpec.Counts counts(CatalogFields fields) {
        AlertSpec.Counts read = new AlertSpec.Counts(fields.text("part"), fields.text("total"));
        checkMetrics("part", read.part(), fields, metrics);
        checkMetrics("total", read.total(), fields, metrics);
        fields.refuseUnread();
        return read;
    }

    private static AlertSpec.Aggregation aggregation(CatalogFields fields, Optional<SeriesSpec> series) {
        CatalogFields align = fields.section("align");
        String aligner = align.text("by");
        Duration period = align.seconds("seconds", Duration.ofMinutes(1), LONGEST);
        series.ifPresent(selected -> checkAligner(aligner, selected.metric(), align));
        align.refuseUnread();
        CatalogFields reduce = fields.section("reduce");
        AlertSpec.Aggregation aggregation =
                new AlertSpec.Aggregation(aligner, period, reduce.text("by"), reduce.optionalList("over"));
        reduce.refuseUnread();
        return aggregation;
    }

    private static void checkAligner(String aligner, MetricSpec metric, CatalogFields fields) {
        boolean gauge = metric.kind() == MetricSpec.Kind.GAUGE;
        if (gauge == aligner.matches("delta|rate")) {
            fields.refuse(
                    "by",
                    "is not valid for a " + metric.kind(),
                    gauge ? "write max, min, mean or another of a gauge" : "write delta or rate");
        }
    }

    private static AlertSpec.Bound bound(CatalogFields fields) {
        if (fields.has("above") == fields.has("below")) {
            fields.refuseHere("needs one threshold", "write one of above and below");
        }
        boolean above = fields.has("above");
        CatalogFields bound = fields.section(above ? "above" : "below");
        AlertSpec.Bound read = new AlertSpec.Bound(
                above,
                bound.notNegative("value"),
                bound.text("unit"),
                bound.text("source"),
                bound.has("tuned") ? Optional.of(tuning(bound.section("tuned"), above)) : Optional.empty());
        bound.refuseUnread();
        return read;
    }

    private static AlertSpec.Tuning tuning(CatalogFields fields, boolean above) {
        AlertSpec.Tuning read = new AlertSpec.Tuning(fields.notNegative("loosest"), fields.notNegative("strictest"));
        if (above ? read.loosest() <= read.strictest() : read.loosest() >= read.strictest()) {
            fields.refuseHere(
                    "leaves no room between loosest and strictest",
                    above ? "make loosest the larger one" : "make loosest the smaller one");
        }
        fields.refuseUnread();
        return read;
    }

    private static Duration lasting(CatalogFields fields, Duration least) {
        Duration lasting = fields.seconds("forSeconds", least, LONGEST);
        if (lasting.toSeconds() % 60 != 0) {
            fields.refuse("forSeconds", "is no whole number of minutes", "write a multiple of 60");
        }
        return lasting;
    }

    /** Refuses a query that names a metric which the catalog does not have. */
    static void checkMetrics(String query, CatalogFields fields, Map<String, MetricSpec> metrics) {
        checkMetrics("query", query, fields, metrics);
    }

    private static void checkMetrics(
            String field, String query, CatalogFields fields, Map<String, MetricSpec> metrics) {
        Matcher name = QUERIED.matcher(query);
        while (name.find()) {
            String queried = name.group();
            if (metrics.values().stream()
                    .noneMatch(metric -> metric.promqlNames().contains(queried))) {
                fields.refuse(field, "no metric is named " + queried, "declare it in metrics.yaml or correct the name");
            }
        }
    }
}
