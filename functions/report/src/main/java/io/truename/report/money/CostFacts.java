// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetPeriod;
import io.truename.costing.cost.CostRow;
import io.truename.costing.optimisation.Optimisation;
import io.truename.costing.price.PriceTable;
import io.truename.history.BilledHistory;
import io.truename.postgres.reporting.CostStore.Steady;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts of a cost report.
 *
 * @param until exclusive
 * @param now time of the report
 * @param at last moment of the time that has passed
 * @param rows sums of billed costs of the time
 * @param label key of the label by whose values costs are told, besides those of functions
 * @param before begin of the time before, which ends where this one begins
 * @param earlier sums of billed costs of it
 * @param billedUntil end of the newest usage that was billed; empty without a row
 * @param day whose prices hold
 * @param requests by function; empty if nobody counts
 * @param minimumInstances by function, as the installation keeps them
 * @param steady use of services that never stops
 * @param use of logs, caches, servers and topics; empty if nobody measures
 */
record CostFacts(
        Instant from,
        Instant until,
        Instant now,
        Instant at,
        List<CostRow> rows,
        Optional<String> label,
        Instant before,
        List<CostRow> earlier,
        Optional<Instant> billedUntil,
        BudgetLedger budgets,
        BudgetPeriod period,
        PriceTable prices,
        LocalDate day,
        Optional<Map<String, RequestCounts.Counted>> requests,
        Map<String, Integer> minimumInstances,
        List<Steady> steady,
        Optional<BilledHistory.Use> use,
        List<Followed> followed) {
    CostFacts {
        rows = List.copyOf(rows);
        earlier = List.copyOf(earlier);
        steady = List.copyOf(steady);
        followed = List.copyOf(followed);
    }

    /**
     * A recommendation of an earlier report.
     *
     * @param dailyBefore net cost of a day in its evidence
     * @param dailyAfter net cost of a day since it was carried out
     * @param until end of the costs that are known
     */
    record Followed(
            Optimisation proposed,
            Optional<Instant> appliedAt,
            BigDecimal dailyBefore,
            BigDecimal dailyAfter,
            Instant until) {}
}
