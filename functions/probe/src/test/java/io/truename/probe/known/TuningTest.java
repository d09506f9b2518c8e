// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.probe.known.Tuning.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TuningTest {
    private static final long LIMIT = 50_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final Tuning first = Tuning.first(10_000, Bounds.USUAL_REMOVAL);

    @Test
    void evictions_growTheMemory_upToTheLimit() {
        Window crowded = new Window(10_000, 500, 10_000, 0, 0, Duration.ZERO);
        Tuning next = first.after(crowded, LIMIT, SECOND);
        assertThat(next.most()).isEqualTo(20_000);
        assertThat(next.sizeReason()).isEqualTo("Doubled: 5.00 % of answers pushed another one out.");
        next = next.after(crowded, LIMIT, SECOND).after(crowded, LIMIT, SECOND).after(crowded, LIMIT, SECOND);
        assertThat(next.most()).isEqualTo(LIMIT);
        assertThat(next.sizeReason()).startsWith("Kept at the limit of the heap");
    }

    @Test
    void emptyPlaces_shrinkTheMemory_downToTheLeast() {
        Window lonely = new Window(10_000, 0, 10, 0, 0, Duration.ZERO);
        Tuning next = first.after(lonely, LIMIT, SECOND);
        assertThat(next.most()).isEqualTo(5_000);
        assertThat(next.sizeReason()).isEqualTo("Halved: 10 of 10000 places were used.");
        for (int i = 0; i < 5; i++) {
            next = next.after(lonely, LIMIT, SECOND);
        }
        assertThat(next.most()).isEqualTo(Tuning.LEAST_ENTRIES);
    }

    @Test
    void refutedAnswer_shortensTheBelief_andConfirmedOnesLengthenIt() {
        Tuning next = first.after(new Window(1_000, 0, 9_000, 99, 1, Duration.ZERO), LIMIT, SECOND);
        assertThat(next.removal()).isEqualTo(Duration.ofSeconds(30));
        assertThat(next.removalReason())
                .isEqualTo("Shortened: 1 of 100 answers that were read again had changed without a message.");
        for (int i = 0; i < 9; i++) {
            next = next.after(new Window(1_000, 0, 9_000, 0, 1, Duration.ZERO), LIMIT, SECOND);
        }
        assertThat(next.removal()).isEqualTo(Tuning.SHORTEST_REMOVAL);
        next = next.after(new Window(1_000, 0, 9_000, 19, 0, Duration.ZERO), LIMIT, SECOND);
        assertThat(next.removal()).isEqualTo(Tuning.SHORTEST_REMOVAL);
        for (int i = 0; i < 9; i++) {
            next = next.after(new Window(1_000, 0, 9_000, 20, 0, Duration.ZERO), LIMIT, SECOND);
        }
        assertThat(next.removal()).isEqualTo(Bounds.USUAL_REMOVAL);
    }

    @Test
    void belief_growsBeyondTheUsual_asFarAsDocumentsWereSeenUnchanged() {
        Tuning next = first.after(calm(Duration.ofSeconds(90).multipliedBy(30_000)), LIMIT, SECOND);
        assertThat(next.removal()).isEqualTo(Duration.ofSeconds(90));
        assertThat(next.removalReason())
                .isEqualTo("Lengthened: all 20 answers that were read again were right."
                        + " With 95 % confidence at most one answer in 10000 is wrong.");
        next = next.after(calm(Duration.ofSeconds(60).multipliedBy(30_000)), LIMIT, SECOND);
        assertThat(next.removal()).isEqualTo(Duration.ofSeconds(150));
        for (int i = 0; i < 5; i++) {
            next = next.after(calm(Duration.ofDays(10_000)), LIMIT, SECOND);
        }
        assertThat(next.removal()).isEqualTo(Bounds.LONGEST_REMOVAL);
    }

    // What was seen before a change without a message must not count after it.
    @Test
    void refutedAnswer_makesTheBeliefUsual_untilEnoughIsSeenAgain() {
        Tuning next = first;
        for (int i = 0; i < 5; i++) {
            next = next.after(calm(Duration.ofDays(10_000)), LIMIT, SECOND);
        }
        next = next.after(new Window(1_000, 0, 9_000, 99, 1, Duration.ofDays(10_000)), LIMIT, SECOND);
        assertThat(next.removal()).isEqualTo(Bounds.USUAL_REMOVAL);
        next = next.after(calm(Duration.ofSeconds(1).multipliedBy(30_000)), LIMIT, SECOND);
        assertThat(next.removal()).isEqualTo(Bounds.USUAL_REMOVAL);
    }

    private static Window calm(Duration unchanged) {
        return new Window(1_000, 0, 9_000, 20, 0, unchanged);
    }

    @Test
    void belief_isNeverShorterThanTheBoundOnChanges() {
        Duration long90 = Duration.ofSeconds(90);
        Tuning next =
                Tuning.first(10_000, long90).after(new Window(1_000, 0, 9_000, 0, 5, Duration.ZERO), LIMIT, long90);
        assertThat(next.removal()).isEqualTo(long90);
    }
}
