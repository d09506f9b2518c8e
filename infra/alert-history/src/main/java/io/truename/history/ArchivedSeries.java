// SPDX-License-Identifier: Apache-2.0
package io.truename.history;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.Timestamp;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Points of an archive in memory, where the alert engine reads them. */
final class ArchivedSeries implements SeriesSource {
    /** Points around an interval that {@link Stored#read} also gives. */
    private static final int AROUND = 1;

    private record Kept(SeriesKey key, MetricKind kind, ValueType type, List<Sample> samples) implements Stored {
        @Override
        public List<Sample> read(long start, long end) {
            int first = Math.max(0, firstAfter(start - 1) - AROUND);
            int last = Math.min(samples.size(), firstAfter(end) + AROUND);
            return samples.subList(first, Math.max(first, last));
        }

        /** Place of the first sample that ends after a time. */
        private int firstAfter(long time) {
            int low = 0;
            int high = samples.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (samples.get(middle).end() > time) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    private final Map<String, MetricDescriptor> descriptors = new TreeMap<>();
    private final Map<String, Map<SeriesKey, Kept>> series = new TreeMap<>();

    /** Takes the parts of series as an archive gives them. */
    ArchivedSeries(Collection<TimeSeries> parts) {
        add(parts);
    }

    /** Adds all parts of some metrics, of which there were none before. */
    void add(Collection<TimeSeries> parts) {
        for (TimeSeries part : parts) {
            String type = part.getMetric().getType();
            descriptors.computeIfAbsent(
                    type,
                    absent -> MetricDescriptor.newBuilder()
                            .setType(type)
                            .setMetricKind(part.getMetricKind())
                            .setValueType(part.getValueType())
                            .setUnit(part.getUnit())
                            .build());
            series.computeIfAbsent(type, absent -> new TreeMap<>())
                    .computeIfAbsent(
                            SeriesKey.of(part),
                            key -> new Kept(key, part.getMetricKind(), part.getValueType(), new ArrayList<>()))
                    .samples()
                    .addAll(part.getPointsList().stream()
                            .map(ArchivedSeries::sample)
                            .toList());
        }
        // The API answers the newest point first.
        series.values()
                .forEach(ofType ->
                        ofType.values().forEach(kept -> kept.samples().sort(Comparator.comparingLong(Sample::end))));
    }

    private static Sample sample(Point point) {
        long end = millis(point.getInterval().getEndTime());
        long start =
                point.getInterval().hasStartTime() ? millis(point.getInterval().getStartTime()) : end;
        return new Sample(start, end, PointValue.fromProto(point.getValue()));
    }

    private static long millis(Timestamp time) {
        return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
    }

    @Override
    public Optional<MetricDescriptor> descriptor(String type) {
        return Optional.ofNullable(descriptors.get(type));
    }

    @Override
    public List<MetricDescriptor> descriptors() {
        return List.copyOf(descriptors.values());
    }

    @Override
    public List<? extends Stored> series(String type) {
        return List.copyOf(series.getOrDefault(type, Map.of()).values());
    }
}
