// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.costing.cost.CostRow;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.reporting.CostStore.Known;
import io.truename.postgres.reporting.CostStore.Question;
import io.truename.postgres.reporting.ReportStore;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.State;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.money.BudgetSections;
import io.truename.report.money.Money;
import io.truename.report.money.RequestCounts;
import io.truename.reviewing.reliability.ReportWindow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reader of the costs of a window. */
final class CostReader {
    private static final String REQUESTS = "run-requests";

    /** Reports among which one of the days is looked for. */
    private static final int MOST = 20;

    private final Database database;
    private final Money money;
    private final ReportStore reports;
    private final ZoneId zone;

    /** {@code zone} of the readers. */
    CostReader(Database database, Money money, ReportStore reports, ZoneId zone) {
        this.database = database;
        this.money = money;
        this.reports = reports;
        this.zone = zone;
    }

    /** Counts requests of a time. */
    interface Requests {
        Map<String, RequestCounts.Counted> between(Instant from, Instant until);
    }

    /** Reads the costs of a window. */
    WeekCosts read(ReportWindow window, ReportWindow before, Instant now, Requests requests) {
        BillDays days = BillDays.of(window, zone);
        BillDays daysBefore = days.before(before, zone);
        Optional<Instant> billed = database.with(session ->
                money.costs().known(session, days.begin(), days.end()).map(Known::newest));
        Instant end = billed.filter(known -> known.isBefore(days.end())).orElse(days.end());
        // Metrics take long to read: no connection waits for them.
        Map<String, RequestCounts.Counted> counted =
                billed.isPresent() ? requests.between(days.begin(), end) : Map.of();
        Instant at = window.until().isAfter(now) ? now : window.until().minusMillis(1);
        return database.with(session -> new WeekCosts(
                days,
                daysBefore,
                now,
                at,
                billed,
                rows(session, days),
                rows(session, daysBefore),
                money.budgets().ledger(session, at.minus(BudgetSections.TOLD)),
                counted,
                money.prices().table(session, List.of(REQUESTS)).find(REQUESTS, LocalDate.ofInstant(at, zone)),
                reportOf(session, days)));
    }

    private List<CostRow> rows(Session session, BillDays days) {
        return money.costs().sums(session, new Question(days.begin(), days.end(), Optional.empty(), List.of()));
    }

    private Optional<Stored> reportOf(Session session, BillDays days) {
        return reports.list(session, Optional.of(Kind.COST), MOST, Optional.empty()).items().stream()
                .filter(report -> report.state() == State.READY
                        && report.order().from().isBefore(days.end())
                        && report.order().until().isAfter(days.begin()))
                .findFirst();
    }
}
