// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.api.Metric;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.query.Filter;
import io.truename.alerting.query.Line;
import io.truename.alerting.query.MetricQuery;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.monitoring.MetricAggregates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Archive that aligns and reduces raw points as the API does, by the engine of the local cloud. */
final class AggregatingArchive implements MetricAggregates {
    private final List<TimeSeries> kept = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();

    /** Keeps a series with a point each so often, the first of which ends one such time after {@code from}. */
    void keep(
            TimeSeries labels,
            MetricKind kind,
            ValueType type,
            Instant from,
            Duration every,
            int points,
            IntFunction<PointValue> value) {
        TimeSeries.Builder series = labels.toBuilder().setMetricKind(kind).setValueType(type);
        for (int point = points - 1; point >= 0; point--) {
            Instant end = from.plus(every.multipliedBy(point + 1L));
            TimeInterval.Builder interval =
                    TimeInterval.newBuilder().setEndTime(Timestamps.fromMillis(end.toEpochMilli()));
            if (kind != MetricKind.GAUGE) {
                Instant begin = kind == MetricKind.DELTA ? end.minus(every) : from.minus(every);
                interval.setStartTime(Timestamps.fromMillis(begin.toEpochMilli()));
            }
            series.addPoints(Point.newBuilder()
                    .setInterval(interval)
                    .setValue(value.apply(point).toProto()));
        }
        kept.add(series.build());
    }

    /** Questions so far. */
    List<Question> questions() {
        return questions;
    }

    @Override
    public List<TimeSeries> read(Question question) {
        questions.add(question);
        ArchivedSeries source = new ArchivedSeries(kept);
        if (source.descriptor(question.type()).isEmpty()) {
            return List.of();
        }
        return new QueryEngine(source)
                        .run(new MetricQuery(
                                Filter.parse(question.filter()),
                                question.from().toEpochMilli(),
                                question.until().toEpochMilli(),
                                question.aggregation(),
                                Aggregation.getDefaultInstance()))
                        .lines()
                        .stream()
                        .map(AggregatingArchive::series)
                        .toList();
    }

    private static TimeSeries series(Line line) {
        TimeSeries.Builder series =
                line.key().toProto().toBuilder().setMetricKind(line.kind()).setValueType(line.type());
        for (int at = line.samples().size() - 1; at >= 0; at--) {
            Sample sample = line.samples().get(at);
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setStartTime(Timestamps.fromMillis(sample.start()))
                            .setEndTime(Timestamps.fromMillis(sample.end())))
                    .setValue(sample.value().toProto()));
        }
        return series.build();
    }

    /** A series without points. */
    static TimeSeries series(String type, Map<String, String> metric, Map<String, String> resource) {
        return TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(type).putAllLabels(metric))
                .setResource(MonitoredResource.newBuilder()
                        .setType("cloud_run_revision")
                        .putAllLabels(resource))
                .build();
    }
}
