// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reader of {@code dashboards.yaml}. Its limits are those of Cloud Monitoring's API, {@code dashboard.proto}. */
final class DashboardsReader {
    private static final int MOST_WIDGETS = 50;
    private static final int MOST_COLUMNS = 4;
    private static final List<String> SOURCES = List.of("plots", "alert", "slo", "incidents");

    private final SeriesReader series;
    private final Map<String, SloSpec> slos;
    private final Map<String, AlertSpec> alerts;

    private DashboardsReader(
            Map<String, MetricSpec> metrics, Map<String, SloSpec> slos, Map<String, AlertSpec> alerts) {
        this.series = new SeriesReader(metrics);
        this.slos = slos;
        this.alerts = alerts;
    }

    static Map<String, DashboardSpec> read(
            CatalogFile file,
            Reader yaml,
            Map<String, MetricSpec> metrics,
            Map<String, SloSpec> slos,
            Map<String, AlertSpec> alerts) {
        CatalogFields root = file.root(yaml);
        DashboardsReader reader = new DashboardsReader(metrics, slos, alerts);
        Map<String, DashboardSpec> dashboards = file.each(root, "dashboards", reader::dashboard);
        root.refuseUnread();
        return dashboards;
    }

    private DashboardSpec dashboard(String name, CatalogFields fields) {
        NameRules.check(name, "a dashboard", fields);
        String title = fields.text("title");
        List<DashboardSpec.Section> sections = new ArrayList<>();
        for (CatalogFields section : fields.sections("sections")) {
            sections.add(section(section));
            section.refuseUnread();
        }
        DashboardSpec dashboard = new DashboardSpec(name, title, sections);
        if (dashboard.widgets() > MOST_WIDGETS) {
            fields.refuse(
                    "sections",
                    "has " + dashboard.widgets() + " widgets; the API takes " + MOST_WIDGETS,
                    "split the dashboard");
        }
        return dashboard;
    }

    private DashboardSpec.Section section(CatalogFields fields) {
        String title = fields.text("title");
        int columns = fields.number("columns", 1, MOST_COLUMNS);
        if (fields.has("alerts") == fields.has("panels")) {
            fields.refuseHere("needs something to draw", "write one of panels and alerts");
        }
        if (fields.has("alerts")) {
            AlertSpec.Priority priority = fields.constant("alerts", AlertSpec.Priority.class, false);
            return new DashboardSpec.Section(title, columns, conditions(priority));
        }
        List<DashboardSpec.Panel> panels = new ArrayList<>();
        for (CatalogFields panel : fields.sections("panels")) {
            panel(panel).ifPresent(panels::add);
            panel.refuseUnread();
        }
        return new DashboardSpec.Section(title, columns, panels);
    }

    /** A panel for each condition of a priority's alerts, in the order of names: Terraform knows no other order of a mapping. */
    private List<DashboardSpec.Panel> conditions(AlertSpec.Priority priority) {
        List<DashboardSpec.Panel> panels = new ArrayList<>();
        new TreeMap<>(alerts)
                .values().stream()
                        .filter(alert -> alert.priority() == priority)
                        .forEach(alert -> new TreeMap<>(alert.conditions())
                                .forEach((name, condition) -> panels.add(new DashboardSpec.Panel(
                                        alert.conditions().size() == 1 ? alert.title() : alert.title() + ": " + name,
                                        DashboardSpec.Kind.LINES,
                                        unit(condition),
                                        new DashboardSpec.Source.Compared(condition),
                                        limit(alert, condition)))));
        return panels;
    }

    private Optional<DashboardSpec.Panel> panel(CatalogFields fields) {
        String title = fields.text("title");
        DashboardSpec.Kind kind =
                fields.has("kind") ? fields.constant("kind", DashboardSpec.Kind.class, true) : DashboardSpec.Kind.LINES;
        Optional<String> unit = fields.optionalText("unit");
        if (SOURCES.stream().filter(fields::has).count() != 1) {
            fields.refuseHere("needs one thing to draw", "write one of " + String.join(", ", SOURCES));
            return Optional.empty();
        }
        if (fields.has("plots")) {
            return plots(title, kind, unit, fields);
        }
        if (fields.has("alert")) {
            CatalogFields alert = fields.section("alert");
            Optional<DashboardSpec.Panel> panel = condition(alert, "name")
                    .map(found -> new DashboardSpec.Panel(
                            title,
                            kind,
                            unit.orElse(unit(found.condition())),
                            new DashboardSpec.Source.Compared(found.condition()),
                            limit(found.alert(), found.condition())));
            alert.refuseUnread();
            return panel;
        }
        if (fields.has("slo")) {
            return slo(title, kind, fields.section("slo"));
        }
        if (!fields.flagOr("incidents", false)) {
            fields.refuse("incidents", "says nothing", "write true or remove it");
        }
        return Optional.of(new DashboardSpec.Panel(
                title, kind, "{incident}", new DashboardSpec.Source.Incidents(), Optional.empty()));
    }

    private Optional<DashboardSpec.Panel> plots(
            String title, DashboardSpec.Kind kind, Optional<String> unit, CatalogFields fields) {
        CatalogFields section = fields.section("plots");
        // In the order of names, as Terraform has them.
        Map<String, DashboardSpec.Plot> plots = new TreeMap<>();
        section.names().forEach(name -> plot(section.section(name)).ifPresent(plot -> plots.put(name, plot)));
        boolean split = plots.values().stream().anyMatch(plot -> !plot.by().isEmpty());
        if (split && (plots.size() > 1 || kind == DashboardSpec.Kind.SCORE)) {
            section.refuseHere(
                    "separates lines that could not be told apart", "remove by, or make a panel of each plot");
        }
        List<String> units =
                plots.values().stream().map(DashboardSpec.Plot::unit).distinct().toList();
        if (units.size() > 1) {
            section.refuseHere("has units " + String.join(" and ", units), "make a panel of each");
        }
        if (section.names().isEmpty()
                || (kind == DashboardSpec.Kind.SCORE && section.names().size() > 1)) {
            section.refuseHere("draws nothing or too much", "write one plot; lines, stack and bars take several");
        }
        Optional<DashboardSpec.Limit> limit =
                fields.optionalSection("threshold").flatMap(this::threshold);
        return units.stream()
                .findFirst()
                .map(own -> new DashboardSpec.Panel(
                        title, kind, unit.orElse(own), new DashboardSpec.Source.Plots(plots), limit));
    }

    private Optional<DashboardSpec.Plot> plot(CatalogFields fields) {
        DashboardSpec.Show show = fields.constant("show", DashboardSpec.Show.class, true);
        List<String> by = fields.optionalList("by");
        Optional<SeriesSpec> found = series.read(fields);
        found.ifPresent(one -> {
            if (!show.fits(one.metric())) {
                fields.refuse(
                        "show",
                        "is not valid for a " + one.metric().kind() + " of "
                                + one.metric().valueType(),
                        "see the head of the file");
            }
            by.stream()
                    .filter(field -> !isField(field, one.metric()))
                    .forEach(field -> fields.refuse(
                            "by", "there is no label " + field, "write resource.<label> or metric.<label>"));
        });
        return found.map(one -> new DashboardSpec.Plot(one, show, by));
    }

    private static boolean isField(String field, MetricSpec metric) {
        return field.matches("resource\\.[a-z_]+")
                || metric.labels().keySet().stream().anyMatch(label -> field.equals("metric." + label));
    }

    private Optional<DashboardSpec.Panel> slo(String title, DashboardSpec.Kind kind, CatalogFields fields) {
        String name = fields.text("name");
        FunctionsReader.requireTarget(slos, name, fields, "name");
        Optional<SloSpec> slo = Optional.ofNullable(slos.get(name));
        Optional<DashboardSpec.Panel> panel;
        if (fields.text("show").equals("budget")) {
            panel = slo.map(one -> new DashboardSpec.Panel(
                    title,
                    kind,
                    "10^2.%",
                    new DashboardSpec.Source.Budget(one),
                    Optional.of(new DashboardSpec.Limit("P2 " + name + " spent", 0, false))));
        } else if (fields.text("show").equals("burn")) {
            String tier = fields.text("tier");
            slo.ifPresent(one -> FunctionsReader.requireTarget(one.tiers(), tier, fields, "tier"));
            panel = slo.flatMap(one -> Optional.ofNullable(one.tiers().get(tier))
                    .map(rate -> new DashboardSpec.Panel(
                            title,
                            kind,
                            "1",
                            new DashboardSpec.Source.Burn(one, rate.longWindow()),
                            Optional.of(new DashboardSpec.Limit(
                                    rate.priority() + " " + name + "-" + tier, rate.factor(), true)))));
        } else {
            fields.refuse("show", "is none of budget, burn", "choose one of them");
            panel = Optional.empty();
        }
        fields.refuseUnread();
        return panel;
    }

    private Optional<DashboardSpec.Limit> threshold(CatalogFields fields) {
        if (fields.has("alert")) {
            Optional<DashboardSpec.Limit> limit =
                    condition(fields, "alert").flatMap(found -> limit(found.alert(), found.condition()));
            fields.refuseUnread();
            return limit;
        }
        String name = fields.text("slo");
        FunctionsReader.requireTarget(slos, name, fields, "slo");
        fields.refuseUnread();
        Optional<DashboardSpec.Limit> limit =
                Optional.ofNullable(slos.get(name)).flatMap(DashboardsReader::limit);
        if (limit.isEmpty() && slos.containsKey(name)) {
            fields.refuse("slo", "has no bound to draw", "name an objective of latency or windows");
        }
        return limit;
    }

    private record Found(AlertSpec alert, AlertSpec.Condition condition) {}

    private Optional<Found> condition(CatalogFields fields, String field) {
        String name = fields.text(field);
        String condition = fields.text("condition");
        FunctionsReader.requireTarget(alerts, name, fields, field);
        return Optional.ofNullable(alerts.get(name)).flatMap(alert -> {
            FunctionsReader.requireTarget(alert.conditions(), condition, fields, "condition");
            return Optional.ofNullable(alert.conditions().get(condition)).map(found -> new Found(alert, found));
        });
    }

    private static Optional<DashboardSpec.Limit> limit(AlertSpec alert, AlertSpec.Condition condition) {
        return bound(condition)
                .map(bound -> new DashboardSpec.Limit(
                        alert.priority() + " " + alert.name(),
                        bound.value(),
                        bound.above(),
                        bound.tuned() ? Optional.of(alert) : Optional.empty()));
    }

    private static Optional<DashboardSpec.Limit> limit(SloSpec slo) {
        if (slo.indicator() instanceof SloSpec.Indicator.Latency latency) {
            return Optional.of(new DashboardSpec.Limit(slo.name(), latency.below(), true));
        }
        return slo.indicator() instanceof SloSpec.Indicator.Windows windows
                ? Optional.of(new DashboardSpec.Limit(slo.name(), windows.from(), false))
                : Optional.empty();
    }

    private static Optional<AlertSpec.Bound> bound(AlertSpec.Condition condition) {
        if (condition instanceof AlertSpec.Condition.Threshold threshold) {
            return Optional.of(threshold.bound());
        }
        return condition instanceof AlertSpec.Condition.Query query ? Optional.of(query.bound()) : Optional.empty();
    }

    private static String unit(AlertSpec.Condition condition) {
        return bound(condition)
                .map(AlertSpec.Bound::unit)
                .orElseGet(() -> ((AlertSpec.Condition.Absent) condition)
                        .series()
                        .metric()
                        .unit());
    }
}
