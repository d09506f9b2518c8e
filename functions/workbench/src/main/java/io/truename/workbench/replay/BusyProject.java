// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.replay;

import com.google.api.Distribution;
import com.google.api.Metric;
import com.google.api.MetricDescriptor;
import com.google.api.MonitoredResource;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.util.Timestamps;
import io.truename.catalog.Catalog;
import io.truename.catalog.MetricSpec;
import io.truename.monitoring.MetricArchive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Archive of a project that does not exist, with a point each minute in every series of the catalog: of each function, and of up to three
 * values of each label.
 */
public final class BusyProject implements MetricArchive {
    private static final int MINUTE = 60_000;
    private static final int MOST_VALUES = 3;
    private static final int BUCKETS = 64;
    private static final double GROWTH = 1.4;
    private static final double SCALE = 0.1;
    /** Requests of a minute. */
    private static final int COUNT = 600;

    private final Catalog catalog;
    private final Map<String, MetricSpec> metrics = new TreeMap<>();
    private final long seed;
    private long points;

    public BusyProject(Catalog catalog, long seed) {
        this.catalog = catalog;
        this.seed = seed;
        catalog.metrics().values().forEach(metric -> metrics.put(metric.type(), metric));
    }

    /** Points that were read so far. */
    public long points() {
        return points;
    }

    @Override
    public List<TimeSeries> readAll(String type, Instant from, Instant until) {
        MetricSpec metric = metrics.get(type);
        if (metric == null) {
            return List.of();
        }
        List<TimeSeries> read = new ArrayList<>();
        for (MonitoredResource resource : resources(metric)) {
            for (Map<String, String> labels : labels(metric)) {
                read.add(series(metric, resource, labels, from, until));
            }
        }
        return read;
    }

    private List<MonitoredResource> resources(MetricSpec metric) {
        String type = metric.resourceType();
        if (!type.equals("cloud_run_revision")) {
            return List.of(MonitoredResource.newBuilder().setType(type).build());
        }
        return catalog.functions().keySet().stream()
                .map(name -> MonitoredResource.newBuilder()
                        .setType(type)
                        .putLabels("service_name", name)
                        .putLabels("revision_name", name + "-00001-abc")
                        .build())
                .toList();
    }

    private static List<Map<String, String>> labels(MetricSpec metric) {
        List<Map<String, String>> all = new ArrayList<>(List.of(Map.of()));
        metric.labels().forEach((name, label) -> {
            List<String> values = label.values().isEmpty() ? List.of("a") : label.values();
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> labels : all) {
                values.stream().limit(MOST_VALUES).forEach(value -> {
                    Map<String, String> longer = new TreeMap<>(labels);
                    longer.put(name, value);
                    more.add(longer);
                });
            }
            all.clear();
            more.stream().limit(MOST_VALUES).forEach(all::add);
        });
        return all;
    }

    private TimeSeries series(
            MetricSpec metric, MonitoredResource resource, Map<String, String> labels, Instant from, Instant until) {
        TimeSeries.Builder series = TimeSeries.newBuilder()
                .setMetric(Metric.newBuilder().setType(metric.type()).putAllLabels(labels))
                .setResource(resource)
                .setMetricKind(MetricDescriptor.MetricKind.valueOf(metric.kind().name()))
                .setValueType(
                        MetricDescriptor.ValueType.valueOf(metric.valueType().name()));
        long first = Math.floorDiv(from.toEpochMilli() + MINUTE - 1, MINUTE) * MINUTE;
        for (long time = Math.floorDiv(until.toEpochMilli(), MINUTE) * MINUTE; time >= first; time -= MINUTE) {
            long start = switch (metric.kind()) {
                case GAUGE -> time;
                case DELTA -> time - MINUTE;
                case CUMULATIVE -> 0;
            };
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setStartTime(Timestamps.fromMillis(start))
                            .setEndTime(Timestamps.fromMillis(time)))
                    .setValue(value(metric, time)));
            points++;
        }
        return series.build();
    }

    private TypedValue value(MetricSpec metric, long time) {
        SplittableRandom random = new SplittableRandom(seed + time);
        TypedValue.Builder value = TypedValue.newBuilder();
        boolean total = metric.kind() == MetricSpec.Kind.CUMULATIVE;
        switch (metric.valueType()) {
            case BOOL -> value.setBoolValue(true);
            case INT64 -> value.setInt64Value(total ? time / MINUTE : random.nextInt(COUNT));
            case DOUBLE -> value.setDoubleValue(total ? (double) time / MINUTE : random.nextDouble());
            case DISTRIBUTION -> value.setDistributionValue(distribution(random));
        }
        return value.build();
    }

    private static Distribution distribution(SplittableRandom random) {
        Distribution.Builder distribution = Distribution.newBuilder()
                .setCount(COUNT)
                .setMean(random.nextDouble())
                .setBucketOptions(Distribution.BucketOptions.newBuilder()
                        .setExponentialBuckets(Distribution.BucketOptions.Exponential.newBuilder()
                                .setNumFiniteBuckets(BUCKETS)
                                .setGrowthFactor(GROWTH)
                                .setScale(SCALE)));
        long[] counts = new long[BUCKETS];
        for (int request = 0; request < COUNT; request++) {
            counts[(int) Math.min(BUCKETS - 1, Math.max(0, BUCKETS / 4 + 3 * random.nextGaussian()))]++;
        }
        for (long count : counts) {
            distribution.addBucketCounts(count);
        }
        return distribution.build();
    }
}
