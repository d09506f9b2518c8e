// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

import com.google.monitoring.v3.Aggregation;
import com.google.monitoring.v3.Aggregation.Aligner;
import com.google.monitoring.v3.Range;
import com.google.protobuf.Duration;
import io.truename.alerting.query.Filter;
import io.truename.alerting.query.Line;
import io.truename.alerting.query.MetricQuery;
import io.truename.alerting.query.QueryEngine;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the events that the filters of an objective select. */
final class EventReader {
    private final QueryEngine engine;

    EventReader(QueryEngine engine) {
        this.engine = engine;
    }

    /** Returns the number of events that a counter's series counted. */
    double count(String filter, long end, long length) {
        double count = 0;
        for (Line line : read(filter, Aligner.ALIGN_DELTA, end, length, length)) {
            for (Sample sample : line.samples()) {
                count += sample.value().number();
            }
        }
        return count;
    }

    /** Counts the values of distributions that lie within a range; its upper bound does not. */
    Tally within(String filter, Range range, long end, long length) {
        double good = 0;
        double total = 0;
        for (Line line : read(filter, Aligner.ALIGN_DELTA, end, length, length)) {
            for (Sample sample : line.samples()) {
                if (sample.value() instanceof Histogram histogram) {
                    good += histogram.countBelow(range.getMax()) - histogram.countBelow(range.getMin());
                    total += histogram.count();
                }
            }
        }
        return new Tally(good, total);
    }

    /** Returns the aligned value of each series within each window, by the window's end. */
    SortedMap<Long, List<Double>> windows(String filter, Aligner aligner, Windows windows) {
        SortedMap<Long, List<Double>> values = new TreeMap<>();
        long length = windows.count() * windows.period();
        for (Line line : read(filter, aligner, windows.lastEnd(), length, windows.period())) {
            for (Sample sample : line.samples()) {
                values.computeIfAbsent(sample.end(), at -> new ArrayList<>())
                        .add(sample.value().number());
            }
        }
        return values;
    }

    private List<Line> read(String filter, Aligner aligner, long end, long length, long window) {
        Aggregation aggregation = Aggregation.newBuilder()
                .setPerSeriesAligner(aligner)
                .setAlignmentPeriod(Duration.newBuilder().setSeconds(window / 1000))
                .build();
        MetricQuery query =
                new MetricQuery(Filter.parse(filter), end - length, end, aggregation, Aggregation.getDefaultInstance());
        try {
            return engine.run(query).lines();
        } catch (MonitoringException failure) {
            if (failure.reason() == MonitoringException.Reason.NOT_FOUND) {
                return List.of();
            }
            throw failure;
        }
    }
}
