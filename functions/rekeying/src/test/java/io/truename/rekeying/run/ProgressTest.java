// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void progress_isUnknownUntilThreeBatches() {
        assertThat(Progress.of(steady(2, 1000, 1))).isEmpty();
        assertThat(Progress.of(steady(3, 1000, 1))).isPresent();
    }

    @Test
    void progress_steady() {
        Progress progress = Progress.of(steady(40, 1000, 2)).orElseThrow();
        assertThat(progress.rowsPerSecond()).isCloseTo(500, within(1e-6));
        Progress.Remaining remaining = progress.remaining(50_000);
        assertThat(remaining.expected()).isCloseTo(100, within(1e-6));
        assertThat(remaining.low()).isCloseTo(90.5, within(0.1));
        assertThat(remaining.high()).isCloseTo(110.5, within(0.1));
    }

    @Test
    void progress_countsTwoWorkersTogether() {
        List<Progress.Done> batches = new ArrayList<>(steady(20, 1000, 1));
        for (Progress.Done done : steady(20, 1000, 1)) {
            batches.add(new Progress.Done(done.at().plusMillis(500), 1, 1000));
        }
        assertThat(Progress.of(batches).orElseThrow().rowsPerSecond()).isCloseTo(2000, within(60.0));
    }

    @Test
    void progress_leavesOutAPause() {
        List<Progress.Done> batches = new ArrayList<>(steady(20, 1000, 1));
        for (Progress.Done done : steady(20, 1000, 1)) {
            batches.add(new Progress.Done(done.at().plusSeconds(86_400), 1, 1000));
        }
        assertThat(Progress.of(batches).orElseThrow().remaining(1000).expected())
                .isLessThan(3);
    }

    @Test
    void progress_followsANewRate() {
        List<Progress.Done> batches = new ArrayList<>(steady(20, 1000, 1));
        for (Progress.Done done : steady(20, 250, 1)) {
            batches.add(new Progress.Done(done.at().plusSeconds(20), 1, 250));
        }
        assertThat(Progress.of(batches).orElseThrow().rowsPerSecond()).isBetween(250.0, 350.0);
    }

    @Property
    void remaining_isOrderedAndGrowsWithTheRows(
            @ForAll @Size(min = 3, max = 60) List<@LongRange(min = 1, max = 1_000_000) Long> rows,
            @ForAll @IntRange(min = 0, max = 1_000_000) int left,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Progress.Done> batches = new ArrayList<>();
        Instant at = START;
        for (long moved : rows) {
            double seconds = random.nextDouble() * 3;
            at = at.plusMillis((long) (seconds * 1000));
            batches.add(new Progress.Done(at, seconds, moved));
        }
        Progress progress = Progress.of(batches).orElseThrow();
        Progress.Remaining remaining = progress.remaining(left);
        assertThat(remaining.low()).isFinite().isNotNegative().isLessThanOrEqualTo(remaining.expected());
        assertThat(remaining.high()).isFinite().isGreaterThanOrEqualTo(remaining.expected());
        assertThat(progress.remaining(left + 1).expected()).isGreaterThan(remaining.expected());
        Collections.shuffle(batches, random);
        if (batches.stream().map(Progress.Done::at).distinct().count() == batches.size()) {
            assertThat(Progress.of(batches)).contains(progress);
        }
    }

    private static List<Progress.Done> steady(int count, long rows, int seconds) {
        List<Progress.Done> batches = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            batches.add(new Progress.Done(START.plusSeconds((long) i * seconds), seconds, rows));
        }
        return batches;
    }
}
