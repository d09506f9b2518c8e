// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.monitoring.Flushed;
import io.truename.monitoring.Metric;
import io.truename.monitoring.Metrics;
import io.truename.postgres.rekeying.work.WorkListener;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvancingTest {
    // A hold that nobody asked for must count, or a run that only waits would keep its objective.
    @ParameterizedTest
    @CsvSource({"window,1", "rate,1", "later.moves,1", "locks,0", "replication,0", "writers.untrue,0", "disk.full,0"})
    void hold_isOfThePlanOrNot(String code, double expected) {
        Gauges gauges = new Gauges();
        new MeteringWorkListener(gauges, WorkListener.NONE).held(UUID.randomUUID(), 0, code);
        assertThat(gauges.advancing).containsExactly(expected);
    }

    private static final class Gauges implements Metrics {
        private final List<Double> advancing = new ArrayList<>();

        @Override
        public void set(Metric.Gauge gauge, double value, String... labels) {
            assertThat(gauge).isSameAs(MigrateMetrics.ADVANCING);
            advancing.add(value);
        }

        @Override
        public void add(Metric.Counter counter, long more, String... labels) {}

        @Override
        public void record(Metric.Distribution distribution, double value, String... labels) {}

        @Override
        public boolean isDue() {
            return false;
        }

        @Override
        public Flushed flush() {
            return Flushed.NOTHING;
        }
    }
}
