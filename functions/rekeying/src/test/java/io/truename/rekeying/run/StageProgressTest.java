// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageProgressTest {
    @Test
    void steady_remainingIsWhatTheRestTakesAtTheSamePace() {
        StageProgress progress = StageProgress.steady(Stage.VALIDATING, 250, 1_000, 5);
        assertThat(progress.total()).hasValue(1_000L);
        assertThat(progress.remaining()).hasValueSatisfying(left -> {
            assertThat(left.expected()).isEqualTo(15);
            assertThat(left.low()).isLessThan(15);
            assertThat(left.high()).isGreaterThan(15);
        });
    }

    @Test
    void steady_nothingDoneOrNoTotal_remainingIsNotKnown() {
        assertThat(StageProgress.steady(Stage.PLANNING, 0, 10, 5).remaining()).isEmpty();
        assertThat(StageProgress.steady(Stage.PLANNING, 10, 0, 5).remaining()).isEmpty();
        assertThat(StageProgress.steady(Stage.PLANNING, 10, 0, 5).total()).isEmpty();
    }

    @Test
    void steady_moreThanExpected_totalIsNotLess() {
        assertThat(StageProgress.steady(Stage.REPLANNING, 12, 10, 5).total()).hasValue(12L);
    }

    @Test
    void word_isAsInThePathOfAnAddress() {
        assertThat(Stage.LATE_REFERENCES.word()).isEqualTo("late-references");
        assertThat(Stage.LATE_REFERENCES.unit().word()).isEqualTo("pages");
    }
}
