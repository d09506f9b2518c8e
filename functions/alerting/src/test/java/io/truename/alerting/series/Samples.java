// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.series;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Generates series for tests, the same ones for the same seed. */
public final class Samples {
    /** Midnight of 1 September 2026. */
    public static final long START = 1_788_220_800_000L;

    private Samples() {}

    /** Returns the key of the test's series number {@code i}. */
    public static SeriesKey key(int i) {
        return SeriesKey.of(
                "custom.googleapis.com/truename/test",
                Map.of("function", "generate", "shard", "shard-" + i),
                "global",
                Map.of("project_id", "truename-local"));
    }

    /** Returns points {@code step} milliseconds apart, some of them later by up to a tenth of it. */
    public static List<Sample> series(MetricKind kind, ValueType type, int count, long step, long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        long end = START;
        long start = START;
        PointValue value = value(type, random);
        for (int i = 0; i < count; i++) {
            long previous = end;
            end = START + (i + 1) * step + (random.nextInt(10) == 0 ? random.nextLong(step / 10 + 1) : 0);
            PointValue next = value(type, random);
            if (kind == MetricKind.CUMULATIVE && random.nextInt(50) == 0) {
                start = previous;
                value = next;
            } else {
                value = kind == MetricKind.CUMULATIVE && i > 0 ? sum(value, next) : next;
            }
            long from = kind == MetricKind.GAUGE ? end : kind == MetricKind.DELTA ? previous : start;
            samples.add(new Sample(from, end, value));
        }
        return samples;
    }

    private static PointValue value(ValueType type, Random random) {
        return switch (type) {
            case BOOL -> new PointValue.Flag(random.nextBoolean());
            case INT64 -> new PointValue.Whole(random.nextInt(1000));
            case DOUBLE -> new PointValue.Real(random.nextInt(10_000) / 64.0);
            default ->
                Histogram.of(
                        Buckets.exponential(20, 2, 1),
                        random.ints(random.nextInt(5), 0, 100_000)
                                .asDoubleStream()
                                .toArray());
        };
    }

    /** Adds two numbers or distributions. */
    public static PointValue sum(PointValue a, PointValue b) {
        if (a instanceof Histogram first && b instanceof Histogram second) {
            return first.plus(second);
        }
        return PointValue.ofNumber(a.type(), a.number() + b.number());
    }
}
