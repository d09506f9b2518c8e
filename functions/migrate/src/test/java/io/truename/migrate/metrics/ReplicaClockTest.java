// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.postgres.corpus.health.ReplicaPosition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplicaClockTest {
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

    private final ReplicaClock clock = new ReplicaClock();

    @Test
    void replica_thatFollows_isAsFarBehindAsItReports() {
        assertThat(at(0, 100, 100, 0.02)).isEqualTo(0.02);
        assertThat(at(60, 900, 900, 0.03)).isEqualTo(0.03);
    }

    // PostgreSQL goes on to report the lag of the last confirmation.
    @Test
    void replica_thatStandsStill_isBehindSinceTheFirstEndThatItLacks() {
        assertThat(at(0, 100, 100, 0.02)).isEqualTo(0.02);
        assertThat(at(60, 200, 100, 0.02)).isEqualTo(0.02);
        assertThat(at(120, 300, 100, 0.02)).isEqualTo(60);
        assertThat(at(180, 300, 100, 0.02)).isEqualTo(120);
    }

    @Test
    void replica_thatCatchesUpInPart_isBehindSinceTheNextEnd() {
        at(0, 200, 100, 0);
        at(60, 300, 100, 0);
        assertThat(at(120, 400, 250, 0)).isEqualTo(60);
        assertThat(at(180, 400, 400, 0)).isZero();
    }

    @Test
    void replica_thatStandsStillForLong_isBehindAllThatTime() {
        for (int i = 0; i < 2_000; i++) {
            at(5L * i, 200L + i, 100, 0);
        }
        assertThat(at(10_000, 5_000, 100, 0)).isEqualTo(10_000);
    }

    private double at(long second, long written, long replayed, double reported) {
        return clock.seconds(new ReplicaPosition(written, replayed, reported), START.plusSeconds(second));
    }
}
