// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.dashboard;

import com.google.monitoring.dashboard.v1.Aggregation;
import com.google.monitoring.dashboard.v1.TimeSeriesFilter;
import com.google.monitoring.dashboard.v1.TimeSeriesQuery;
import io.truename.catalog.AlertSpec.Condition;
import io.truename.catalog.DashboardSpec.Limit;
import io.truename.catalog.DashboardSpec.Panel;
import io.truename.catalog.DashboardSpec.Plot;
import io.truename.catalog.DashboardSpec.Show;
import io.truename.catalog.DashboardSpec.Source;
import io.truename.catalog.SloSpec;
import io.truename.observability.policy.TunedThreshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Queries of panels. */
final class PanelQueries {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The time from point to point, which a chart of days makes longer: a bar counts all of it. */
    private static final String INTERVAL = "${__interval}";

    private final String project;

    PanelQueries(String project) {
        this.project = project;
    }

    /**
     * Data of a panel.
     *
     * @param legend template of a series' name; empty for the cloud's own
     * @param period least time from point to point
     */
    record DataOf(TimeSeriesQuery query, String legend, Duration period) {}

    List<DataOf> of(Panel panel) {
        if (panel.source() instanceof Source.Plots plots) {
            List<DataOf> sets = new ArrayList<>();
            plots.plots().forEach((name, plot) -> sets.add(of(name, plot, panel.unit())));
            return sets;
        }
        if (panel.source() instanceof Source.Compared compared) {
            return List.of(new DataOf(of(compared.condition(), panel.unit()), "", MINUTE));
        }
        if (panel.source() instanceof Source.Budget budget) {
            return List.of(objective("select_slo_budget_fraction(" + quoted(budget.slo()) + ")", budget.slo(), panel));
        }
        Source.Burn burn = (Source.Burn) panel.source();
        String window = ", \"" + burn.window().toSeconds() + "s\")";
        return List.of(objective("select_slo_burn_rate(" + quoted(burn.slo()) + window, burn.slo(), panel));
    }

    private static DataOf of(String name, Plot plot, String unit) {
        Show show = plot.show();
        // A bar for each five minutes; a point for each minute of other panels.
        Duration period = show == Show.COUNT || show == Show.EVENTS ? Duration.ofMinutes(5) : MINUTE;
        List<String> fields = plot.by().stream().map(PanelQueries::field).toList();
        String labels = fields.stream().map(field -> "${" + field + "}").collect(Collectors.joining(" "));
        String legend = plot.by().isEmpty() ? name : plot.isQuery() ? "" : labels;
        TimeSeriesQuery query = plot.isQuery()
                ? prometheus(promql(plot), unit)
                : filtered(plot.series().filter(), aggregation(period, show.align(), show.reduce(), fields), unit);
        return new DataOf(query, legend, period);
    }

    /** A monitoring filter reads neither the sum nor the count of a distribution. */
    private static String promql(Plot plot) {
        String ending = plot.show() == Show.EVENTS ? "_count" : "_sum";
        String name = plot.series().metric().promqlNames().stream()
                .filter(part -> part.endsWith(ending))
                .findFirst()
                .orElseThrow();
        List<String> matchers = new ArrayList<>();
        matchers.add("monitored_resource=\"" + plot.series().metric().resourceType() + "\"");
        plot.series().resourceLabels().forEach((key, values) -> matchers.add(matcher(key, values)));
        plot.series().metricLabels().forEach((key, values) -> matchers.add(matcher(key, values)));
        String by = plot.by().stream()
                .map(field -> field.substring(field.indexOf('.') + 1))
                .collect(Collectors.joining(", "));
        return "sum" + (by.isEmpty() ? "" : " by (" + by + ")") + " ("
                + (plot.show() == Show.RATE ? "rate" : "increase") + "(" + name + "{" + String.join(",", matchers)
                + "}["
                + (plot.show() == Show.RATE ? "5m" : INTERVAL) + "]))";
    }

    private static String matcher(String key, List<String> values) {
        return key + (values.size() == 1 ? "=" : "=~") + "\"" + String.join("|", values) + "\"";
    }

    /** The line of a threshold that a tuner may set; empty for a constant. */
    static Optional<DataOf> tuned(Limit limit, String unit) {
        return limit.tuned()
                .map(alert -> new DataOf(
                        prometheus(TunedThreshold.query(alert, limit.value()), unit), limit.label(), MINUTE));
    }

    private static TimeSeriesQuery of(Condition condition, String unit) {
        if (condition instanceof Condition.Query query) {
            return prometheus(query.query(), unit);
        }
        if (condition instanceof Condition.Threshold threshold) {
            return filtered(threshold.series().filter(), aggregation(threshold.aggregation()), unit);
        }
        Condition.Absent absent = (Condition.Absent) condition;
        return filtered(absent.series().filter(), aggregation(absent.aggregation()), unit);
    }

    private static Aggregation aggregation(io.truename.catalog.AlertSpec.Aggregation compared) {
        return aggregation(
                compared.period(),
                compared.align(),
                compared.reduce(),
                compared.over().stream().map(PanelQueries::field).toList());
    }

    private static Aggregation aggregation(Duration period, String align, String reduce, List<String> fields) {
        return Aggregation.newBuilder()
                .setAlignmentPeriod(com.google.protobuf.Duration.newBuilder().setSeconds(period.toSeconds()))
                .setPerSeriesAligner(Aggregation.Aligner.valueOf("ALIGN_" + align.toUpperCase(java.util.Locale.ROOT)))
                .setCrossSeriesReducer(
                        Aggregation.Reducer.valueOf("REDUCE_" + reduce.toUpperCase(java.util.Locale.ROOT)))
                .addAllGroupByFields(fields)
                .build();
    }

    private static DataOf objective(String selector, SloSpec slo, Panel panel) {
        Aggregation newest = Aggregation.newBuilder()
                .setAlignmentPeriod(com.google.protobuf.Duration.newBuilder().setSeconds(60))
                .setPerSeriesAligner(Aggregation.Aligner.ALIGN_NEXT_OLDER)
                .build();
        return new DataOf(filtered(selector, newest, panel.unit()), slo.name(), MINUTE);
    }

    private String quoted(SloSpec slo) {
        return "\"projects/" + project + "/services/truename/serviceLevelObjectives/" + slo.name() + "\"";
    }

    private static TimeSeriesQuery filtered(String filter, Aggregation aggregation, String unit) {
        return TimeSeriesQuery.newBuilder()
                .setTimeSeriesFilter(
                        TimeSeriesFilter.newBuilder().setFilter(filter).setAggregation(aggregation))
                .setUnitOverride(unit)
                .build();
    }

    private static TimeSeriesQuery prometheus(String query, String unit) {
        return TimeSeriesQuery.newBuilder()
                .setPrometheusQuery(query)
                .setUnitOverride(unit)
                .build();
    }

    private static String field(String written) {
        return written.replaceFirst("^(resource|metric)\\.", "$1.labels.");
    }
}
