// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.catalog.Catalog;
import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetPeriod;
import io.truename.costing.cost.CostRow;
import io.truename.costing.optimisation.ScopeCosts;
import io.truename.costing.price.PriceTable;
import io.truename.history.BilledHistory;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.reporting.CostStore.Known;
import io.truename.postgres.reporting.CostStore.Question;
import io.truename.postgres.reporting.RecommendationStore.Recommendation;
import io.truename.postgres.reporting.ReportStore.Stored;
import io.truename.report.making.CannotMakeException;
import io.truename.report.making.ReportMaker;
import io.truename.reporting.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Maker of the cost report: reads the known facts, and leaves the rest to {@link CostReport}. */
public final class CostMaker implements ReportMaker {
    /** Recommendations are followed up for so long. */
    public static final Duration FOLLOWED = Duration.ofDays(60);

    private final Database database;
    private final Money money;
    private final RequestCounts requests;
    private final BilledUse use;
    private final Supplier<Catalog> catalog;
    private final ZoneId zone;
    private final Clock clock;

    /** {@code zone} of the readers. */
    public CostMaker(
            Database database,
            Money money,
            RequestCounts requests,
            BilledUse use,
            Supplier<Catalog> catalog,
            ZoneId zone,
            Clock clock) {
        this.database = database;
        this.money = money;
        this.requests = requests;
        this.use = use;
        this.catalog = catalog;
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Report make(Stored stored) {
        Instant from = stored.order().from();
        Instant until = stored.order().until();
        Instant now = clock.instant();
        Optional<Map<String, RequestCounts.Counted>> served = requests.read(from, until);
        Optional<BilledHistory.Use> used = use.read(from, until);
        Optional<String> label = CostOptions.read(stored.order().options()).label();
        CostFacts facts = database.with(session -> facts(session, from, until, label, now, served, used));
        CostReport report;
        try {
            report = CostReport.of(facts);
        } catch (IllegalArgumentException cannotBeAdded) {
            throw new CannotMakeException("The costs cannot be added: " + cannotBeAdded.getMessage() + ".");
        }
        // A report that is made again after a kill replaces what it proposed.
        database.inTransaction(session -> {
            money.recommendations().keep(session, stored.id(), report.ranking().ranked(), report.currency(), now);
            return true;
        });
        return report.report();
    }

    private CostFacts facts(
            Session session,
            Instant from,
            Instant until,
            Optional<String> label,
            Instant now,
            Optional<Map<String, RequestCounts.Counted>> served,
            Optional<BilledHistory.Use> used) {
        List<CostRow> rows = rows(session, from, until, label);
        Optional<Known> known = money.costs().known(session, from, until);
        Instant before = before(from, until);
        Instant at = until.isAfter(now) ? now : until.minusMillis(1);
        BudgetLedger budgets = money.budgets().ledger(session, at.minus(BudgetSections.TOLD));
        List<String> skus = rows.stream().map(CostRow::sku).distinct().toList();
        PriceTable prices = money.prices().table(session, skus);
        return new CostFacts(
                from,
                until,
                now,
                at,
                rows,
                label,
                before,
                rows(session, before, from),
                known.map(Known::newest),
                budgets,
                BudgetPeriod.MONTH,
                prices,
                LocalDate.ofInstant(at, zone),
                served,
                minimumInstances(),
                money.costs().steady(session, from, until, CostOptimisations.COMMITTABLE.keySet()),
                used,
                followed(session, until));
    }

    private List<CostRow> rows(Session session, Instant from, Instant until) {
        return rows(session, from, until, Optional.empty());
    }

    private List<CostRow> rows(Session session, Instant from, Instant until, Optional<String> label) {
        List<String> labels = Stream.concat(Stream.of(ScopeCosts.FUNCTION), label.stream())
                .distinct()
                .toList();
        return money.costs().sums(session, new Question(from, until, Optional.empty(), labels));
    }

    /** Begin of the time before: the month before a calendar month in the zone, or as long a time. */
    private Instant before(Instant from, Instant until) {
        LocalDate begin = LocalDate.ofInstant(from, zone);
        boolean month = begin.getDayOfMonth() == 1
                && begin.atStartOfDay(zone).toInstant().equals(from)
                && begin.plusMonths(1).atStartOfDay(zone).toInstant().equals(until);
        return month ? begin.minusMonths(1).atStartOfDay(zone).toInstant() : from.minus(Duration.between(from, until));
    }

    private Map<String, Integer> minimumInstances() {
        Map<String, Integer> fewest = new TreeMap<>();
        catalog.get()
                .functions()
                .forEach((name, function) -> fewest.put(name, function.scaling().fewest()));
        return fewest;
    }

    private List<CostFacts.Followed> followed(Session session, Instant until) {
        List<CostFacts.Followed> followed = new ArrayList<>();
        for (Recommendation each : money.recommendations().proposed(session, until.minus(FOLLOWED), until)) {
            Instant since = each.appliedAt().orElse(until);
            Instant evidenceFrom = each.optimisation().evidenceFrom();
            Instant evidenceUntil = each.optimisation().evidenceUntil();
            Instant end = money.costs()
                    .known(session, since, until)
                    .map(Known::newest)
                    .filter(newest -> newest.isAfter(since))
                    .orElse(since);
            followed.add(new CostFacts.Followed(
                    each.optimisation(),
                    each.appliedAt(),
                    ScopeCosts.daily(
                            each.optimisation(),
                            rows(session, evidenceFrom, evidenceUntil),
                            evidenceFrom,
                            evidenceUntil),
                    ScopeCosts.daily(each.optimisation(), rows(session, since, end), since, end),
                    end));
        }
        return followed;
    }
}
