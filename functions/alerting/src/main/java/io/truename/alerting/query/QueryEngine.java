// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.query;

import com.google.api.MetricDescriptor;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers queries from a source of time series: select, align, reduce, and once more if wanted. Thread-safe. */
public final class QueryEngine {
    private final SeriesSource source;

    public QueryEngine(SeriesSource source) {
        this.source = source;
    }

    /**
     * Answers a query.
     *
     * @throws MonitoringException if there is no such metric, or the aggregation is not valid for it
     */
    public QueryResult run(MetricQuery query) {
        String type = query.filter()
                .metricType()
                .orElseThrow(() -> MonitoringException.invalid(
                        "The filter must name one metric type: metric.type = \"...\", outside of OR and NOT."));
        MetricDescriptor descriptor = source.descriptor(type)
                .orElseThrow(() -> new MonitoringException(
                        MonitoringException.Reason.NOT_FOUND, "There is no metric of the type \"" + type + "\"."));
        checkAgainst(descriptor, query);
        List<Line> lines = new ArrayList<>();
        for (SeriesSource.Stored series : source.series(type)) {
            if (query.filter().accepts(series.key())) {
                lines.add(read(series, query));
            }
        }
        lines = withPoints(reduce(lines, query.first()));
        if (!MetricQuery.isNone(query.second())) {
            Aggregation second = query.second();
            lines = lines.stream()
                    .map(line -> AlignerRule.align(second.getPerSeriesAligner(), line, query.grid(second)))
                    .toList();
            lines = withPoints(reduce(lines, second));
        }
        return new QueryResult(descriptor, Units.of(descriptor, query), lines);
    }

    /** Reads and aligns one series after the other, so that only aligned points of all are in memory. */
    private Line read(SeriesSource.Stored series, MetricQuery query) {
        if (MetricQuery.isNone(query.first())) {
            List<Sample> within = series.read(query.start(), query.end()).stream()
                    .filter(sample -> sample.end() >= query.start() && sample.end() <= query.end())
                    .toList();
            return new Line(series.key(), series.kind(), series.type(), within);
        }
        Grid grid = query.grid(query.first());
        Aligner aligner = query.first().getPerSeriesAligner();
        long reach = aligner == Aligner.ALIGN_PERCENT_CHANGE ? Windows.reachOfPercentChanges(grid) : 0;
        List<Sample> samples = series.read(grid.startOf(0) - reach, grid.end());
        return AlignerRule.align(aligner, new Line(series.key(), series.kind(), series.type(), samples), grid);
    }

    private static List<Line> reduce(List<Line> lines, Aggregation aggregation) {
        if (aggregation.getCrossSeriesReducer() == Reducer.REDUCE_NONE) {
            return lines;
        }
        List<Field> fields =
                aggregation.getGroupByFieldsList().stream().map(Field::parse).toList();
        return ReducerRule.reduce(aggregation.getCrossSeriesReducer(), lines, fields);
    }

    private static List<Line> withPoints(List<Line> lines) {
        return lines.stream().filter(line -> !line.samples().isEmpty()).toList();
    }

    /** Refuses an aggregation that does not fit the metric, even if there are no points. */
    private static void checkAgainst(MetricDescriptor descriptor, MetricQuery query) {
        Line line = new Line(
                SeriesKey.of(descriptor.getType(), Map.of(), "", Map.of()),
                descriptor.getMetricKind(),
                descriptor.getValueType(),
                List.of());
        for (Aggregation aggregation : List.of(query.first(), query.second())) {
            if (!MetricQuery.isNone(aggregation)) {
                line = AlignerRule.align(aggregation.getPerSeriesAligner(), line, query.grid(aggregation));
                line = reduce(List.of(line), aggregation).get(0);
            }
        }
    }
}
