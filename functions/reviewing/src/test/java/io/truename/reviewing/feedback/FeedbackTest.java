// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.truename.reviewing.feedback.FeedbackSummary.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedbackTest {
    private static final Instant AT = Instant.parse("2026-11-27T00:00:00Z");

    @Test
    void promoterScore_hasItsError() {
        PromoterScore score = new PromoterScore(60, 20, 100);

        assertThat(score.score()).isEqualTo(40);
        assertThat(score.standardError()).isCloseTo(8, within(1e-9));
        assertThat(score.margin()).isCloseTo(15.7, within(0.05));
        assertThat(score.differsFrom(new PromoterScore(50, 25, 100))).isFalse();
        assertThat(score.differsFrom(new PromoterScore(40, 30, 100))).isTrue();
    }

    // Wilson's interval as Newcombe (1998) has it: 81 of 263, and none of 20.
    @Test
    void wilsonInterval_isTheKnownOne() {
        WilsonInterval known = WilsonInterval.of(81, 263);
        assertThat(known.low()).isCloseTo(0.2553, within(5e-5));
        assertThat(known.high()).isCloseTo(0.3662, within(5e-5));
        WilsonInterval none = WilsonInterval.of(0, 20);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(0.1611, within(5e-5));
        assertThat(WilsonInterval.of(20, 20).high()).isEqualTo(1);
    }

    @Test
    void wilsonInterval_coversAsStated() {
        Random random = new Random(14);
        int held = 0;
        int runs = 4000;
        for (int run = 0; run < runs; run++) {
            double truth = 0.5 + random.nextDouble() / 2;
            int yes = 0;
            for (int answer = 0; answer < 25; answer++) {
                yes += random.nextDouble() < truth ? 1 : 0;
            }
            WilsonInterval interval = WilsonInterval.of(yes, 25);
            held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
        }
        assertThat(held / (double) runs).isBetween(0.93, 0.98);
    }

    @Test
    void smallSegments_areHidden() {
        List<Answer> answers = new ArrayList<>();
        add(answers, "weekly-engineering", 12, 9);
        add(answers, "weekly-support", 9, 9);
        add(answers, "console", 8, 1);
        FeedbackSummary summary = FeedbackSummary.of(answers);

        assertThat(summary.segments()).extracting(Result::segment).containsExactly("weekly-engineering");
        assertThat(summary.hidden()).isEqualTo(2);
        assertThat(summary.all().orElseThrow().answers()).isEqualTo(29);
    }

    // All minus the shown ones would give the one that is hidden.
    @Test
    void oneSmallSegment_takesAnotherWithIt() {
        List<Answer> answers = new ArrayList<>();
        add(answers, "a", 30, 20);
        add(answers, "b", 12, 9);
        add(answers, "c", 3, 0);
        FeedbackSummary summary = FeedbackSummary.of(answers);

        assertThat(summary.segments()).extracting(Result::segment).containsExactly("a");
        assertThat(summary.hidden()).isEqualTo(2);
    }

    @Test
    void fewAnswers_noScore() {
        List<Answer> answers = new ArrayList<>();
        add(answers, "a", 9, 9);
        assertThat(FeedbackSummary.of(answers).all()).isEmpty();

        answers.add(new Answer("a", Optional.empty(), OptionalInt.of(9), AT));
        Result result = FeedbackSummary.of(answers).segments().get(0);
        assertThat(result.answers()).isEqualTo(10);
        assertThat(result.useful()).isEmpty();
        assertThat(result.yes()).isZero();
    }

    @Test
    void scores_areCounted() {
        List<Answer> answers = new ArrayList<>();
        for (int score = 0; score <= 10; score++) {
            answers.add(new Answer("a", Optional.empty(), OptionalInt.of(score), AT));
        }
        assertThat(FeedbackSummary.of(answers).segments().get(0).score()).hasValue(new PromoterScore(2, 7, 11));
    }

    @Test
    void answer_ofAPerson_isRefused() {
        assertThatThrownBy(() -> new Answer("ada@example.com", Optional.of(true), OptionalInt.empty(), AT))
                .hasMessageContaining("never a person");
    }

    private static void add(List<Answer> answers, String segment, int count, int yes) {
        for (int at = 0; at < count; at++) {
            answers.add(new Answer(segment, Optional.of(at < yes), OptionalInt.empty(), AT));
        }
    }
}
