// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.truename.identity.Namespace;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.selfcheck.ImplementationResult.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelfCheckTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final List<Question> QUESTIONS = Questions.of(Namespace.DEFAULT, 7);
    private static final Answers RIGHT = new Answers.Given(
            QUESTIONS, QUESTIONS.stream().map(Question::inJava).toList());
    private static final Answers NONE = new Answers.None("There is no extension.");
    private static final Cause GENERATE = cause("generate");

    private static Cause cause(String implementation) {
        return new Cause(FindingKind.RECIPE_DISAGREES, "", "", implementation);
    }

    private static SelfCheck check(Optional<String> knownAnswers, Answers postgres, Answers generate) {
        return SelfCheck.of(NOON, 7, Namespace.DEFAULT, QUESTIONS, knownAnswers, postgres, generate);
    }

    private static Answers wrongFrom(int first) {
        List<String> ids =
                new ArrayList<>(QUESTIONS.stream().map(Question::inJava).toList());
        for (int i = first; i < ids.size(); i++) {
            ids.set(i, i == first ? "<script>" : "7d444840-9dc0-41d1-b245-5ffdce74fad2");
        }
        return new Answers.Given(QUESTIONS, ids);
    }

    @Test
    void everyImplementationRight_agrees() {
        SelfCheck check = check(Optional.empty(), RIGHT, RIGHT);
        assertThat(check.outcome()).isEqualTo(Outcome.AGREED);
        assertThat(check.results())
                .extracting(ImplementationResult::compared)
                .as("the code of this instance is compared with published ids only")
                .containsExactly(4, QUESTIONS.size(), QUESTIONS.size());
        assertThat(check.observations()).isEmpty();
        assertThat(check.covers(GENERATE)).isTrue();
    }

    @Test
    void implementationThatCannotBeAsked_isNoAgreement_andResolvesNothing() {
        SelfCheck check = check(Optional.empty(), NONE, RIGHT);
        assertThat(check.outcome()).isEqualTo(Outcome.UNCHECKED);
        assertThat(check.results().get(1).reason()).isEqualTo("There is no extension.");
        assertThat(check.observations()).isEmpty();
        assertThat(check.covers(cause("postgres"))).isFalse();
        assertThat(check.covers(GENERATE)).isTrue();
    }

    @Test
    void oneWrongId_isAFinding_evenIfAnotherCannotBeAsked() {
        SelfCheck check = check(Optional.empty(), NONE, wrongFrom(QUESTIONS.size() - 1));
        assertThat(check.outcome()).isEqualTo(Outcome.DISAGREED);
        Question last = QUESTIONS.get(QUESTIONS.size() - 1);
        assertThat(check.observations()).containsExactly(new Observation(GENERATE, 1, List.of(last.inJava())));
        assertThat(check.results().get(2).differences())
                .as("text of a foreign server is not shown")
                .containsExactly(new ImplementationResult.Difference(last.name(), last.inJava(), "not a UUID"));
    }

    @Test
    void manyWrongIds_areOneFinding_withTenSamples() {
        Observation seen =
                check(Optional.empty(), wrongFrom(0), RIGHT).observations().get(0);
        assertThat(seen.cause()).isEqualTo(cause("postgres"));
        assertThat(seen.count()).isEqualTo(QUESTIONS.size());
        assertThat(seen.samples()).hasSize(10);
    }

    @Test
    void thisInstanceWrong_blamesNobodyElse_andMeasuresOthersByPublishedIdsOnly() {
        SelfCheck check = check(Optional.of("The known answer x came out as y."), RIGHT, wrongFrom(4));
        assertThat(check.results())
                .extracting(ImplementationResult::outcome, ImplementationResult::compared)
                .containsExactly(tuple(Outcome.DISAGREED, 4), tuple(Outcome.AGREED, 4), tuple(Outcome.AGREED, 4));
        assertThat(check.observations()).extracting(Observation::cause).containsExactly(cause("java"));
    }

    @Test
    void otherNamespace_isADisagreement() {
        SelfCheck check = check(
                Optional.empty(),
                RIGHT,
                new Answers.OtherNamespace(
                        "47f2a9b2-1c52-d4ec-486b-61ee1b54c4a6",
                        Namespace.DEFAULT.id().toString()));
        assertThat(check.outcome()).isEqualTo(Outcome.DISAGREED);
        assertThat(check.results().get(2).reason()).contains("TRUENAME_NAMESPACE");
        assertThat(check.observations()).extracting(Observation::cause).containsExactly(GENERATE);
    }

    @Test
    void implementationWithoutComparableIds_isUnchecked() {
        SelfCheck check = check(Optional.empty(), new Answers.Given(List.of(), List.of()), RIGHT);
        assertThat(check.results().get(1).outcome()).isEqualTo(Outcome.UNCHECKED);
    }
}
