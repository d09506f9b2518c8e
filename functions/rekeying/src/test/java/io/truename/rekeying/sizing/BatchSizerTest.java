// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.rekeying.sizing.BatchResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BatchSizerTest {
    private static final Duration TARGET = Duration.ofSeconds(1);

    @Test
    void rows_growTwofoldWhileFarBelowTheTarget() {
        BatchSizer sizer = BatchSizer.first(TARGET);
        assertThat(sizer.rows()).isEqualTo(200);
        sizer = committed(sizer, 0.01);
        assertThat(sizer.rows()).isEqualTo(400);
        sizer = committed(sizer, 0.02);
        assertThat(sizer.rows()).isEqualTo(800);
    }

    @Test
    void rows_settleWhereABatchLastsTheTarget() {
        BatchSizer sizer = BatchSizer.first(TARGET);
        for (int i = 0; i < 100; i++) {
            sizer = committed(sizer, 0.1 + sizer.rows() / 10_000.0);
        }
        assertThat(sizer.rows()).isBetween(8_900, 9_100);
    }

    @Test
    void rows_shrinkAtOnceAndStayForThreeBatches() {
        BatchSizer sizer = settled();
        int before = sizer.rows();
        sizer = committed(sizer, sizer.rows() / 2_000.0);
        int after = sizer.rows();
        assertThat(after).isLessThan(before / 4);
        for (int i = 0; i < 2; i++) {
            sizer = committed(sizer, sizer.rows() / 10_000.0);
            assertThat(sizer.rows()).isLessThanOrEqualTo(after);
        }
    }

    @Test
    void rows_halveWhenCrowdedOut() {
        BatchSizer sizer = settled();
        int before = sizer.rows();
        sizer = sizer.after(new BatchResult(before, Duration.ofMillis(500), Outcome.CROWDED_OUT));
        assertThat(sizer.rows()).isEqualTo(before / 2);
        for (int i = 0; i < 3; i++) {
            assertThat(sizer.rows()).isEqualTo(before / 2);
            sizer = committed(sizer, sizer.rows() / 10_000.0);
        }
        sizer = committed(sizer, sizer.rows() / 10_000.0);
        assertThat(sizer.rows()).isGreaterThan(before / 2);
    }

    @Test
    void rows_asBeforeWhenTheFailureHasNothingToDoWithSize() {
        BatchSizer sizer = settled();
        assertThat(sizer.after(new BatchResult(sizer.rows(), Duration.ofSeconds(9), Outcome.FAILED))
                        .values())
                .isEqualTo(sizer.values());
    }

    @Test
    void values_ofAnEmptyStore() {
        assertThat(BatchSizer.of(TARGET, Map.of()).values())
                .isEqualTo(BatchSizer.first(TARGET).values());
    }

    @Test
    void result_negative() {
        assertThatThrownBy(() -> new BatchResult(-1, Duration.ZERO, Outcome.COMMITTED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void rows_staySaneWhateverHappens(@ForAll("results") List<BatchResult> results) {
        BatchSizer sizer = BatchSizer.first(TARGET);
        for (BatchResult result : results) {
            BatchSizer next = sizer.after(result);
            assertThat(next.rows()).isBetween(1, BatchSizer.MOST).isLessThanOrEqualTo(sizer.rows() * 2);
            if (result.outcome() == Outcome.CROWDED_OUT) {
                assertThat(next.rows()).isEqualTo(Math.max(1, sizer.rows() / 2));
            }
            assertThat(next.values().values())
                    .allSatisfy(value -> assertThat(value).isFinite());
            BatchSizer stored = BatchSizer.of(TARGET, next.values());
            assertThat(stored.values()).isEqualTo(next.values());
            assertThat(stored.rows()).isEqualTo(next.rows());
            sizer = next;
        }
    }

    @Provide
    Arbitrary<List<BatchResult>> results() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 300_000),
                        Arbitraries.longs().between(0, 60_000_000_000L),
                        Arbitraries.of(Outcome.class))
                .as((rows, nanos, outcome) -> new BatchResult(rows, Duration.ofNanos(nanos), outcome))
                .list()
                .ofMaxSize(60);
    }

    private static BatchSizer settled() {
        BatchSizer sizer = BatchSizer.first(TARGET);
        for (int i = 0; i < 50; i++) {
            sizer = committed(sizer, sizer.rows() / 10_000.0);
        }
        return sizer;
    }

    private static BatchSizer committed(BatchSizer sizer, double seconds) {
        return sizer.after(new BatchResult(sizer.rows(), Duration.ofNanos((long) (seconds * 1e9)), Outcome.COMMITTED));
    }
}
