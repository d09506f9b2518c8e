// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PriorityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void rank_isMadeOfRecencyThenStatusThenSize() {
        assertThat(rank(1, 0, "processed", 5)).isZero();
        assertThat(rank(1, 3, "Processed", 12)).isEqualTo(101);
        assertThat(rank(1, 100, "uploaded", 0)).isEqualTo(419);
        assertThat(rank(1, 5_000, "failed_parse", 123_456)).isEqualTo(725);
        assertThat(Priority.rank(1, NOW, Optional.empty(), Optional.empty(), 1)).isEqualTo(810);
    }

    @Test
    void rank_ofALaterPassComesAfterEverythingBefore() {
        assertThat(rank(2, 0, "processed", 1))
                .isGreaterThan(Priority.rank(1, NOW, Optional.empty(), status("failed"), 0));
    }

    @Property
    void rank_ofAPassStaysInItsPlace(
            @ForAll @IntRange(min = 1, max = 2000) int pass,
            @ForAll long created,
            @ForAll String status,
            @ForAll @LongRange(min = 0) long chunks) {
        int rank = Priority.rank(
                pass, NOW, Optional.of(Instant.ofEpochSecond(created % 100_000_000_000L)), status(status), chunks);
        assertThat(rank).isBetween((pass - 1) * Priority.OF_A_PASS, pass * Priority.OF_A_PASS - 1);
    }

    @Test
    void recent_excludesUnknownAgeAndTheLimitItself() {
        assertThat(Priority.isRecent(NOW, Optional.empty(), 90)).isFalse();
        assertThat(Priority.isRecent(NOW, Optional.of(NOW.minus(Duration.ofDays(90))), 90))
                .isFalse();
        assertThat(Priority.isRecent(NOW, Optional.of(NOW.plusSeconds(9)), 90)).isTrue();
    }

    private static int rank(int pass, int daysOld, String status, long chunks) {
        return Priority.rank(pass, NOW, Optional.of(NOW.minus(Duration.ofDays(daysOld))), status(status), chunks);
    }

    private static Optional<String> status(String status) {
        return Optional.of(status);
    }
}
