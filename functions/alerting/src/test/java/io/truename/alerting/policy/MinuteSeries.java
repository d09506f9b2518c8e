// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.SeriesKey;
import io.truename.alerting.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Series with one point a minute, the first at minute 0; {@code _} is none. */
final class MinuteSeries implements SeriesSource {
    static final long MINUTE = 60_000;

    /** Midnight of 1 September 2026. */
    static final long START = 1_788_220_800_000L;

    private record Fixed(SeriesKey key, MetricKind kind, ValueType type, List<Sample> samples) implements Stored {
        @Override
        public List<Sample> read(long start, long end) {
            return samples.stream()
                    .filter(sample -> sample.end() >= start && sample.end() <= end)
                    .toList();
        }
    }

    private final Map<String, MetricDescriptor> descriptors = new TreeMap<>();
    private final Map<String, TreeMap<SeriesKey, Fixed>> series = new TreeMap<>();

    static long minute(int number) {
        return START + number * MINUTE;
    }

    /** Adds a gauge of a metric; its label {@code shard} and its resource's label {@code zone} are given. */
    MinuteSeries gauge(String metric, String shard, String zone, String values) {
        return add(metric, shard, zone, MetricKind.GAUGE, values);
    }

    MinuteSeries delta(String metric, String shard, String zone, String values) {
        return add(metric, shard, zone, MetricKind.DELTA, values);
    }

    /** Adds a distribution of changes, the same values each minute. */
    MinuteSeries latencies(String metric, int minutes, Histogram values) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < minutes; i++) {
            samples.add(new Sample(minute(i - 1), minute(i), values));
        }
        SeriesKey key = SeriesKey.of(metric, Map.of(), "global", Map.of());
        return add(new Fixed(key, MetricKind.DELTA, ValueType.DISTRIBUTION, samples));
    }

    /** Adds a boolean gauge; 1 is true. */
    MinuteSeries flags(String metric, String values) {
        List<Sample> samples = new ArrayList<>();
        String[] words = values.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            samples.add(Sample.at(minute(i), new PointValue.Flag(words[i].equals("1"))));
        }
        SeriesKey key = SeriesKey.of(metric, Map.of(), "global", Map.of());
        return add(new Fixed(key, MetricKind.GAUGE, ValueType.BOOL, samples));
    }

    private MinuteSeries add(String metric, String shard, String zone, MetricKind kind, String values) {
        List<Sample> samples = new ArrayList<>();
        String[] words = values.trim().split("\\s+", -1);
        for (int i = 0; i < words.length; i++) {
            if (!words[i].equals("_")) {
                PointValue value = new PointValue.Real(Double.parseDouble(words[i]));
                samples.add(new Sample(kind == MetricKind.GAUGE ? minute(i) : minute(i - 1), minute(i), value));
            }
        }
        SeriesKey key = SeriesKey.of(metric, Map.of("shard", shard), "global", Map.of("zone", zone));
        return add(new Fixed(key, kind, ValueType.DOUBLE, samples));
    }

    private MinuteSeries add(Fixed fixed) {
        String metric = fixed.key().metricType();
        descriptors.put(
                metric,
                MetricDescriptor.newBuilder()
                        .setType(metric)
                        .setMetricKind(fixed.kind())
                        .setValueType(fixed.type())
                        .build());
        series.computeIfAbsent(metric, type -> new TreeMap<>()).put(fixed.key(), fixed);
        return this;
    }

    @Override
    public List<MetricDescriptor> descriptors() {
        return List.copyOf(descriptors.values());
    }

    @Override
    public Optional<MetricDescriptor> descriptor(String type) {
        return Optional.ofNullable(descriptors.get(type));
    }

    @Override
    public List<? extends Stored> series(String type) {
        return List.copyOf(series.getOrDefault(type, new TreeMap<>()).values());
    }
}
