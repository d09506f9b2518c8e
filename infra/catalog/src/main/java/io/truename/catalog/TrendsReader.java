// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.util.Map;
import java.util.Optional;

/** Reader of {@code trends.yaml}. */
final class TrendsReader {
    private static final int MOST_DAYS = 14;

    private final Map<String, FunctionSpec> functions;
    private final Map<String, MetricSpec> metrics;
    private final Map<String, AlertSpec> alerts;

    private TrendsReader(
            Map<String, FunctionSpec> functions, Map<String, MetricSpec> metrics, Map<String, AlertSpec> alerts) {
        this.functions = functions;
        this.metrics = metrics;
        this.alerts = alerts;
    }

    static TrendsSpec read(
            CatalogFile file,
            Reader yaml,
            Map<String, FunctionSpec> functions,
            Map<String, MetricSpec> metrics,
            Map<String, AlertSpec> alerts) {
        CatalogFields root = file.root(yaml);
        TrendsReader reader = new TrendsReader(functions, metrics, alerts);
        TrendsSpec trends = new TrendsSpec(
                file.each(root, "regressions", reader::regression),
                file.each(root, "limits", reader::limit),
                file.each(root, "scaling", reader::scaling),
                file.each(root, "anomalies", reader::watched));
        root.refuseUnread();
        return trends;
    }

    private TrendsSpec.Watched watched(String name, CatalogFields fields) {
        NameRules.check(name, "a trend", fields);
        String query = fields.text("query");
        AlertsReader.checkMetrics(query, fields, metrics);
        return new TrendsSpec.Watched(fields.text("description"), query, fields.text("unit"));
    }

    private TrendsSpec.Regression regression(String name, CatalogFields fields) {
        TrendsSpec.Watched watched = watched(name, fields);
        Optional<String> alert = fields.optionalText("alert");
        alert.ifPresent(about -> FunctionsReader.requireTarget(alerts, about, fields, "alert"));
        CatalogFields worse = fields.section("worse");
        TrendsSpec.Regression regression = new TrendsSpec.Regression(
                watched,
                alert,
                worse.constant("by", TrendsSpec.Comparison.class, true),
                worse.positive("least"),
                worse.number("days", 1, MOST_DAYS));
        worse.text("source");
        worse.refuseUnread();
        return regression;
    }

    private TrendsSpec.Limit limit(String name, CatalogFields fields) {
        return new TrendsSpec.Limit(watched(name, fields), positive(fields, "limit"));
    }

    private TrendsSpec.Scaling scaling(String name, CatalogFields fields) {
        TrendsSpec.Watched watched = watched(name, fields);
        String function = fields.text("function");
        FunctionsReader.requireTarget(functions, function, fields, "function");
        FunctionSpec known = functions.get(function);
        // Of no function, which is refused.
        FunctionSpec.Scaling scaling = known == null ? new FunctionSpec.Scaling(1, 1, 1) : known.scaling();
        return new TrendsSpec.Scaling(watched, scaling.concurrency(), Math.max(1, scaling.fewest()), scaling.most());
    }

    private static double positive(CatalogFields fields, String name) {
        CatalogFields number = fields.section(name);
        double value = number.positive("value");
        number.text("source");
        number.refuseUnread();
        return value;
    }
}
