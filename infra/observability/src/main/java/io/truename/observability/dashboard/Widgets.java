// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.dashboard;

import com.google.monitoring.dashboard.v1.IncidentList;
import com.google.monitoring.dashboard.v1.Scorecard;
import com.google.monitoring.dashboard.v1.SparkChartType;
import com.google.monitoring.dashboard.v1.Threshold;
import com.google.monitoring.dashboard.v1.Widget;
import com.google.monitoring.dashboard.v1.XyChart;
import com.google.monitoring.dashboard.v1.XyChart.Axis;
import com.google.monitoring.dashboard.v1.XyChart.DataSet;
import com.google.protobuf.Duration;
import io.truename.catalog.DashboardSpec.Kind;
import io.truename.catalog.DashboardSpec.Panel;
import io.truename.catalog.DashboardSpec.Source;

/** Panels as widgets, titled with their unit. */
final class Widgets {
    private final PanelQueries queries;

    Widgets(PanelQueries queries) {
        this.queries = queries;
    }

    Widget of(Panel panel) {
        if (panel.source() instanceof Source.Incidents) {
            return Widget.newBuilder()
                    .setTitle(panel.title())
                    .setIncidentList(IncidentList.getDefaultInstance())
                    .build();
        }
        Widget.Builder widget = Widget.newBuilder().setTitle(panel.title() + " (" + words(panel.unit()) + ")");
        return panel.kind() == Kind.SCORE
                ? widget.setScorecard(score(panel)).build()
                : widget.setXyChart(chart(panel)).build();
    }

    private Scorecard score(Panel panel) {
        Scorecard.Builder score = Scorecard.newBuilder()
                .setTimeSeriesQuery(queries.of(panel).get(0).query());
        if (panel.source() instanceof Source.Budget) {
            score.setGaugeView(Scorecard.GaugeView.newBuilder().setUpperBound(1));
        } else {
            score.setSparkChartView(Scorecard.SparkChartView.newBuilder().setSparkChartType(SparkChartType.SPARK_LINE));
        }
        panel.limit()
                .ifPresent(limit -> score.addThresholds(Threshold.newBuilder()
                        .setLabel(limit.label())
                        .setValue(limit.value())
                        .setColor(Threshold.Color.RED)
                        .setDirection(limit.above() ? Threshold.Direction.ABOVE : Threshold.Direction.BELOW)));
        return score.build();
    }

    private XyChart chart(Panel panel) {
        XyChart.Builder chart = XyChart.newBuilder()
                .setYAxis(Axis.newBuilder().setLabel(words(panel.unit())).setScale(Axis.Scale.LINEAR));
        queries.of(panel).forEach(set -> chart.addDataSets(dataSet(set, plotType(panel.kind()))));
        // The API takes neither colour nor direction in a chart, and only constants as thresholds.
        panel.limit()
                .flatMap(limit -> PanelQueries.tuned(limit, panel.unit()))
                .ifPresent(set -> chart.addDataSets(dataSet(set, DataSet.PlotType.LINE)));
        panel.limit()
                .filter(limit -> limit.tuned().isEmpty())
                .ifPresent(limit -> chart.addThresholds(Threshold.newBuilder()
                        .setLabel(limit.label())
                        .setValue(limit.value())
                        .setTargetAxis(Threshold.TargetAxis.Y1)));
        return chart.build();
    }

    private static DataSet dataSet(PanelQueries.DataOf set, DataSet.PlotType type) {
        return DataSet.newBuilder()
                .setTimeSeriesQuery(set.query())
                .setPlotType(type)
                .setLegendTemplate(set.legend())
                .setMinAlignmentPeriod(
                        Duration.newBuilder().setSeconds(set.period().toSeconds()))
                .setTargetAxis(DataSet.TargetAxis.Y1)
                .build();
    }

    private static DataSet.PlotType plotType(Kind kind) {
        return switch (kind) {
            case LINES -> DataSet.PlotType.LINE;
            case STACK -> DataSet.PlotType.STACKED_AREA;
            case BARS -> DataSet.PlotType.STACKED_BAR;
            case SCORE -> throw new IllegalArgumentException("a score is no chart");
        };
    }

    /** A unit as people write it: {@code {row}/s} as rows/s. */
    static String words(String unit) {
        return switch (unit) {
            case "1" -> "number";
            case "10^2.%" -> "%";
            case "By" -> "bytes";
            default ->
                unit.replaceAll("\\{([^}]*[^aeiou])y}", "$1ies")
                        .replaceAll("\\{([^}]*(?:ch|sh|s|x))}", "$1es")
                        .replaceAll("\\{([^}]*)}", "$1s");
        };
    }
}
