// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.LabelDescriptor;
import com.google.api.MetricDescriptor;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Aggregation.Reducer;
import com.google.protobuf.Duration;
import io.truename.alerting.query.Filter;
import io.truename.alerting.query.FilterException;
import io.truename.alerting.query.Line;
import io.truename.alerting.query.MetricQuery;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.query.QueryResult;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.local.monitoring.write.Descriptors;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Queries for the console: parameters of a URL in, JSON out. The same code answers gRPC. Parameters may be left out but
 * {@code metric}: the hour up to the last whole window, no aggregation, no filter.
 */
public final class MetricsApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final java.time.Duration DEFAULT_SPAN = java.time.Duration.ofHours(1);

    /** Answer: status, media type and text of an HTTP response. */
    public record Reply(int status, String mediaType, String body) {}

    private final Descriptors descriptors;
    private final QueryEngine queries;
    private final Clock clock;

    MetricsApi(Descriptors descriptors, QueryEngine queries, Clock clock) {
        this.descriptors = descriptors;
        this.queries = queries;
        this.clock = clock;
    }

    /** Answers {@code GET /api/metrics/descriptors}. */
    public Reply descriptors(Map<String, String> parameters) {
        return answer(() -> {
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode items = answer.putArray("items");
            for (MetricDescriptor descriptor : descriptors.list()) {
                ObjectNode item = items.addObject()
                        .put("type", descriptor.getType())
                        .put("displayName", descriptor.getDisplayName())
                        .put("description", descriptor.getDescription())
                        .put("metricKind", descriptor.getMetricKind().name())
                        .put("valueType", descriptor.getValueType().name())
                        .put("unit", descriptor.getUnit());
                ArrayNode labels = item.putArray("labels");
                descriptor.getLabelsList().stream().map(LabelDescriptor::getKey).forEach(labels::add);
            }
            return answer;
        });
    }

    /** Answers {@code GET /api/metrics/query}. */
    public Reply query(Map<String, String> parameters) {
        return answer(() -> {
            Aggregation aggregation = aggregation(parameters);
            Instant end = time(parameters, "end").orElseGet(() -> lastWindow(aggregation));
            Instant start = time(parameters, "start").orElseGet(() -> end.minus(DEFAULT_SPAN));
            QueryResult result = queries.run(new MetricQuery(
                    filter(parameters),
                    start.toEpochMilli(),
                    end.toEpochMilli(),
                    aggregation,
                    Aggregation.getDefaultInstance()));
            return json(result, aggregation);
        });
    }

    /** The end of the last whole window, so that windows do not move with each question. */
    private Instant lastWindow(Aggregation aggregation) {
        Instant now = clock.instant();
        long period = aggregation.getAlignmentPeriod().getSeconds();
        return aggregation.getPerSeriesAligner() == Aligner.ALIGN_NONE || period == 0
                ? now
                : Instant.ofEpochSecond(now.getEpochSecond() / period * period);
    }

    private static Filter filter(Map<String, String> parameters) {
        String metric = parameters.getOrDefault("metric", "");
        if (metric.isBlank() || metric.contains("\"")) {
            throw MonitoringException.invalid("The parameter metric must be a metric type; it is \"" + metric + "\".");
        }
        Filter wanted = Filter.parse(parameters.getOrDefault("filter", ""));
        return new Filter.All(List.of(Filter.parse("metric.type = \"" + metric + "\""), wanted));
    }

    private static Aggregation aggregation(Map<String, String> parameters) {
        Aggregation.Builder aggregation = Aggregation.newBuilder()
                .setPerSeriesAligner(oneOf(Aligner.class, parameters, "aligner", Aligner.ALIGN_NONE))
                .setCrossSeriesReducer(oneOf(Reducer.class, parameters, "reducer", Reducer.REDUCE_NONE));
        String period = parameters.getOrDefault("alignmentPeriod", "60s");
        if (!period.matches("[0-9]{1,9}s")) {
            throw MonitoringException.invalid(
                    "The parameter alignmentPeriod must be a number of seconds such as 60s; it is \"" + period + "\".");
        }
        aggregation.setAlignmentPeriod(
                Duration.newBuilder().setSeconds(Long.parseLong(period.substring(0, period.length() - 1))));
        Arrays.stream(parameters.getOrDefault("groupBy", "").split(","))
                .map(String::strip)
                .filter(field -> !field.isEmpty())
                .forEach(aggregation::addGroupByFields);
        return aggregation.build();
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, Map<String, String> parameters, String name, E absent) {
        String value = parameters.getOrDefault(name, absent.name());
        return Arrays.stream(type.getEnumConstants())
                .filter(known -> known.name().equals(value) && !value.equals("UNRECOGNIZED"))
                .findFirst()
                .orElseThrow(() -> MonitoringException.invalid("The parameter " + name
                        + " must be one of the API's, such as " + absent + "; it is \"" + value + "\"."));
    }

    private static Optional<Instant> time(Map<String, String> parameters, String name) {
        String text = parameters.getOrDefault(name, "");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException malformed) {
            throw MonitoringException.invalid(
                    "The parameter " + name + " must be a time such as 2026-11-27T20:00:00Z; it is \"" + text + "\".");
        }
    }

    private static ObjectNode json(QueryResult result, Aggregation aggregation) {
        Optional<Line> first = result.lines().stream().findFirst();
        ObjectNode answer = JSON.createObjectNode()
                .put("metric", result.descriptor().getType())
                .put("unit", result.unit())
                .put(
                        "valueType",
                        first.map(Line::type)
                                .orElse(result.descriptor().getValueType())
                                .name())
                .put(
                        "metricKind",
                        first.map(Line::kind)
                                .orElse(result.descriptor().getMetricKind())
                                .name());
        ArrayNode series = answer.putArray("series");
        for (Line line : result.lines()) {
            ObjectNode item = series.addObject();
            ObjectNode labels = item.putObject("labels");
            line.key().metricLabels().forEach((key, value) -> labels.put("metric.labels." + key, value));
            line.key().resourceLabels().forEach((key, value) -> {
                if (!key.equals("project_id")
                        || aggregation.getGroupByFieldsList().contains("resource.labels." + key)) {
                    labels.put("resource.labels." + key, value);
                }
            });
            ArrayNode points = item.putArray("points");
            line.samples().forEach(sample -> add(points.addArray(), sample));
        }
        return answer;
    }

    private static void add(ArrayNode point, Sample sample) {
        point.add(Instant.ofEpochMilli(sample.end()).toString());
        PointValue value = sample.value();
        if (value instanceof PointValue.Flag flag) {
            point.add(flag.value());
        } else if (value instanceof PointValue.Whole whole) {
            point.add(whole.value());
        } else if (value instanceof Histogram histogram) {
            point.addObject()
                    .put("count", histogram.count())
                    .put("mean", histogram.mean())
                    .put("deviation", histogram.deviation());
        } else if (Double.isFinite(value.number())) {
            point.add(value.number());
        } else {
            point.addNull();
        }
    }

    private static Reply answer(Supplier<ObjectNode> call) {
        try {
            return new Reply(200, "application/json", call.get().toString());
        } catch (MonitoringException refused) {
            ObjectNode problem = JSON.createObjectNode()
                    .put("title", "The query was refused")
                    .put("status", status(refused))
                    .put("detail", refused.getMessage());
            if (refused instanceof FilterException filter) {
                problem.put("position", filter.position()).put("remedy", filter.remedy());
            }
            return new Reply(status(refused), "application/problem+json", problem.toString());
        }
    }

    private static int status(MonitoringException refused) {
        return refused.reason() == MonitoringException.Reason.NOT_FOUND ? 404 : 400;
    }
}
