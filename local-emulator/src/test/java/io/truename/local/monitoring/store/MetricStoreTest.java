// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.api.MetricDescriptor;
import com.google.api.MetricDescriptor.MetricKind;
import com.google.api.MetricDescriptor.ValueType;
import io.truename.alerting.series.Sample;
import io.truename.alerting.series.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MetricStoreTest {
    private static final String TYPE = Samples.key(0).metricType();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"INT64", "DOUBLE", "DISTRIBUTION"})
    void read_givesTheRangeAndItsNeighbours(ValueType type) {
        List<Sample> all = Samples.series(MetricKind.CUMULATIVE, type, 5000, 60_000, 1);
        try (MetricStore store = new MetricStore(Optional.empty())) {
            all.forEach(sample -> store.append(Samples.key(0), MetricKind.CUMULATIVE, sample));
            Series series = store.series(TYPE).get(0);
            assertThat(store.read(series, 0, Long.MAX_VALUE)).isEqualTo(all);
            for (int from = 1; from < 4990; from += 237) {
                int to = Math.min(4998, from + from % 900);
                assertThat(store.read(series, all.get(from).end(), all.get(to).end()))
                        .isEqualTo(all.subList(from - 1, to + 2));
            }
        }
    }

    @Test
    void reopened_storeHasEverything() {
        List<Sample> all = Samples.series(MetricKind.DELTA, ValueType.INT64, 2000, 60_000, 2);
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            store.put(MetricDescriptor.newBuilder().setType(TYPE).setUnit("By").build());
            all.forEach(sample -> store.append(Samples.key(0), MetricKind.DELTA, sample));
            store.append(Samples.key(1), MetricKind.DELTA, all.get(0));
        }
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            assertThat(store.descriptor(TYPE).orElseThrow().getUnit()).isEqualTo("By");
            List<Series> series = store.series(TYPE);
            assertThat(series).hasSize(2);
            assertThat(store.read(series.get(0), 0, Long.MAX_VALUE)).isEqualTo(all);
            assertThat(series.get(0).lastEnd()).isEqualTo(all.get(1999).end());
            assertThat(series.get(0).lastStart()).isEqualTo(all.get(1999).start());
            store.delete(TYPE);
        }
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            assertThat(store.descriptors()).isEmpty();
            assertThat(store.series(TYPE)).isEmpty();
            store.append(Samples.key(0), MetricKind.DELTA, all.get(0));
            assertThat(store.read(store.series(TYPE).get(0), 0, Long.MAX_VALUE)).hasSize(1);
        }
    }

    @Test
    void tornRecord_isDropped() throws IOException {
        List<Sample> all = Samples.series(MetricKind.GAUGE, ValueType.DOUBLE, 800, 60_000, 3);
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            all.forEach(sample -> store.append(Samples.key(0), MetricKind.GAUGE, sample));
        }
        Path journal = folder.resolve("metrics.journal");
        byte[] whole = Files.readAllBytes(journal);
        for (int lost = 1; lost < 12; lost++) {
            Files.write(journal, Arrays.copyOf(whole, whole.length - lost));
            try (MetricStore store = new MetricStore(Optional.of(folder))) {
                Series series = store.series(TYPE).get(0);
                assertThat(store.read(series, 0, Long.MAX_VALUE)).isEqualTo(all.subList(0, 799));
                store.append(Samples.key(0), MetricKind.GAUGE, all.get(799));
            }
            try (MetricStore store = new MetricStore(Optional.of(folder))) {
                assertThat(store.read(store.series(TYPE).get(0), 0, Long.MAX_VALUE))
                        .isEqualTo(all);
            }
        }
        Path blocks = folder.resolve("metrics.blocks");
        Files.write(blocks, Arrays.copyOf(Files.readAllBytes(blocks), (int) Files.size(blocks) - 1));
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            assertThat(store.read(store.series(TYPE).get(0), 0, Long.MAX_VALUE)).isEqualTo(all);
        }
    }

    @Test
    void oldPoints_areMergedAndSumsStay() {
        int fourDays = 4 * 24 * 360;
        List<Sample> all = Samples.series(MetricKind.DELTA, ValueType.INT64, fourDays, 10_000, 4);
        Instant written = Instant.ofEpochMilli(all.get(fourDays - 1).end());
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            all.forEach(sample -> store.append(Samples.key(0), MetricKind.DELTA, sample));
            store.tidy(written.plus(Duration.ofDays(6)));
            assertPoints(store, all, 12_900, 19_000);
            store.tidy(written.plus(Duration.ofDays(8)));
            assertPoints(store, all, 5_700, 12_600);
            store.tidy(written.plus(Duration.ofDays(43)));
            assertPoints(store, all, 570, 3_000);
        }
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            assertPoints(store, all, 570, 3_000);
            store.tidy(written.plus(Duration.ofDays(730)));
            assertThat(store.read(store.series(TYPE).get(0), 0, Long.MAX_VALUE)).hasSizeLessThan(1500);
        }
    }

    @Test
    void files_thatAreMostlyOld_areWrittenAnew() throws IOException {
        int tenDays = 10 * 24 * 360;
        List<Sample> all = Samples.series(MetricKind.DELTA, ValueType.INT64, tenDays, 10_000, 5);
        Instant later = Instant.ofEpochMilli(all.get(tenDays - 1).end()).plus(Duration.ofDays(60));
        for (Optional<Path> place : List.of(Optional.of(folder), Optional.<Path>empty())) {
            try (MetricStore store = new MetricStore(place, 1000)) {
                store.put(MetricDescriptor.newBuilder().setType(TYPE).build());
                all.forEach(sample -> store.append(Samples.key(0), MetricKind.DELTA, sample));
                store.append(Samples.key(1), MetricKind.DELTA, all.get(0));
                store.delete("none");
                long full = store.fileBytes();
                store.tidy(later);
                assertThat(store.fileBytes()).isLessThan(full / 4);
                assertPoints(store, all, 1_400, 8_700);
                store.append(Samples.key(1), MetricKind.DELTA, all.get(1));
            }
        }
        assertThat(Files.size(folder.resolve("metrics.journal"))).isLessThan(20_000);
        try (MetricStore store = new MetricStore(Optional.of(folder))) {
            assertThat(store.descriptor(TYPE)).isPresent();
            assertPoints(store, all, 1_400, 8_700);
            assertThat(store.read(store.series(TYPE).get(1), 0, Long.MAX_VALUE)).isEqualTo(all.subList(0, 2));
        }
    }

    private static void assertPoints(MetricStore store, List<Sample> all, int least, int most) {
        List<Sample> now = store.read(store.series(TYPE).get(0), 0, Long.MAX_VALUE);
        assertThat(now).hasSizeBetween(least, most);
        assertThat(sum(now)).isCloseTo(sum(all), within(0.0));
        for (int i = 1; i < now.size(); i++) {
            assertThat(now.get(i).start()).isEqualTo(now.get(i - 1).end());
        }
    }

    private static double sum(List<Sample> samples) {
        return samples.stream().mapToDouble(sample -> sample.value().number()).sum();
    }
}
