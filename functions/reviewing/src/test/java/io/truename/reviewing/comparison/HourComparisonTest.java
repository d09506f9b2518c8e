// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.truename.reviewing.comparison.HourComparison.Good;
import io.truename.reviewing.comparison.HourComparison.Pair;
import io.truename.reviewing.comparison.HourComparison.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HourComparisonTest {
    private static Pair pair(double before, double after) {
        return new Pair(OptionalDouble.of(before), OptionalDouble.of(after));
    }

    @Test
    void difference_hasStudentsInterval() {
        // Differences 1, 2, 3, 4, 5, 6: mean 3.5, deviation 1.8708, t of 5 degrees 2.5706.
        List<Pair> pairs = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            pairs.add(pair(10, 10.0 + i));
        }
        HourComparison comparison = HourComparison.of(pairs, Good.LOW);
        assertThat(comparison.difference().orElseThrow().low()).isCloseTo(1.5367, within(1e-4));
        assertThat(comparison.difference().orElseThrow().high()).isCloseTo(5.4633, within(1e-4));
        assertThat(comparison.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(HourComparison.of(pairs, Good.HIGH).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(HourComparison.of(pairs, Good.NEITHER).verdict()).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void hoursWithoutAValue_areInNoPair() {
        List<Pair> pairs = new ArrayList<>(List.of(new Pair(OptionalDouble.empty(), OptionalDouble.of(900))));
        for (int i = 0; i < 6; i++) {
            pairs.add(pair(i, i));
        }
        HourComparison comparison = HourComparison.of(pairs, Good.LOW);
        assertThat(comparison.pairs()).isEqualTo(6);
        assertThat(comparison.after()).hasValue(2.5);
        assertThat(comparison.verdict()).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void changeThatNobodyNotices_isNone_howeverSure() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            pairs.add(pair(100 + i, 101 + i));
        }
        assertThat(HourComparison.of(pairs, Good.LOW).verdict()).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void fewHours_haveMeansAndNoVerdict() {
        HourComparison comparison = HourComparison.of(List.of(pair(1, 9), pair(1, 9)), Good.LOW);
        assertThat(comparison.difference()).isEmpty();
        assertThat(comparison.after()).hasValue(9);
        assertThat(comparison.verdict()).isEqualTo(Verdict.TOO_FEW);
        assertThat(HourComparison.of(List.of(), Good.LOW).verdict()).isEqualTo(Verdict.TOO_FEW);
    }

    @Test
    void hoursByChance_areCalledWorseInAtMostOneOfFortyTrials() {
        Random random = new Random(5);
        int worse = 0;
        for (int trial = 0; trial < 1000; trial++) {
            List<Pair> pairs = new ArrayList<>();
            for (int hour = 0; hour < 12; hour++) {
                pairs.add(pair(100 + 40 * random.nextGaussian(), 100 + 40 * random.nextGaussian()));
            }
            worse += HourComparison.of(pairs, Good.LOW).verdict() == Verdict.WORSE ? 1 : 0;
        }
        assertThat(worse).isBetween(10, 40);
    }

    @Test
    void equalHours_beginWithTheFirstWholeHour_andLieBeforeTheChange() {
        EqualHours hours = EqualHours.of(
                Instant.parse("2026-11-27T09:30:00Z"),
                Instant.parse("2026-11-27T10:10:00Z"),
                Instant.parse("2026-11-27T14:20:00Z"));
        assertThat(hours.after())
                .containsExactly(
                        Instant.parse("2026-11-27T11:00:00Z"),
                        Instant.parse("2026-11-27T12:00:00Z"),
                        Instant.parse("2026-11-27T13:00:00Z"));
        assertThat(hours.days()).isEqualTo(1);
        assertThat(hours.over()).isFalse();
        assertThat(hours.before(hours.after().get(0))).isEqualTo("2026-11-26T11:00:00Z");
    }

    @Test
    void equalHours_ofALongChange_areDaysApart_andEndAfterTwoDays() {
        EqualHours hours = EqualHours.of(
                Instant.parse("2026-11-20T00:00:00Z"),
                Instant.parse("2026-11-21T12:00:00Z"),
                Instant.parse("2026-12-24T00:00:00Z"));
        assertThat(hours.after()).hasSize(48);
        assertThat(hours.over()).isTrue();
        // The last hour ends at noon on the 23rd, three and a half days after the begin.
        assertThat(hours.days()).isEqualTo(4);
        assertThat(hours.before(hours.after().get(47)).plusSeconds(3600)).isBefore("2026-11-20T00:00:00Z");
    }

    @Test
    void equalHours_rightAfterTheChange_areNone() {
        Instant end = Instant.parse("2026-11-27T10:00:00Z");
        assertThat(EqualHours.of(end, end, end.plusSeconds(3599)).after()).isEmpty();
        assertThat(EqualHours.of(end, end, end.plusSeconds(3600)).after()).containsExactly(end);
    }
}
