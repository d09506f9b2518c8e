// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.SeriesKey;
import io.truename.local.monitoring.store.Continuation;
import io.truename.local.monitoring.store.Sums;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Times of clients and of the store: the store's clock may be ahead. A total that grew while the clock was moved begins, for its client,
 * where it began, and has not grown. Thread-safe.
 */
public final class ClientTimes {
    /**
     * Total that grew.
     *
     * @param clientStart start of its points for the client
     * @param start start of its points in the store
     */
    private record Carried(long clientStart, long start, PointValue growth) {}

    private final LongSupplier ahead;
    private final String project;
    private final Map<SeriesKey, Carried> carried = new ConcurrentHashMap<>();

    /** Prepares the translation; {@code ahead} gives the milliseconds by which the store's clock is ahead. */
    public ClientTimes(LongSupplier ahead, String project) {
        this.ahead = ahead;
        this.project = project;
    }

    /** Remembers how totals grew while the clock was moved; {@code before} is how far it was ahead until then. */
    public void carry(Map<SeriesKey, Continuation.Growth> growths, long before) {
        growths.forEach((key, growth) -> carried.merge(
                key,
                new Carried(growth.start() - before, growth.start(), growth.value()),
                (earlier, now) -> earlier.start() == now.start()
                        ? new Carried(earlier.clientStart(), now.start(), Sums.plus(earlier.growth(), now.growth()))
                        : now));
    }

    /** Returns a client's series as the store has it. */
    public TimeSeries toStore(TimeSeries series) {
        long shift = ahead.getAsLong();
        if (shift == 0) {
            return series;
        }
        TimeSeries.Builder moved = series.toBuilder();
        for (Point.Builder point : moved.getPointsBuilderList()) {
            long start = Timestamps.toMillis(point.getInterval().getStartTime());
            point.setInterval(toStore(point.getInterval()));
            Carried grown = carried.get(key(series));
            if (grown != null && grown.clientStart() == start && series.getMetricKind() == MetricKind.CUMULATIVE) {
                point.getIntervalBuilder().setStartTime(Timestamps.fromMillis(grown.start()));
                point.setValue(Sums.plus(PointValue.fromProto(point.getValue()), grown.growth())
                        .toProto());
            }
        }
        return moved.build();
    }

    private SeriesKey key(TimeSeries series) {
        Map<String, String> resource = new TreeMap<>(series.getResource().getLabelsMap());
        resource.putIfAbsent("project_id", project);
        return SeriesKey.of(
                series.getMetric().getType(),
                series.getMetric().getLabelsMap(),
                series.getResource().getType(),
                resource);
    }

    /** Returns a client's interval as the store has it. */
    public TimeInterval toStore(TimeInterval interval) {
        return moved(interval, ahead.getAsLong());
    }

    /** Returns an answer with the times of clients. */
    public ListTimeSeriesResponse toClient(ListTimeSeriesResponse answer) {
        long shift = ahead.getAsLong();
        if (shift == 0) {
            return answer;
        }
        ListTimeSeriesResponse.Builder moved = answer.toBuilder();
        for (TimeSeries.Builder series : moved.getTimeSeriesBuilderList()) {
            for (Point.Builder point : series.getPointsBuilderList()) {
                point.setInterval(moved(point.getInterval(), -shift));
            }
        }
        return moved.build();
    }

    private static TimeInterval moved(TimeInterval interval, long by) {
        TimeInterval.Builder moved = interval.toBuilder();
        if (interval.hasStartTime()) {
            moved.setStartTime(moved(interval.getStartTime(), by));
        }
        if (interval.hasEndTime()) {
            moved.setEndTime(moved(interval.getEndTime(), by));
        }
        return moved.build();
    }

    private static Timestamp moved(Timestamp time, long by) {
        return by == 0 ? time : Timestamps.fromMillis(Timestamps.toMillis(time) + by);
    }
}
