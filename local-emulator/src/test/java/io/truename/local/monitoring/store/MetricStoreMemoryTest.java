// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.local.monitoring.store.MetricStoreMemory.Measured;
import io.truename.local.monitoring.store.MetricStoreMemory.Shape;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stated bounds at 10,000 series of six weeks of minutes; every series has its own points, so a few are enough. */
final class MetricStoreMemoryTest {
    @ParameterizedTest
    @CsvSource({"COUNTS, 80, 2", "LEVELS, 80, 2.7", "NOISE, 120, 8.5", "LATENCIES, 250, 26"})
    void memory_staysUnderItsBound(Shape shape, long megabytes, double bytesAPoint) {
        try (MetricStore store = new MetricStore(Optional.empty())) {
            Measured measured = MetricStoreMemory.fill(store, shape, 3);
            assertThat(measured.memoryOfTenThousand()).isLessThan(megabytes * 1_000_000);
            assertThat(measured.filePerPoint()).isLessThan(bytesAPoint);
        }
    }
}
