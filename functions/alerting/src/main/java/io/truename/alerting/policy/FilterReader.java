// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import io.truename.alerting.query.Filter;
import io.truename.alerting.query.Line;
import io.truename.alerting.query.MetricQuery;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the values of a filter and its aggregations at a time. The alignment period is a window that ends then, and slides with each
 * evaluation. Without aggregation it is the newest point of the last minute.
 */
final class FilterReader implements SeriesReader {
    private static final long UNALIGNED = 60_000;

    private final QueryEngine engine;
    private final Filter filter;
    private final Aggregation first;
    private final Aggregation second;

    FilterReader(QueryEngine engine, String filter, List<Aggregation> aggregations) {
        this.engine = engine;
        this.filter = Filter.parse(filter);
        this.first = aggregations.isEmpty() ? Aggregation.getDefaultInstance() : aggregations.get(0);
        this.second = aggregations.size() < 2 ? Aggregation.getDefaultInstance() : aggregations.get(1);
    }

    @Override
    public List<Measurement> read(long time) {
        boolean aligned = first.getPerSeriesAligner() != Aligner.ALIGN_NONE;
        long length = aligned ? Math.max(period(first), period(second)) : UNALIGNED - 1;
        List<Measurement> measurements = new ArrayList<>();
        for (Line line : lines(new MetricQuery(filter, time - length, time, first, second))) {
            Sample newest = line.samples().get(line.samples().size() - 1);
            if (!aligned || newest.end() == time) {
                measurements.add(new Measurement(line.key(), number(newest.value())));
            }
        }
        return measurements;
    }

    private List<Line> lines(MetricQuery query) {
        try {
            return engine.run(query).lines();
        } catch (MonitoringException failure) {
            if (failure.reason() == MonitoringException.Reason.NOT_FOUND) {
                return List.of();
            }
            throw failure;
        }
    }

    private static double number(PointValue value) {
        return value instanceof PointValue.Flag flag ? (flag.value() ? 1 : 0) : value.number();
    }

    private static long period(Aggregation aggregation) {
        return aggregation.getAlignmentPeriod().getSeconds() * 1000;
    }
}
