// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.costing.budget.BudgetNotification;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Notifications of budgets for tests. */
final class Notifications {
    static final Instant NOVEMBER = Instant.parse("2026-11-01T07:00:00Z");

    private Notifications() {}

    static BudgetNotification of(String budget, Instant periodStart, String cost, String threshold, Instant at) {
        return new BudgetNotification(
                "01D4EE-079462-DFD6EC",
                budget,
                "Production",
                new BigDecimal(cost),
                periodStart,
                new BigDecimal("100.50"),
                "USD",
                threshold.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(threshold)),
                threshold.isEmpty() ? Optional.of(new BigDecimal("0.9")) : Optional.empty(),
                at);
    }
}
