// SPDX-License-Identifier: Apache-2.0
package io.truename.local.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.monitoring.dashboard.v1.TimeSeriesFilter;
import com.google.monitoring.dashboard.v1.TimeSeriesQuery;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.ServiceLevelObjective;
import com.google.protobuf.Duration;
import io.truename.alerting.policy.QueryEvaluator;
import io.truename.alerting.promql.PromqlEngine;
import io.truename.alerting.query.Filter;
import io.truename.alerting.query.MetricQuery;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.SeriesSource;
import io.truename.alerting.slo.Objective;
import io.truename.catalog.Catalog;
import io.truename.observability.policy.Objectives;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers a widget's query over a time: a monitoring filter, PromQL, or an objective's budget or burn rate. */
final class WidgetQueries {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OBJECTIVE =
            Pattern.compile("select_slo_(burn_rate|budget_fraction)\\(\"([^\"]+)\"(?:, \"([0-9]{1,7})s\")?\\)");

    private final SeriesSource series;
    private final QueryEngine engine;
    private final List<ServiceLevelObjective> objectives;

    WidgetQueries(Catalog catalog, String project, SeriesSource series) {
        this.series = series;
        this.engine = new QueryEngine(series);
        this.objectives = Objectives.of(catalog, project);
    }

    /** Answers {@code {unit, series: [{labels, points: [[time, value]]}]}}. */
    ObjectNode answer(TimeSeriesQuery query, long start, long end, int seconds) {
        ObjectNode answer = JSON.createObjectNode().put("unit", query.getUnitOverride());
        ArrayNode all = answer.putArray("series");
        try {
            fill(all, query, start, end, seconds);
        } catch (MonitoringException refused) {
            // A metric of the platform that nothing here gives has no values, as in the cloud before its first point.
            if (refused.reason() != MonitoringException.Reason.NOT_FOUND) {
                throw refused;
            }
        }
        return answer;
    }

    private void fill(ArrayNode all, TimeSeriesQuery query, long start, long end, int seconds) {
        if (query.hasPrometheusQuery()) {
            QueryEvaluator promql = new PromqlEngine(series);
            String text = query.getPrometheusQuery().replace("${__interval}", seconds + "s");
            stepped(all, start, end, seconds, time -> promql.evaluate(text, time));
            return;
        }
        TimeSeriesFilter filter = query.getTimeSeriesFilter();
        Matcher selector = OBJECTIVE.matcher(filter.getFilter());
        if (selector.matches()) {
            Objective objective = objective(selector.group(2));
            stepped(all, start, end, seconds, time -> values(objective, selector, time));
        } else {
            filtered(all, filter, start, end, seconds);
        }
    }

    private Objective objective(String name) {
        return objectives.stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .map(one -> new Objective(one, engine))
                .orElseThrow(() -> MonitoringException.invalid("There is no objective " + name + "."));
    }

    private static List<QueryEvaluator.Value> values(Objective objective, Matcher selector, long time) {
        OptionalDouble value = selector.group(1).equals("burn_rate")
                ? objective.burnRate(time, Long.parseLong(selector.group(3)) * 1000)
                : objective.budgetFraction(time);
        return value.stream()
                .mapToObj(one -> new QueryEvaluator.Value(Map.of(), one))
                .toList();
    }

    /** Asks at whole multiples of the period, so that points do not move with each question. */
    private static void stepped(
            ArrayNode all, long start, long end, int seconds, LongFunction<List<QueryEvaluator.Value>> question) {
        long step = seconds * 1000L;
        Map<String, ArrayNode> points = new TreeMap<>();
        for (long time = -Math.floorDiv(-start, step) * step; time <= end; time += step) {
            for (QueryEvaluator.Value value : question.apply(time)) {
                if (!Double.isFinite(value.value())) {
                    continue;
                }
                Map<String, String> labels = new TreeMap<>(value.labels());
                points.computeIfAbsent(labels.toString(), key -> {
                            ObjectNode line = all.addObject();
                            labels.forEach(line.putObject("labels")::put);
                            return line.putArray("points");
                        })
                        .addArray()
                        .add(Instant.ofEpochMilli(time).toString())
                        .add(value.value());
            }
        }
    }

    private void filtered(ArrayNode all, TimeSeriesFilter filter, long start, long end, int seconds) {
        com.google.monitoring.dashboard.v1.Aggregation asked = filter.getAggregation();
        long period = Math.max(seconds, asked.getAlignmentPeriod().getSeconds());
        Aggregation aggregation = Aggregation.newBuilder()
                .setAlignmentPeriod(Duration.newBuilder().setSeconds(period))
                .setPerSeriesAligner(
                        Aggregation.Aligner.valueOf(asked.getPerSeriesAligner().name()))
                .setCrossSeriesReducer(Aggregation.Reducer.valueOf(
                        asked.getCrossSeriesReducer().name()))
                .addAllGroupByFields(asked.getGroupByFieldsList())
                .build();
        long last = end / (period * 1000) * period * 1000;
        engine.run(new MetricQuery(
                        Filter.parse(filter.getFilter()), start, last, aggregation, Aggregation.getDefaultInstance()))
                .lines()
                .forEach(line -> {
                    ObjectNode item = all.addObject();
                    ObjectNode labels = item.putObject("labels");
                    line.key().metricLabels().forEach((key, value) -> labels.put("metric.labels." + key, value));
                    line.key().resourceLabels().forEach((key, value) -> {
                        if (!key.equals("project_id")) {
                            labels.put("resource.labels." + key, value);
                        }
                    });
                    ArrayNode points = item.putArray("points");
                    line.samples().forEach(sample -> {
                        double value = sample.value().number();
                        if (Double.isFinite(value)) {
                            points.addArray()
                                    .add(Instant.ofEpochMilli(sample.end()).toString())
                                    .add(value);
                        }
                    });
                });
    }
}
