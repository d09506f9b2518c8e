// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import com.google.api.MetricDescriptor.MetricKind;
import io.truename.alerting.series.Buckets;
import io.truename.alerting.series.Histogram;
import io.truename.alerting.series.PointValue;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.Samples;
import io.truename.alerting.series.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Measures what six weeks of minutes take: the Maven profile {@code metric-memory}, with the arguments
 * {@code series [shape]}. Prints bytes of memory of the store
 * and of the heap, bytes of a point on disk, and the times to write and to read.
 */
final class MetricStoreMemory {
    static final int SIX_WEEKS = 42 * 24 * 60;
    private static final int DISTINCT = 50;

    /** Shape of a series' values. */
    enum Shape {
        /** Requests a minute: 600 plus or minus 100. */
        COUNTS,
        /** A gauge of three decimals. */
        LEVELS,
        /** Nothing but noise in all 52 bits. */
        NOISE,
        /** Latencies of 100 requests a minute. */
        LATENCIES;

        MetricKind kind() {
            return this == COUNTS || this == LATENCIES ? MetricKind.DELTA : MetricKind.GAUGE;
        }

        private PointValue value(Random random) {
            return switch (this) {
                case COUNTS -> new PointValue.Whole(600 + random.nextInt(200) - 100);
                case LEVELS -> new PointValue.Real(Math.round(random.nextGaussian() * 1000) / 1000.0);
                case NOISE -> new PointValue.Real(random.nextDouble());
                case LATENCIES -> {
                    double[] values = new double[100];
                    Arrays.setAll(values, i -> Math.exp(1 + random.nextGaussian() / 2));
                    yield Histogram.of(Buckets.exponential(64, 1.4, 0.1), values);
                }
            };
        }

        /** Returns some values that are repeated. */
        PointValue[] values(int seed) {
            Random random = new Random(seed);
            PointValue[] values = new PointValue[2000];
            Arrays.setAll(values, i -> value(random));
            return values;
        }
    }

    /** What was measured. */
    record Measured(Shape shape, int series, long points, long memory, long file, Duration writing) {
        /** Returns the bytes of memory that ten thousand such series take. */
        long memoryOfTenThousand() {
            return memory / series * 10_000;
        }

        double filePerPoint() {
            return (double) file / points;
        }
    }

    private MetricStoreMemory() {}

    public static void main(String[] arguments) {
        int series = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        List<Shape> shapes = arguments.length > 1 ? List.of(Shape.valueOf(arguments[1])) : List.of(Shape.values());
        for (Shape shape : shapes) {
            try (MetricStore store = new MetricStore(Optional.empty())) {
                long before = heap();
                Measured measured = fill(store, shape, series);
                long heap = heap() - before;
                Series first = store.series(Samples.key(0).metricType()).get(0);
                long begun = System.nanoTime();
                int read = store.read(first, 0, Long.MAX_VALUE).size();
                System.out.printf(
                        Locale.ROOT,
                        "%-9s %,d series, %,d points: %.1f MB of memory counted, %.1f MB of heap, %.1f MB on disk,"
                                + " %.2f bytes a point; written in %d s, %,d points of one series read in %d ms%n",
                        shape,
                        series,
                        measured.points,
                        measured.memory / 1e6,
                        heap / 1e6,
                        measured.file / 1e6,
                        measured.filePerPoint(),
                        measured.writing.toSeconds(),
                        read,
                        Duration.ofNanos(System.nanoTime() - begun).toMillis());
            }
        }
    }

    /** Writes six weeks of minutes to each series, minute by minute in chunks of twelve hours. */
    static Measured fill(MetricStore store, Shape shape, int count) {
        PointValue[][] values = new PointValue[DISTINCT][];
        Arrays.setAll(values, shape::values);
        List<SeriesKey> keys = IntStream.range(0, count).mapToObj(Samples::key).toList();
        long begun = System.nanoTime();
        for (int chunk = 0; chunk < SIX_WEEKS; chunk += 720) {
            for (int i = 0; i < count; i++) {
                for (int minute = chunk; minute < chunk + 720; minute++) {
                    long end = Samples.START + (minute + 1) * 60_000L;
                    PointValue value = values[i % DISTINCT][(minute + i * 7) % 2000];
                    store.append(
                            keys.get(i),
                            shape.kind(),
                            new Sample(shape.kind() == MetricKind.GAUGE ? end : end - 60_000, end, value));
                }
            }
        }
        Duration writing = Duration.ofNanos(System.nanoTime() - begun);
        store.tidy(Instant.ofEpochMilli(Samples.START).plus(Duration.ofDays(42)));
        return new Measured(shape, count, (long) count * SIX_WEEKS, store.memoryBytes(), store.fileBytes(), writing);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
