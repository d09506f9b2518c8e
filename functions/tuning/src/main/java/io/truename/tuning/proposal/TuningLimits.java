// SPDX-License-Identifier: Apache-2.0
package io.truename.tuning.proposal;

import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.guard.ErrorBudget;
import io.truename.tuning.guard.GuardLimits;
import java.util.List;

/**
 * Limits that a proposal must keep to, and the facts that it is judged by.
 *
 * @param guards of the alert
 * @param incidentOpen whether an incident of the alert is open
 * @param budget of its objective
 * @param excluded windows of incidents that people call real, and of work on the system: nothing is made from their values, and their
 *     hours are neither clean nor false
 * @param seed of the injected incidents
 */
public record TuningLimits(
        GuardLimits guards, boolean incidentOpen, ErrorBudget budget, List<TimeWindow> excluded, long seed) {
    /** For an alert of which nothing else is known. */
    public static final TuningLimits USUAL = new TuningLimits(GuardLimits.USUAL, false, ErrorBudget.NONE, List.of(), 1);

    public TuningLimits {
        excluded = List.copyOf(excluded);
    }

    /** Whether anything may be loosened: no threshold, and no duration either. */
    boolean mayLoosen() {
        return !incidentOpen && !budget.isLow();
    }
}
