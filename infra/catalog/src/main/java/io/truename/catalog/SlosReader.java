// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reader of {@code slos.yaml}. Its limits are those of Cloud Monitoring's API, {@code service.proto}. */
final class SlosReader {
    private static final double HIGHEST_GOAL = 0.9999;

    private final SeriesReader series;
    private final Map<String, Map<String, SloSpec.BurnRate>> burnRates = new LinkedHashMap<>();

    private SlosReader(SeriesReader series) {
        this.series = series;
    }

    static Map<String, SloSpec> read(CatalogFile file, Reader yaml, Map<String, MetricSpec> metrics) {
        CatalogFields root = file.root(yaml);
        SlosReader reader = new SlosReader(new SeriesReader(metrics));
        reader.burnRates.putAll(file.each(root, "burnRates", (name, fields) -> tiers(fields)));
        Map<String, Optional<SloSpec>> specs = file.each(root, "slos", reader::slo);
        root.refuseUnread();
        return CatalogMaps.present(specs);
    }

    private static Map<String, SloSpec.BurnRate> tiers(CatalogFields fields) {
        Map<String, SloSpec.BurnRate> tiers = new LinkedHashMap<>();
        for (String name : fields.names()) {
            CatalogFields tier = fields.section(name);
            Duration longWindow = tier.seconds("longSeconds", Duration.ofMinutes(5), Duration.ofDays(30));
            Duration shortWindow = tier.seconds("shortSeconds", Duration.ofMinutes(1), Duration.ofDays(30));
            if (shortWindow.compareTo(longWindow) >= 0) {
                tier.refuse("shortSeconds", "is no shorter than longSeconds", "write a twelfth of it");
            }
            tiers.put(
                    name,
                    new SloSpec.BurnRate(
                            longWindow,
                            shortWindow,
                            tier.positive("factor"),
                            tier.constant("severity", AlertSpec.Priority.class, false)));
            tier.refuseUnread();
        }
        return tiers;
    }

    private Optional<SloSpec> slo(String name, CatalogFields fields) {
        NameRules.check(name, "an objective", fields);
        double goal = fields.positive("goal");
        if (goal > HIGHEST_GOAL) {
            fields.refuse("goal", "is more than 0.9999", "write a share such as 0.999");
        }
        String rates = fields.text("burnRates");
        FunctionsReader.requireTarget(burnRates, rates, fields, "burnRates");
        Map<String, SloSpec.BurnRate> tiers = burnRates.getOrDefault(rates, Map.of());
        tiers.forEach((tier, rate) -> {
            if (rate.factor() * (1 - goal) >= 1) {
                fields.refuse(
                        "burnRates",
                        "the tier " + tier + " of " + rates + " can never be reached: the goal allows burn rates below "
                                + Math.round(1 / (1 - goal)),
                        "choose one with smaller factors");
            }
        });
        String description = fields.text("description");
        Duration rolling = Duration.ofDays(fields.number("rollingDays", 1, 30));
        String source = fields.text("source");
        return indicator(fields.section("indicator"))
                .map(indicator -> new SloSpec(name, description, goal, rolling, source, indicator, tiers));
    }

    private Optional<SloSpec.Indicator> indicator(CatalogFields fields) {
        Optional<SloSpec.Indicator> indicator = Optional.empty();
        if (fields.has("requests")) {
            CatalogFields requests = fields.section("requests");
            Optional<SeriesSpec> bad = series.read(requests.section("bad"));
            Optional<SeriesSpec> total = series.read(requests.section("total"));
            requests.refuseUnread();
            bad.ifPresent(found -> requireCount(found, requests, "bad"));
            total.ifPresent(found -> requireCount(found, requests, "total"));
            indicator = bad.flatMap(one -> total.map(all -> new SloSpec.Indicator.Requests(one, all)));
        } else if (fields.has("latency")) {
            CatalogFields latency = fields.section("latency");
            Optional<SeriesSpec> found = series.read(latency.section("series"));
            double below = latency.positive("below");
            latency.refuseUnread();
            found.filter(one -> one.metric().valueType() != MetricSpec.ValueType.DISTRIBUTION)
                    .ifPresent(one ->
                            latency.refuse("series", "is no distribution", "name a metric of type DISTRIBUTION"));
            indicator = found.map(one -> new SloSpec.Indicator.Latency(one, below));
        } else if (fields.has("windows")) {
            CatalogFields windows = fields.section("windows");
            Optional<SeriesSpec> found = series.read(windows.section("series"));
            Duration window = windows.seconds("seconds", Duration.ofMinutes(1), Duration.ofDays(1));
            double from = windows.positive("from");
            if (Duration.ofDays(1).toSeconds() % Math.max(1, window.toSeconds()) != 0) {
                windows.refuse("seconds", "does not divide a day", "write 60, 300, 600 or 3600");
            }
            windows.refuseUnread();
            found.filter(one -> one.metric().kind() != MetricSpec.Kind.GAUGE)
                    .ifPresent(one -> windows.refuse("series", "is no gauge", "name a metric of kind GAUGE"));
            indicator = found.map(one -> new SloSpec.Indicator.Windows(one, window, from));
        } else {
            fields.refuseHere("says nothing about how to measure", "write one of requests, latency and windows");
        }
        fields.refuseUnread();
        return indicator;
    }

    private static void requireCount(SeriesSpec series, CatalogFields fields, String field) {
        MetricSpec metric = series.metric();
        if (metric.kind() == MetricSpec.Kind.GAUGE || metric.valueType() == MetricSpec.ValueType.DISTRIBUTION) {
            fields.refuse(
                    field, "counts nothing", "name a metric of kind DELTA or CUMULATIVE and type INT64 or DOUBLE");
        }
    }
}
