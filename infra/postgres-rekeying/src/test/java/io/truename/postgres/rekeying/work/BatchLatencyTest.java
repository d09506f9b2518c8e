// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BatchLatencyTest {
    private static final int ROWS = 1000;

    private static BatchLatency of(double calm, int batches, double seconds) {
        BatchLatency latency = new BatchLatency(calm);
        for (int i = 0; i < batches; i++) {
            latency.add(ROWS, seconds);
        }
        return latency;
    }

    @Test
    void ratio_isUnknownAtFirst_andOneWhileNothingChanges() {
        assertThat(of(0, 29, 1).ratio()).isEmpty();
        assertThat(of(0, 30, 1).ratio()).hasValue(1);
        assertThat(of(0, 30, 1).calm()).isEqualTo(0.001);
    }

    /** Catches a piece of work that is slow from its beginning and measures itself by itself. */
    @Test
    void ratio_isAgainstWhatIsRemembered_afterTenBatches() {
        assertThat(of(0.001, 9, 4).ratio()).isEmpty();
        assertThat(of(0.001, 10, 4).ratio()).hasValue(4);
        assertThat(of(0.001, 40, 4).ratio().getAsDouble()).isBetween(3.7, 4.0);
    }

    @Test
    void calm_risesSlowlyToTheMedian_andFallsAtOnce() {
        assertThat(of(0.001, 40, 4).calm()).isBetween(0.001, 0.0011);
        assertThat(of(0.001, 2000, 4).calm()).isCloseTo(0.004, within(1e-9));
        assertThat(of(0.001, 30, 0.5).calm()).isCloseTo(0.0005, within(1e-9));
    }

    @Test
    void emptyBatches_teachNothing() {
        BatchLatency latency = new BatchLatency(0.001);
        for (int i = 0; i < 50; i++) {
            latency.add(0, 1);
        }
        assertThat(latency.ratio()).isEmpty();
        assertThat(latency.calm()).isEqualTo(0.001);
    }
}
