// SPDX-License-Identifier: Apache-2.0
package io.truename.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final Circuit circuit = new Circuit();

    @Test
    void circuit_new_letsEveryCallThrough_andHasNoAnswer() {
        assertThat(circuit.allows(at(0))).isTrue();
        assertThat(circuit.allows(at(0))).isTrue();
        assertThat(circuit.answered()).isFalse();
    }

    @Test
    void circuit_failed_letsOneCallThroughAfterThePause() {
        circuit.failed(at(0), at(50));
        assertThat(circuit.allows(at(549))).isFalse();
        assertThat(circuit.allows(at(550))).isTrue();
        assertThat(circuit.allows(at(551))).isFalse();
        circuit.succeeded();
        assertThat(circuit.allows(at(552))).isTrue();
        assertThat(circuit.answered()).isTrue();
    }

    @Test
    void circuit_trialsThatFail_doubleThePause_upToTheLongest() {
        circuit.failed(at(0), at(0));
        long now = 500;
        long pause = 500;
        for (int trial = 0; trial < 10; trial++) {
            assertThat(circuit.allows(at(now - 1))).isFalse();
            assertThat(circuit.allows(at(now))).isTrue();
            circuit.failed(at(now), at(now));
            pause = Math.min(2 * pause, Circuit.LONGEST_PAUSE.toMillis());
            now += pause;
        }
        assertThat(pause).isEqualTo(Circuit.LONGEST_PAUSE.toMillis());
    }

    @Test
    void circuit_callsFromBeforeTheFailure_doNotDoubleThePause() {
        circuit.failed(at(0), at(50));
        circuit.failed(at(10), at(60));
        circuit.failed(at(20), at(70));
        assertThat(circuit.allows(at(550))).isTrue();
    }

    private static long at(long millis) {
        // Times of System.nanoTime may be near their overflow.
        return Long.MAX_VALUE
                - Duration.ofMillis(400).toNanos()
                + Duration.ofMillis(millis).toNanos();
    }
}
