// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows 0 to 99; those before 15 are not scored; one window has the rows 40 to 49. */
class NabScoreTest {
    private static final int ROWS = 100;
    private static final long[] TIMES = LongStream.range(0, ROWS).toArray();
    private static final List<TimeWindow> WINDOW = List.of(new TimeWindow(40, 49));
    /** 2 / (1 + exp(-5)) - 1. */
    private static final double EARLIEST = 0.9866142981514303;

    @Test
    void normalised_silenceIsZeroAndTheFirstRowOfTheWindowIsHundred() {
        assertThat(score(NabProfile.STANDARD).normalised()).isZero();
        assertThat(score(NabProfile.STANDARD, 40).normalised()).isEqualTo(100, within(1e-9));
        assertThat(score(NabProfile.REWARD_LOW_FN, 40).normalised()).isEqualTo(100, within(1e-9));
    }

    @Test
    void sum_middleOfTheWindow() {
        // Row 45 is at -(49 - 45 + 1) / 10.
        double middle = (2 / (1 + Math.exp(-2.5)) - 1) / EARLIEST;
        assertThat(score(NabProfile.STANDARD, 45).sum()).isEqualTo(middle, within(1e-9));
        assertThat(score(NabProfile.STANDARD, 45, 48).sum()).isEqualTo(middle, within(1e-9));
    }

    @Test
    void sum_falseAlarms() {
        assertThat(score(NabProfile.STANDARD, 20).sum()).isEqualTo(-1 - 0.11, within(1e-9));
        assertThat(score(NabProfile.REWARD_LOW_FP, 20).sum()).isEqualTo(-1 - 0.22, within(1e-9));
        // Nine rows behind a window of ten are a distance of 9 / (10 - 1).
        assertThat(score(NabProfile.STANDARD, 58).sum()).isEqualTo(-1 - 0.11 * EARLIEST, within(1e-9));
        assertThat(score(NabProfile.STANDARD, 76).sum()).isEqualTo(-1 - 0.11, within(1e-9));
    }

    @Test
    void sum_probation() {
        assertThat(score(NabProfile.STANDARD, 0, 14).sum()).isEqualTo(-1, within(1e-9));
        assertThat(score(NabProfile.STANDARD, 15).sum()).isEqualTo(-1.11, within(1e-9));
        List<TimeWindow> early = List.of(new TimeWindow(3, 12));
        NabScore score = NabScore.of(NabProfile.STANDARD, TIMES, early, new boolean[ROWS]);
        assertThat(score.sum()).isZero();
        assertThat(score.unscored()).isEqualTo(1);
    }

    @Test
    void plus_addsFiles() {
        NabScore both = score(NabProfile.STANDARD, 40).plus(score(NabProfile.STANDARD));
        assertThat(both.normalised()).isEqualTo(50, within(1e-9));
    }

    private static NabScore score(NabProfile profile, int... rows) {
        boolean[] alarms = new boolean[ROWS];
        for (int row : rows) {
            alarms[row] = true;
        }
        return NabScore.of(profile, TIMES, WINDOW, alarms);
    }
}
