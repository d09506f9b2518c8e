// SPDX-License-Identifier: Apache-2.0
package io.truename.local.pubsub.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PushWindowTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final PushWindow window = new PushWindow();

    @Test
    void window_growsWithSuccessAndHalvesWithFailure() {
        assertThat(window.admits(3, NOW)).isTrue();
        assertThat(window.admits(4, NOW)).isFalse();
        window.succeeded();
        assertThat(window.admits(4, NOW)).isTrue();
        window.failed(true, NOW);
        assertThat(window.admits(1, NOW)).isTrue();
        assertThat(window.admits(2, NOW)).isFalse();
        for (int i = 0; i < 10; i++) {
            window.failed(true, NOW);
        }
        assertThat(window.admits(0, NOW)).isTrue();
        assertThat(window.admits(1, NOW)).isFalse();
    }

    @Test
    void pause_withoutRetryPolicy_doublesUpToAMinuteAndEndsWithSuccess() {
        long[] pauses = {100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200, 60_000, 60_000};
        for (long pause : pauses) {
            window.failed(false, NOW);
            assertThat(window.admits(0, NOW.plusMillis(pause - 1))).isFalse();
            assertThat(window.admits(0, NOW.plusMillis(pause))).isTrue();
        }
        window.succeeded();
        window.failed(false, NOW);
        assertThat(window.admits(0, NOW.plusMillis(100))).isTrue();
    }
}
