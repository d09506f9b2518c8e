// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.write;

import com.google.api.MetricDescriptor;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import io.truename.alerting.series.MonitoringException;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.local.monitoring.store.MetricStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes of a past that nobody measured, for a rehearsal: many points of one series, of any metric that there is, up to six weeks old.
 * Order, pace and kinds are as for clients; the store's order and resolutions rest on them.
 */
public final class PastPoints {
    /** Most points at once: a day of minutes. */
    public static final int MOST_POINTS = 1440;

    /** Older points would be merged to one in ten minutes, so that they would not be as written. */
    private static final Duration OLDEST = Duration.ofDays(42);

    private final MetricStore store;
    private final Descriptors descriptors;
    private final Clock clock;
    private final String project;

    /** {@code clock} is that of the store. */
    public PastPoints(MetricStore store, Descriptors descriptors, Clock clock, String project) {
        this.store = store;
        this.descriptors = descriptors;
        this.clock = clock;
        this.project = project;
    }

    /**
     * Writes points, oldest first.
     *
     * @param anew whether the series' points are deleted first
     * @return the number of points
     * @throws MonitoringException if one of them does not fit; then nothing is written or deleted
     */
    public int write(TimeSeries series, boolean anew) {
        int count = series.getPointsCount();
        PointRules.require(
                count > 0 && count <= MOST_POINTS,
                "1 to " + MOST_POINTS + " points may be written at once; there are " + count + ".");
        MetricDescriptor descriptor = descriptors.get(series.getMetric().getType());
        PointRules.checkLabels(descriptor, series.getMetric().getLabelsMap());
        SeriesKey key = SeriesKey.of(
                descriptor.getType(),
                series.getMetric().getLabelsMap(),
                series.getResource().getType(),
                ResourceTypes.labels(series.getResource(), project));
        List<Sample> samples = new ArrayList<>(count);
        Optional<Sample> before = anew ? Optional.empty() : newest(key);
        for (Point point : series.getPointsList()) {
            Sample sample = sample(point, descriptor);
            before.ifPresent(
                    older -> PointRules.checkOrder(descriptor.getType(), descriptor.getMetricKind(), older, sample));
            samples.add(sample);
            before = Optional.of(sample);
        }
        checkAge(samples);
        if (anew) {
            store.delete(key);
        }
        samples.forEach(sample -> store.append(key, descriptor.getMetricKind(), sample));
        return count;
    }

    private Optional<Sample> newest(SeriesKey key) {
        return store.find(key).map(found -> new Sample(found.lastStart(), found.lastEnd(), new PointValue.Flag(false)));
    }

    private static Sample sample(Point point, MetricDescriptor descriptor) {
        PointValue value = PointValue.fromProto(point.getValue());
        Descriptors.requireSame(descriptor, descriptor.getMetricKind(), value.type());
        return SampleTimes.sample(point.getInterval(), descriptor.getMetricKind(), value);
    }

    private void checkAge(List<Sample> samples) {
        Instant now = clock.instant();
        Instant oldest = Instant.ofEpochMilli(samples.get(0).end());
        Instant newest = Instant.ofEpochMilli(samples.get(samples.size() - 1).end());
        PointRules.require(
                !oldest.isBefore(now.minus(OLDEST)),
                "The end time " + oldest + " is more than " + OLDEST.toDays() + " days in the past.");
        PointRules.require(
                !newest.isAfter(now), "The end time " + newest + " is after " + now + ", the time of the clock.");
    }
}
