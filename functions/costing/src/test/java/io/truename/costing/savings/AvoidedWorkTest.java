// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.savings.AvoidedWork.Amount;
import io.truename.costing.savings.AvoidedWork.Step;
import io.truename.costing.savings.AvoidedWork.Unit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AvoidedWorkTest {
    private static AvoidedWork embed(long attempts, long stored, long skipped, long failed, long notTold, long tokens) {
        return new AvoidedWork(
                Step.EMBED,
                attempts,
                stored,
                skipped,
                failed,
                notTold,
                Map.of(Unit.TOKENS, new Amount(skipped, BigInteger.valueOf(tokens))));
    }

    @Test
    void outcomes_addUp_count() {
        AvoidedWork work = embed(10, 6, 3, 1, 0, 4500);

        assertThat(work.reconciled()).isTrue();
        assertThat(work.counted(Unit.TOKENS)).contains(BigInteger.valueOf(4500));
        assertThat(work.reconciliation())
                .isEqualTo("embed: 10 attempts = 6 stored + 3 skipped + 1 failed + 0 not told");
        assertThat(work.remainder(Unit.TOKENS)).isEmpty();
    }

    @Test
    void outcomes_thatDoNotAddUp_nothingIsAvoided() {
        AvoidedWork work = embed(10, 6, 2, 1, 0, 3000);

        assertThat(work.counted(Unit.TOKENS)).isEmpty();
        assertThat(work.reconciliation()).contains("1 attempts have no outcome");
    }

    // Old events say nothing of an outcome: what others said still counts, as the least there was.
    @Test
    void outcomes_notTold_areNamed_andSkipsCount() {
        AvoidedWork work = embed(10, 4, 2, 1, 3, 3000);

        assertThat(work.counted(Unit.TOKENS)).contains(BigInteger.valueOf(3000));
        assertThat(work.remainder(Unit.TOKENS)).isEqualTo("At least: 3 of 10 attempts told no outcome.");
    }

    @Test
    void outcomes_toldByNobody_areNotZero() {
        assertThat(embed(10, 0, 0, 0, 10, 0).counted(Unit.TOKENS)).isEmpty();
        assertThat(embed(10, 9, 0, 0, 1, 0).counted(Unit.TOKENS)).contains(BigInteger.ZERO);
    }

    @Test
    void skips_thatDidNotTellTheirWork_areNotZero() {
        AvoidedWork silent = new AvoidedWork(Step.PARSE, 5, 2, 3, 0, 0, Map.of());
        AvoidedWork half =
                new AvoidedWork(Step.PARSE, 5, 2, 3, 0, 0, Map.of(Unit.PAGES, new Amount(1, BigInteger.valueOf(12))));

        assertThat(silent.counted(Unit.PAGES)).isEmpty();
        assertThat(half.counted(Unit.PAGES)).contains(BigInteger.valueOf(12));
        assertThat(half.counted(Unit.BYTES)).isEmpty();
        assertThat(half.remainder(Unit.BYTES)).isEqualTo("Not known: 3 of 3 skips did not tell their bytes.");
        assertThat(half.remainder(Unit.PAGES)).isEqualTo("At least: 2 of 3 skips did not tell their pages.");
    }

    @Test
    void skips_moreThanThereWere_nothingIsAvoided() {
        AvoidedWork work =
                new AvoidedWork(Step.UPLOAD, 2, 1, 1, 0, 0, Map.of(Unit.BYTES, new Amount(2, BigInteger.valueOf(12))));

        assertThat(work.counted(Unit.BYTES)).isEmpty();
        assertThat(work.reconciliation()).contains("none counts as avoided");
        assertThatThrownBy(() -> new AvoidedWork(Step.UPLOAD, 1, 1, 0, 0, 0, Map.of(Unit.TOKENS, Amount.NONE)))
                .hasMessageContaining("TOKENS");
    }

    // Two errors in two hours must not hide each other from the hour, but the week may still add up: late outcomes.
    @Test
    void lateOutcomes_reconcileOverTheWholeTime() {
        AvoidedWork first = new AvoidedWork(Step.UPLOAD, 10, 9, 0, 0, 0, Map.of());
        AvoidedWork second = new AvoidedWork(
                Step.UPLOAD, 10, 9, 2, 0, 0, Map.of(Unit.BYTES, new Amount(2, BigInteger.valueOf(700))));

        assertThat(second.reconciliation()).contains("1 outcomes have no attempt");
        assertThat(first.plus(second).counted(Unit.BYTES)).contains(BigInteger.valueOf(700));
    }

    // Hours arrive and are added in any order, and by several instances.
    @Property
    void sums_inAnyOrderAndGrouping_areTheSame_andReconcile(
            @ForAll @Size(min = 1, max = 12) List<@From("hours") AvoidedWork> hours, @ForAll Random random) {
        List<AvoidedWork> shuffled = new ArrayList<>(hours);
        Collections.shuffle(shuffled, random);
        AvoidedWork sum = hours.stream().reduce(AvoidedWork::plus).orElseThrow();
        AvoidedWork other = shuffled.remove(0);
        while (!shuffled.isEmpty()) {
            int group = 1 + random.nextInt(shuffled.size());
            other = other.plus(shuffled.subList(0, group).stream()
                    .reduce(AvoidedWork::plus)
                    .orElseThrow());
            shuffled.subList(0, group).clear();
        }

        assertThat(other).isEqualTo(sum);
        assertThat(sum.reconciled()).isTrue();
        assertThat(sum.attempts()).isEqualTo(sum.stored() + sum.skipped() + sum.failed() + sum.notTold());
    }

    @Provide
    Arbitrary<AvoidedWork> hours() {
        Arbitrary<Long> counts = Arbitraries.longs().between(0, 1_000_000);
        return Combinators.combine(
                        counts, counts, counts, counts, Arbitraries.longs().between(0, Long.MAX_VALUE))
                .as((stored, skipped, failed, notTold, bytes) -> new AvoidedWork(
                        Step.UPLOAD,
                        stored + skipped + failed + notTold,
                        stored,
                        skipped,
                        failed,
                        notTold,
                        skipped == 0 ? Map.of() : Map.of(Unit.BYTES, new Amount(skipped, BigInteger.valueOf(bytes)))));
    }
}
