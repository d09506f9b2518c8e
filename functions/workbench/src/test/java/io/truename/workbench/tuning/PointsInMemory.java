// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Gauges with a label {@code bound}. */
final class PointsInMemory implements SeriesSource {
    private record Gauge(SeriesKey key, NavigableMap<Long, Double> points) implements Stored {
        @Override
        public MetricKind kind() {
            return MetricKind.GAUGE;
        }

        @Override
        public ValueType type() {
            return ValueType.DOUBLE;
        }

        @Override
        public List<Sample> read(long start, long end) {
            return points.subMap(start, true, end, true).entrySet().stream()
                    .map(point -> Sample.at(point.getKey(), new PointValue.Real(point.getValue())))
                    .toList();
        }
    }

    private final Map<String, List<Gauge>> gauges = new TreeMap<>();

    PointsInMemory gauge(String metric, String bound, NavigableMap<Long, Double> points) {
        SeriesKey key = SeriesKey.of(metric, Map.of("bound", bound), "global", Map.of());
        gauges.computeIfAbsent(metric, type -> new ArrayList<>()).add(new Gauge(key, points));
        return this;
    }

    @Override
    public Optional<MetricDescriptor> descriptor(String type) {
        return descriptors().stream()
                .filter(descriptor -> descriptor.getType().equals(type))
                .findFirst();
    }

    @Override
    public List<MetricDescriptor> descriptors() {
        return gauges.keySet().stream()
                .map(type -> MetricDescriptor.newBuilder()
                        .setType(type)
                        .setMetricKind(MetricKind.GAUGE)
                        .setValueType(ValueType.DOUBLE)
                        .build())
                .toList();
    }

    @Override
    public List<? extends Stored> series(String type) {
        return gauges.getOrDefault(type, List.of());
    }
}
