// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.costing.savings.CountedLedger.Differing;
import io.truename.costing.savings.SavingsLedger.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedLedgerTest {
    private static final CountedLedger ONE = new CountedLedger(
            SavingsLedger.ofContent(10, List.of(2L, 1L)),
            true,
            new Line(3, 30),
            new Line(1, 5),
            2,
            new Differing(1, new Line(4, 41)));

    @Test
    void documents_areThoseOfTheLedgerAndThoseBeside() {
        assertThat(ONE.besides()).isEqualTo(10);
        assertThat(ONE.documents()).isEqualTo(13);
    }

    @Test
    void sum_isTheSameInAnyOrder() {
        CountedLedger other = CountedLedger.empty(true).plus(ONE).plus(ONE);
        assertThat(ONE.plus(other)).isEqualTo(other.plus(ONE));
        assertThat(ONE.plus(other).documents()).isEqualTo(39);
        assertThat(ONE.plus(other).differing()).isEqualTo(new Differing(3, new Line(12, 123)));
    }

    @Test
    void sum_ofSizedAndNotSized_wouldMissBytes() {
        assertThatThrownBy(() -> ONE.plus(CountedLedger.empty(false))).hasMessageStartingWith("sized:");
    }

    @Test
    void impossible_isRefused() {
        assertThatThrownBy(() -> new Differing(2, new Line(3, 1))).hasMessageStartingWith("contents, documents:");
        assertThatThrownBy(() -> new CountedLedger(
                        SavingsLedger.EMPTY, true, new Line(0, 0), new Line(0, 0), -1, Differing.NONE))
                .hasMessageStartingWith("withoutSize:");
    }
}
