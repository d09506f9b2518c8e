// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.resource;

import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.local.monitoring.MetricSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Collects the events between two samples and writes them as one point of each series. A count that did not change is written
 * as 0 once it has been seen, as the cloud does. Thread-safe.
 */
final class Recorder {
    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());

    /** A series, without points. */
    record Identity(ResourceMetric metric, Resource resource, Map<String, String> labels) {}

    /** Total of a counter that somebody else keeps, and how much of it was written. */
    private static final class Total {
        private final LongSupplier total;
        private long written;

        Total(LongSupplier total) {
            this.total = total;
            this.written = total.getAsLong();
        }

        synchronized long added() {
            long now = total.getAsLong();
            // A total that falls began again at 0.
            long added = now >= written ? now - written : now;
            written = now;
            return added;
        }
    }

    private final MetricSink sink;
    private final Map<Identity, Double> counts = new LinkedHashMap<>();
    private final Map<Identity, Histogram> distributions = new LinkedHashMap<>();
    private final Map<Identity, Supplier<OptionalDouble>> gauges = new LinkedHashMap<>();
    private final Map<ResourceMetric, Supplier<Map<Identity, Double>>> changing = new LinkedHashMap<>();
    private final Map<Identity, Total> totals = new LinkedHashMap<>();
    private Instant since;

    Recorder(MetricSink sink, Instant now) {
        this.sink = sink;
        this.since = now;
    }

    synchronized void count(Identity series, double more) {
        counts.merge(series, more, Double::sum);
    }

    synchronized void add(Identity series, Histogram more) {
        distributions.merge(series, more, Histogram::plus);
    }

    synchronized void gauge(Identity series, Supplier<OptionalDouble> value) {
        gauges.put(series, value);
    }

    /** Gauges of a metric whose series come and go. */
    synchronized void gauges(ResourceMetric metric, Supplier<Map<Identity, Double>> values) {
        changing.put(metric, values);
    }

    synchronized void total(Identity series, LongSupplier total) {
        totals.put(series, new Total(total));
    }

    /**
     * Writes one point of each series. A source that fails is left out and logged; it does not stop the others. Sources are
     * asked without a lock, as they may wait for a component that is reporting.
     */
    void sample(Instant now) {
        List<TimeSeries> points = new ArrayList<>();
        sources(totals).forEach((series, total) -> attempt(series, () -> count(series, (double) total.added())));
        sources(gauges)
                .forEach((series, value) ->
                        attempt(series, () -> value.get().ifPresent(number -> points.add(gauge(series, now, number)))));
        sources(changing)
                .forEach((metric, values) -> attempt(
                        metric.type(),
                        () -> values.get().forEach((series, number) -> points.add(gauge(series, now, number)))));
        takeEvents(now, points);
        points.forEach(point -> attempt(point.getMetric().getType(), () -> sink.write(point)));
    }

    private static TimeSeries gauge(Identity series, Instant now, double number) {
        return point(series, now, now, PointValue.ofNumber(series.metric().valueType(), number));
    }

    private synchronized <K, T> Map<K, T> sources(Map<K, T> current) {
        return new LinkedHashMap<>(current);
    }

    private synchronized void takeEvents(Instant now, List<TimeSeries> points) {
        if (!now.isAfter(since)) {
            return;
        }
        counts.forEach((series, count) -> points.add(
                point(series, since, now, PointValue.ofNumber(series.metric().valueType(), count))));
        counts.replaceAll((series, count) -> 0.0);
        distributions.forEach((series, distribution) -> points.add(point(series, since, now, distribution)));
        distributions.clear();
        since = now;
    }

    private static void attempt(Identity series, Runnable action) {
        attempt(series.metric().type(), action);
    }

    private static void attempt(String metric, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "No point of " + metric + " this time: " + failed);
        }
    }

    private static TimeSeries point(Identity series, Instant start, Instant end, PointValue value) {
        TypedValue typed = value.toProto();
        TimeSeries.Builder written = TimeSeries.newBuilder()
                .setMetricKind(series.metric().kind())
                .addPoints(Point.newBuilder()
                        .setInterval(TimeInterval.newBuilder()
                                .setStartTime(Timestamps.fromMillis(start.toEpochMilli()))
                                .setEndTime(Timestamps.fromMillis(end.toEpochMilli())))
                        .setValue(typed));
        written.getMetricBuilder().setType(series.metric().type()).putAllLabels(series.labels());
        written.getResourceBuilder()
                .setType(series.resource().type())
                .putAllLabels(series.resource().labels());
        return written.build();
    }
}
