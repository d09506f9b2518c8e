// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.Samples;
import io.truename.alerting.series.SeriesKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricStoreConcurrencyTest {
    private static final int WRITERS = 4;
    private static final int POINTS = 9_000;

    @TempDir
    private Path folder;

    /** Writers, readers and the merging of old points get in each other's way; no change may be lost. */
    @Test
    void writing_whileOthersReadAndMerge_losesNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
        List<List<Sample>> written = new ArrayList<>();
        try (MetricStore store = new MetricStore(Optional.of(folder), 1000)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                List<Sample> samples = Samples.series(MetricKind.DELTA, ValueType.INT64, POINTS, 10_000, i);
                SeriesKey key = Samples.key(i);
                written.add(samples);
                writing.add(
                        threads.submit(() -> samples.forEach(sample -> store.append(key, MetricKind.DELTA, sample))));
            }
            Future<?> reading = threads.submit(() -> {
                while (writing.stream().anyMatch(writer -> !writer.isDone())) {
                    store.series(Samples.key(0).metricType()).forEach(series -> assertRising(store, series));
                }
            });
            Future<?> merging = threads.submit(() -> {
                while (writing.stream().anyMatch(writer -> !writer.isDone())) {
                    store.tidy(Instant.ofEpochMilli(Samples.START).plus(Duration.ofDays(60)));
                }
            });
            for (Future<?> writer : writing) {
                writer.get(60, TimeUnit.SECONDS);
            }
            reading.get(60, TimeUnit.SECONDS);
            merging.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            List<Series> series = store.series(Samples.key(0).metricType());
            for (int i = 0; i < WRITERS; i++) {
                assertThat(sum(store.read(series.get(i), 0, Long.MAX_VALUE))).isEqualTo(sum(written.get(i)));
            }
        }
    }

    private static void assertRising(MetricStore store, Series series) {
        List<Sample> samples = store.read(series, 0, Long.MAX_VALUE);
        for (int i = 1; i < samples.size(); i++) {
            assertThat(samples.get(i).start()).isEqualTo(samples.get(i - 1).end());
        }
    }

    private static double sum(List<Sample> samples) {
        return samples.stream().mapToDouble(sample -> sample.value().number()).sum();
    }
}
