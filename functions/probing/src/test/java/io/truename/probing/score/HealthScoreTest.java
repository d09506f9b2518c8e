// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.truename.probing.finding.Severity;
import io.truename.probing.score.PartFormulas.RunCondition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HealthScoreTest {
    private static PartScore.Known known(ScorePart part, double value, boolean breached) {
        return new PartScore.Known(part, value, Map.of(), breached);
    }

    /** Each part: unknown in one of four, breached in one of six. */
    @Provide
    Arbitrary<List<PartScore>> parts() {
        List<Arbitrary<PartScore>> all = Arrays.stream(ScorePart.values())
                .<Arbitrary<PartScore>>map(part -> Combinators.combine(
                                Arbitraries.doubles().between(0, 100),
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.integers().between(0, 5))
                        .as((value, unknown, breached) -> unknown == 0
                                ? new PartScore.Unknown(part, "Not read.")
                                : known(part, value, breached == 0)))
                .toList();
        return Combinators.combine(all).as(List::copyOf);
    }

    @Property
    void score_isBetweenItsBounds_andEmptyOnlyWithoutCoverage(@ForAll("parts") List<PartScore> parts) {
        HealthScore score = HealthScore.of(parts);
        assertThat(score.coverage()).isBetween(0.0, 1.0);
        assertThat(score.score().isPresent()).isEqualTo(score.coverage() > 0);
        score.score()
                .ifPresent(value ->
                        assertThat(value).isBetween(0.0, score.breaches().isEmpty() ? 100 : HealthScore.CAP));
    }

    @Property
    void aWorsePart_neverRaisesTheScore(
            @ForAll("parts") List<PartScore> parts,
            @ForAll @IntRange(max = 6) int which,
            @ForAll @DoubleRange(min = 0, max = 1) double factor,
            @ForAll boolean breaks) {
        if (parts.get(which) instanceof PartScore.Known before) {
            List<PartScore> worse = new ArrayList<>(parts);
            worse.set(which, known(before.part(), before.value() * factor, before.breached() || breaks));
            assertThat(HealthScore.of(worse).score().orElseThrow())
                    .isLessThanOrEqualTo(HealthScore.of(parts).score().orElseThrow() + 1e-9);
        }
    }

    @Property
    void order_doesNotMatter(@ForAll("parts") List<PartScore> parts, @ForAll Random random) {
        List<PartScore> shuffled = new ArrayList<>(parts);
        Collections.shuffle(shuffled, random);
        assertThat(HealthScore.of(shuffled)).isEqualTo(HealthScore.of(parts));
    }

    // Unknown is neither 0 nor 100: it leaves the mean of the others alone, and lowers the coverage by its weight.
    @Property
    void unknownPart_lowersTheCoverageAlone(
            @ForAll("parts") List<PartScore> parts, @ForAll @IntRange(max = 6) int which) {
        List<PartScore> less = new ArrayList<>(parts);
        PartScore gone = less.remove(which);
        HealthScore with = HealthScore.of(parts);
        HealthScore without = HealthScore.of(less);
        assertThat(without.parts()).hasSameSizeAs(ScorePart.values());
        double weight = gone instanceof PartScore.Known ? gone.part().weight() / 100.0 : 0;
        assertThat(without.coverage()).isCloseTo(with.coverage() - weight, within(1e-9));
        if (weight == 0) {
            assertThat(without.score()).isEqualTo(with.score());
        }
    }

    @Property
    void equalParts_scoreWhatTheyScore(@ForAll @DoubleRange(min = 0, max = 100) double value) {
        assertThat(HealthScore.of(Arrays.stream(ScorePart.values())
                                .map(part -> known(part, value, false))
                                .toList())
                        .score()
                        .orElseThrow())
                .isCloseTo(value, within(1e-9));
    }

    private static double value(PartScore score) {
        return ((PartScore.Known) score).value();
    }

    @Property
    void formulas_fallWithTheirMeasure(
            @ForAll @LongRange(min = 20, max = 1_000_000) long all,
            @ForAll @DoubleRange(min = 0, max = 1) double one,
            @ForAll @DoubleRange(min = 0, max = 1) double other) {
        long fewer = Math.round(all * Math.min(one, other));
        long more = Math.round(all * Math.max(one, other));
        assertThat(value(PartFormulas.idCorrectness(all, more, false)))
                .isLessThanOrEqualTo(value(PartFormulas.idCorrectness(all, fewer, false)));
        assertThat(value(PartFormulas.stageAgreement(all, fewer)))
                .isLessThanOrEqualTo(value(PartFormulas.stageAgreement(all, more)));
        assertThat(value(PartFormulas.retrieval(all, fewer)))
                .isLessThanOrEqualTo(value(PartFormulas.retrieval(all, more)));
        assertThat(value(PartFormulas.migration(RunCondition.AT_WORK, all, more)))
                .isLessThanOrEqualTo(value(PartFormulas.migration(RunCondition.AT_WORK, all, fewer)));
        assertThat(value(PartFormulas.generation(all, more, OptionalDouble.of(1))))
                .isLessThanOrEqualTo(value(PartFormulas.generation(all, fewer, OptionalDouble.of(1))));
        assertThat(value(PartFormulas.generation(all, 0, OptionalDouble.of((double) more))))
                .isLessThanOrEqualTo(value(PartFormulas.generation(all, 0, OptionalDouble.of((double) fewer))));
    }

    @Test
    void formulas_atTheirPublishedPoints() {
        assertThat(value(PartFormulas.idCorrectness(100, 5, false))).isCloseTo(0, within(1e-9));
        assertThat(value(PartFormulas.idCorrectness(100, 1, false))).isCloseTo(50, within(1e-9));
        assertThat(value(PartFormulas.idCorrectness(100, 0, true))).isEqualTo(100);
        assertThat(value(PartFormulas.retrieval(100, 95))).isCloseTo(50, within(1e-9));
        assertThat(value(PartFormulas.retrieval(1_000, 995))).isCloseTo(100, within(1e-9));
        assertThat(value(PartFormulas.generation(10_000, 10, OptionalDouble.empty())))
                .isCloseTo(50, within(1e-9));
        assertThat(value(PartFormulas.generation(10_000, 0, OptionalDouble.of(500))))
                .isCloseTo(50, within(1e-9));
        assertThat(value(PartFormulas.migration(RunCondition.PAUSED, 1_000, 10)))
                .isCloseTo(60, within(1e-9));
        assertThat(value(PartFormulas.integrity(Map.of(Severity.HIGH, 2L, Severity.LOW, 1L))))
                .isEqualTo(58);
        assertThat(value(PartFormulas.database(Map.of(Severity.CRITICAL, 2L)))).isZero();
    }

    @Test
    void breaches_ofTheFormulas() {
        assertThat(HealthScore.of(List.of(
                                PartFormulas.idCorrectness(100, 0, true),
                                PartFormulas.retrieval(100, 94),
                                PartFormulas.stageAgreement(100, 89),
                                PartFormulas.database(Map.of(Severity.CRITICAL, 1L)),
                                PartFormulas.integrity(Map.of(Severity.HIGH, 1L)),
                                PartFormulas.migration(RunCondition.FAILED, 1, 0),
                                PartFormulas.generation(100, 2, OptionalDouble.empty())))
                        .breaches())
                .containsExactly(
                        ScorePart.ID_CORRECTNESS,
                        ScorePart.STAGE_AGREEMENT,
                        ScorePart.RETRIEVAL,
                        ScorePart.MIGRATION,
                        ScorePart.GENERATION,
                        ScorePart.DATABASE);
    }

    @Test
    void tooFewEvents_areUnknown() {
        assertThat(List.of(
                        PartFormulas.idCorrectness(0, 0, false),
                        PartFormulas.stageAgreement(19, 0),
                        PartFormulas.retrieval(19, 19),
                        PartFormulas.generation(0, 0, OptionalDouble.empty())))
                .allMatch(PartScore.Unknown.class::isInstance);
    }

    @Test
    void aPartTwice_isRefused() {
        PartScore part = known(ScorePart.DATABASE, 1, false);
        assertThatThrownBy(() -> HealthScore.of(List.of(part, part))).hasMessageContaining("DATABASE is there twice");
    }
}
