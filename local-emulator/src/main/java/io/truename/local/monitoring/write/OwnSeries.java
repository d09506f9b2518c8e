// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.local.monitoring.MetricSink;
import io.truename.local.monitoring.store.MetricStore;
import io.truename.local.monitoring.store.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Writes of the local cloud itself. */
public final class OwnSeries implements MetricSink {
    private final MetricStore store;
    private final Descriptors descriptors;
    private final String project;
    private final LongSupplier ahead;
    private final AtomicLong dropped = new AtomicLong();

    public OwnSeries(MetricStore store, Descriptors descriptors, String project) {
        this(store, descriptors, project, () -> 0);
    }

    /** Writes points later by as many milliseconds as the store's clock is ahead. */
    public OwnSeries(MetricStore store, Descriptors descriptors, String project, LongSupplier ahead) {
        this.store = store;
        this.descriptors = descriptors;
        this.project = project;
        this.ahead = ahead;
    }

    @Override
    public void describe(MetricDescriptor descriptor) {
        descriptors.describe(descriptor);
    }

    @Override
    public synchronized void write(TimeSeries series) {
        Map<String, String> resource = new TreeMap<>(series.getResource().getLabelsMap());
        resource.putIfAbsent("project_id", project);
        SeriesKey key = SeriesKey.of(
                series.getMetric().getType(),
                series.getMetric().getLabelsMap(),
                series.getResource().getType(),
                resource);
        MetricKind kind = kind(series);
        List<Point> points = new ArrayList<>(series.getPointsList());
        points.sort(Comparator.comparing(point -> point.getInterval().getEndTime(), Timestamps.comparator()));
        for (Point point : points) {
            write(
                    key,
                    moved(key, SampleTimes.sample(point.getInterval(), kind, PointValue.fromProto(point.getValue()))),
                    kind);
        }
    }

    /** A change that began before the clock was moved begins after the newest point. */
    private Sample moved(SeriesKey key, Sample sample) {
        long shift = ahead.getAsLong();
        if (shift == 0) {
            return sample;
        }
        long end = sample.end() + shift;
        long start = sample.start() + shift;
        long last = store.find(key).map(Series::lastEnd).orElse(start);
        return new Sample(start == end ? end : Math.min(end, Math.max(start, last)), end, sample.value());
    }

    private void write(SeriesKey key, Sample sample, MetricKind kind) {
        MetricDescriptor descriptor = descriptors.ofFirstPoint(
                key.metricType(),
                kind,
                sample.value().type(),
                key.metricLabels().keySet());
        Descriptors.requireSame(descriptor, kind, sample.value().type());
        if (store.find(key).map(Series::lastEnd).orElse(Long.MIN_VALUE) >= sample.end()) {
            dropped.incrementAndGet();
        } else {
            store.append(key, kind, sample);
        }
    }

    private MetricKind kind(TimeSeries series) {
        return series.getMetricKind() != MetricKind.METRIC_KIND_UNSPECIFIED
                ? series.getMetricKind()
                : store.descriptor(series.getMetric().getType())
                        .map(MetricDescriptor::getMetricKind)
                        .orElse(MetricKind.GAUGE);
    }

    /** Returns the number of points that were not newer than their series' last. */
    public long dropped() {
        return dropped.get();
    }
}
