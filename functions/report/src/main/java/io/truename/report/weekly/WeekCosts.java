// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetPace;
import io.truename.costing.cost.CostRow;
import io.truename.costing.price.Price;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.money.RequestCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Costs of a production report.
 *
 * @param days of the bill
 * @param daysBefore those of the window before
 * @param now time of the report
 * @param at last moment of the window that has passed, for budgets
 * @param billedUntil end of the newest usage that was billed; empty without a row
 * @param rows sums of billed costs of the days
 * @param earlier likewise of the days before
 * @param requests by function, of the days as far as they were billed
 * @param eachRequest price of a request, if the table has one
 * @param report the newest cost report that has a day of them
 */
record WeekCosts(
        BillDays days,
        BillDays daysBefore,
        Instant now,
        Instant at,
        Optional<Instant> billedUntil,
        List<CostRow> rows,
        List<CostRow> earlier,
        BudgetLedger budgets,
        Map<String, RequestCounts.Counted> requests,
        Optional<Price> eachRequest,
        Optional<Stored> report) {
    WeekCosts {
        rows = List.copyOf(rows);
        earlier = List.copyOf(earlier);
        requests = Map.copyOf(requests);
    }

    /** End of the billed part of the days. */
    Instant end() {
        Instant known = billedUntil.orElse(days.begin());
        return known.isBefore(days.end()) ? known : days.end();
    }

    /** Whether all of the days is billed, as far as exports tell. */
    boolean whole() {
        return !end().isBefore(days.end());
    }

    /** Whether so much of the days is missing that their sum does not stand for them: more than a day, of those that have passed. */
    boolean stale() {
        Instant passed = days.end().isBefore(now) ? days.end() : now;
        return end().plus(BudgetPace.STALE_AFTER).isBefore(passed);
    }

    long requestCount() {
        return requests.values().stream()
                .mapToLong(RequestCounts.Counted::total)
                .sum();
    }
}
