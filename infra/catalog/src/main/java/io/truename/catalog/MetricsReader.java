// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.util.Map;
import java.util.Optional;

/**
 * Reader of {@code metrics.yaml}. Its limits are those of Cloud Monitoring, or tighter: 200 buckets of a distribution, 100
 * characters of a log-based metric's name.
 */
final class MetricsReader {
    private static final String OWN_NAME = "[a-z0-9_]+(/[a-z0-9_]+)+";
    private static final String PLATFORM_NAME = "[a-z]+\\.googleapis\\.com(/[a-z0-9_]+)+";
    private static final int LONGEST_NAME = 80;
    private static final int MOST_BUCKETS = 200;
    private static final String UNIT =
            "(1|%|10\\^2\\.%|s|ms|us|ns|By|KiBy|MiBy|GiBy|\\{[a-z_]+\\})(/(s|min|h|\\{[a-z_]+\\}))?";

    private final Map<String, FunctionSpec> functions;
    private final Map<String, EventSpec> events;

    private MetricsReader(Map<String, FunctionSpec> functions, Map<String, EventSpec> events) {
        this.functions = functions;
        this.events = events;
    }

    static Map<String, MetricSpec> read(
            CatalogFile file, Reader yaml, Map<String, FunctionSpec> functions, Map<String, EventSpec> events) {
        CatalogFields root = file.root(yaml);
        Map<String, MetricSpec> specs = file.each(root, "metrics", new MetricsReader(functions, events)::metric);
        root.refuseUnread();
        return specs;
    }

    private MetricSpec metric(String name, CatalogFields fields) {
        MetricSpec.Source source = source(fields.section("source"));
        MetricSpec.Kind kind = fields.constant("kind", MetricSpec.Kind.class, false);
        MetricSpec.ValueType valueType = fields.constant("valueType", MetricSpec.ValueType.class, false);
        MetricSpec metric = new MetricSpec(
                name,
                fields.text("description"),
                source,
                kind,
                valueType,
                fields.text(
                        "unit",
                        20,
                        UNIT,
                        "is no unit that is used here",
                        "write a UCUM unit such as s, By, {row} or \"1\""),
                MetricLabels.read(fields, source, events),
                fields.optionalSection("buckets").map(MetricsReader::buckets));
        boolean platform = source instanceof MetricSpec.Source.Platform;
        if (!name.matches(platform ? PLATFORM_NAME : OWN_NAME) || name.length() > LONGEST_NAME) {
            fields.refuseHere(
                    "is no name of a metric",
                    platform
                            ? "write its type, as run.googleapis.com/request_count"
                            : "write lower-case words with slashes, as generate/requests, of at most " + LONGEST_NAME
                                    + " characters");
        }
        if (source instanceof MetricSpec.Source.Log log) {
            checkLog(log, metric, fields);
        } else if ((source instanceof MetricSpec.Source.Function || source instanceof MetricSpec.Source.External)
                && kind == MetricSpec.Kind.DELTA) {
            fields.refuse("kind", "the API takes no DELTA points from functions", "write GAUGE or CUMULATIVE");
        }
        boolean made = !platform && valueType == MetricSpec.ValueType.DISTRIBUTION;
        if (made != metric.buckets().isPresent()) {
            fields.refuseHere(
                    made ? "a distribution needs buckets" : "only a distribution that is made here has buckets",
                    made ? "add buckets with exponential or explicit" : "remove buckets");
        }
        if (valueType == MetricSpec.ValueType.BOOL && kind != MetricSpec.Kind.GAUGE) {
            fields.refuse("kind", "a BOOL is a GAUGE", "write GAUGE");
        }
        return metric;
    }

    private MetricSpec.Source source(CatalogFields fields) {
        MetricSpec.Source source;
        if (fields.has("log")) {
            CatalogFields log = fields.section("log");
            MetricSpec.Source.Log made =
                    new MetricSpec.Source.Log(log.text("event"), log.optionalText("field"), log.optionalText("filter"));
            log.refuseUnread();
            FunctionsReader.requireTarget(events, made.event(), log, "event");
            EventSpec event = events.get(made.event());
            if (event != null) {
                made.filter().ifPresent(filter -> MetricFilter.check(filter, event, log));
                made.field()
                        .filter(field -> EventFields.number(event, field).isEmpty())
                        .ifPresent(field -> log.refuse(
                                "field",
                                event.name() + " has no number " + field,
                                "name a field of type number, or object.name"));
            }
            source = made;
        } else if (fields.has("function")) {
            String function = fields.text("function");
            FunctionsReader.requireTarget(functions, function, fields, "function");
            source = new MetricSpec.Source.Function(function);
        } else if (fields.has("platform")) {
            source = new MetricSpec.Source.Platform(fields.text("platform"));
        } else if (fields.has("external")) {
            source = new MetricSpec.Source.External(fields.text("external"));
        } else {
            fields.refuseHere(
                    "says nothing about who writes the metric", "write one of log, function, external and platform");
            source = new MetricSpec.Source.Platform("");
        }
        fields.refuseUnread();
        return source;
    }

    /** A log-based metric counts lines, or has a distribution of one of their numbers; Cloud Logging has no others. */
    private void checkLog(MetricSpec.Source.Log log, MetricSpec metric, CatalogFields fields) {
        if (metric.kind() != MetricSpec.Kind.DELTA) {
            fields.refuse("kind", "a log-based metric is a DELTA", "write DELTA");
        }
        boolean distribution = metric.valueType() == MetricSpec.ValueType.DISTRIBUTION;
        if (!distribution && metric.valueType() != MetricSpec.ValueType.INT64) {
            fields.refuse("valueType", "a log-based metric is an INT64 or a DISTRIBUTION", "write one of them");
        }
        if (distribution != log.field().isPresent()) {
            fields.refuse(
                    "source",
                    "a distribution has a field, and a counter has none",
                    distribution ? "add the field" : "remove the field, or write valueType: DISTRIBUTION");
        }
        EventSpec event = events.get(log.event());
        if (event == null || distribution) {
            return;
        }
        event.sampling()
                .filter(sampling -> !MetricFilter.leavesOutHot(log.filter(), sampling))
                .ifPresent(sampling -> fields.refuse(
                        "valueType",
                        "a counter of a sampled event would count the written lines only",
                        "take a DISTRIBUTION of the field count, whose sum is exact, or filter jsonPayload."
                                + sampling.hot() + " for a value other than "
                                + String.join(", ", sampling.hotValues())));
    }

    private static MetricSpec.Buckets buckets(CatalogFields fields) {
        Optional<CatalogFields> exponential = fields.optionalSection("exponential");
        MetricSpec.Buckets buckets;
        if (exponential.isPresent()) {
            CatalogFields bounds = exponential.get();
            buckets = new MetricSpec.Buckets.Exponential(
                    bounds.positive("scale"),
                    bounds.positive("growthFactor"),
                    bounds.number("finiteBuckets", 1, MOST_BUCKETS));
            if (((MetricSpec.Buckets.Exponential) buckets).growthFactor() <= 1) {
                bounds.refuse("growthFactor", "must be above 1", "write one such as 1.5");
            }
            bounds.refuseUnread();
        } else {
            MetricSpec.Buckets.Explicit explicit = new MetricSpec.Buckets.Explicit(fields.increasing("explicit"));
            if (explicit.bounds().size() > MOST_BUCKETS) {
                fields.refuse("explicit", "has more than " + MOST_BUCKETS + " bounds", "take wider buckets");
            }
            buckets = explicit;
        }
        fields.refuseUnread();
        return buckets;
    }
}
