// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.costing.savings.AvoidedWork.Step;
import org.junit.jupiter.api.Test;

class AvoidedWorkTest {
    @Test
    void outcomes_addUp_count() {
        AvoidedWork work = new AvoidedWork(Step.EMBED, 10, 6, 3, 1, 4500);

        assertThat(work.reconciled()).isTrue();
        assertThat(work.countedUnits()).isEqualTo(4500);
        assertThat(work.reconciliation()).isEqualTo("embed: 10 attempts = 6 stored + 3 skipped + 1 failed");
    }

    @Test
    void outcomes_missing_nothingIsAvoided() {
        AvoidedWork work = new AvoidedWork(Step.EMBED, 10, 6, 2, 1, 3000);

        assertThat(work.countedUnits()).isZero();
        assertThat(work.reconciliation()).contains("1 attempts have no outcome");
    }

    // Two errors in two hours must not hide each other from the hour, but the week may still add up: late outcomes.
    @Test
    void lateOutcomes_reconcileOverTheWholeTime() {
        AvoidedWork first = new AvoidedWork(Step.UPLOAD, 10, 9, 0, 0, 0);
        AvoidedWork second = new AvoidedWork(Step.UPLOAD, 10, 9, 2, 0, 700);

        assertThat(second.reconciliation()).contains("1 outcomes have no attempt");
        assertThat(first.plus(second).countedUnits()).isEqualTo(700);
    }
}
