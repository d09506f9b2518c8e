// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.costing.budget.BudgetPeriod;
import io.truename.costing.cost.BillCheck;
import io.truename.costing.cost.CostBreakdown;
import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.CostSections;
import io.truename.costing.cost.RequestCost;
import io.truename.costing.optimisation.FollowUp;
import io.truename.costing.optimisation.OptimisationRanking;
import io.truename.costing.optimisation.OptimisationSections;
import io.truename.costing.optimisation.ScopeCosts;
import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Cost report: against budget and the time before, by service and function, of a request, against prices, and the optimisations that lower
 * it. Pure; long, because it has a method for each section.
 *
 * @param ranking what it proposes
 */
record CostReport(Report report, OptimisationRanking ranking, String currency) {
    private static final String SOURCE = "billing export";
    private static final int MOST_LINES = 50;

    /**
     * The report of some facts.
     *
     * @throws IllegalArgumentException if rows have several currencies, or are in two exports
     */
    static CostReport of(CostFacts facts) {
        CostBreakdown byService = CostBreakdown.byService(facts.rows());
        OptimisationRanking ranking = CostOptimisations.of(facts);
        List<Section> sections = new ArrayList<>();
        coverage(facts).ifPresent(sections::add);
        sections.addAll(BudgetSections.of(facts.budgets(), facts.period(), facts.at()));
        sections.add(change(facts, byService));
        sections.add(CostSections.breakdown("byService", "By service", byService));
        sections.add(CostSections.breakdown(
                "byFunction", "By function", CostBreakdown.byLabel(facts.rows(), ScopeCosts.FUNCTION)));
        facts.label()
                .ifPresent(label -> sections.add(CostSections.breakdown(
                        "byLabel",
                        "By label " + label,
                        CostBreakdown.byLabel(facts.rows(), label).most(MOST_LINES))));
        sections.add(request(facts));
        facts.requests().ifPresent(requests -> sections.add(ofFunctions(facts, requests, byService.currency())));
        sections.addAll(bill(facts));
        sections.add(OptimisationSections.ranking(ranking, byService.currency()));
        sections.add(OptimisationSections.followUps(followUps(facts), byService.currency()));
        return new CostReport(
                new Report("cost", title(facts), lead(facts, byService), facts.now(), sections),
                ranking,
                byService.currency());
    }

    private static String title(CostFacts facts) {
        return "Costs from " + LocalDate.ofInstant(facts.from(), BudgetPeriod.ZONE) + " to "
                + LocalDate.ofInstant(facts.until().minusNanos(1), BudgetPeriod.ZONE);
    }

    private static String lead(CostFacts facts, CostBreakdown all) {
        if (facts.rows().isEmpty()) {
            return "No billed cost is known of this time: import a billing export with POST /costs.";
        }
        Optional<BigDecimal> earlier = net(facts.earlier());
        String change = earlier.filter(before -> before.signum() > 0)
                .map(before -> ", "
                        + Value.share(Math.abs(ratio(all.net().subtract(before), before)))
                                .forPeople()
                        + (all.net().compareTo(before) >= 0 ? " more" : " less") + " than in the time before")
                .orElse("");
        return "The bill is " + Value.money(all.net(), all.currency()).forPeople() + change + ".";
    }

    private static Optional<BigDecimal> net(List<CostRow> rows) {
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(rows.stream().map(CostRow::net).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static double ratio(BigDecimal part, BigDecimal whole) {
        return part.divide(whole, MathContext.DECIMAL64).doubleValue();
    }

    private static Optional<Section> coverage(CostFacts facts) {
        return facts.billedUntil()
                .filter(newest -> newest.isBefore(facts.until()))
                .map(newest -> new Section.Prose(
                        "coverage",
                        "Not the whole time",
                        "Costs come hours to days after their usage.",
                        List.of("Costs are known until " + newest + "; the time ends at " + facts.until() + ".")));
    }

    private static Section change(CostFacts facts, CostBreakdown all) {
        Optional<BigDecimal> now = net(facts.rows());
        Optional<BigDecimal> before = net(facts.earlier());
        Provenance of = provenance(facts);
        Provenance then = new Provenance(facts.before(), facts.from(), SOURCE, asOf(facts));
        return new Section.Figures(
                "change",
                "Against the time before",
                "Net: cost and credits.",
                List.of(
                        new Figure(
                                "net",
                                "Net cost",
                                money(now, all.currency()),
                                "What is billed.",
                                of.measured("sum of cost + credits")),
                        new Figure(
                                "before",
                                "Net cost before",
                                money(before, all.currency()),
                                "In the time before.",
                                then.measured("sum of cost + credits")),
                        new Figure(
                                "change",
                                "Change",
                                now.isPresent()
                                                && before.filter(cost -> cost.signum() > 0)
                                                        .isPresent()
                                        ? Value.share(ratio(now.get().subtract(before.get()), before.get()))
                                        : Value.absent(Absence.NO_DATA),
                                "Above 0: more than before.",
                                of.measured(
                                        "(net cost - net cost before) / net cost before",
                                        Provenance.input("net cost", money(now, all.currency())),
                                        Provenance.input("net cost before", money(before, all.currency()))))));
    }

    private static Value money(Optional<BigDecimal> amount, String currency) {
        return amount.<Value>map(known -> Value.money(known, currency)).orElse(Value.absent(Absence.NO_DATA));
    }

    private static Provenance provenance(CostFacts facts) {
        return new Provenance(facts.from(), facts.until(), SOURCE, asOf(facts));
    }

    private static Instant asOf(CostFacts facts) {
        return facts.billedUntil().orElse(facts.from());
    }

    private static Section request(CostFacts facts) {
        String meaning = "Idle instances and databases are in the full cost and in no marginal one.";
        if (facts.requests().isEmpty() || facts.rows().isEmpty()) {
            return new Section.Figures(
                    "perRequest",
                    "Cost of a request",
                    meaning,
                    List.of(new Figure(
                            "costPerRequest",
                            "Cost per request, full",
                            Value.absent(Absence.NO_DATA),
                            facts.rows().isEmpty() ? "No billed cost is known." : "Nobody counts requests.")));
        }
        long total = facts.requests().get().values().stream()
                .mapToLong(RequestCounts.Counted::total)
                .sum();
        return new Section.Figures(
                "perRequest",
                "Cost of a request",
                meaning,
                RequestCost.of(facts.rows(), total).figures(provenance(facts)));
    }

    private static Section ofFunctions(CostFacts facts, Map<String, RequestCounts.Counted> requests, String currency) {
        Set<String> functions = new TreeSet<>(requests.keySet());
        facts.rows().forEach(row -> functions.add(row.labels().getOrDefault(ScopeCosts.FUNCTION, "")));
        functions.remove("");
        List<List<Value>> rows = functions.stream()
                .map(function -> {
                    List<CostRow> its = facts.rows().stream()
                            .filter(row -> row.labels()
                                    .getOrDefault(ScopeCosts.FUNCTION, "")
                                    .equals(function))
                            .toList();
                    RequestCost cost = RequestCost.of(
                            its,
                            Optional.ofNullable(requests.get(function))
                                    .map(RequestCounts.Counted::total)
                                    .orElse(0L));
                    return List.of(
                            Value.of(function),
                            Value.count(cost.requests()),
                            its.isEmpty() ? Value.absent(Absence.NO_DATA) : Value.money(cost.total(), currency),
                            Value.money(cost.idle(), currency),
                            each(cost.full(), its, currency),
                            each(cost.marginal(), its, currency));
                })
                .toList();
        return new Section.Table(
                "perFunction",
                "Cost of a request, by function",
                "Costs with the label function; what has none is in no line.",
                List.of(
                        new Column("function", "Function"),
                        new Column("requests", "Requests"),
                        new Column("net", "Net"),
                        new Column("idle", "Idle"),
                        new Column("full", "Full", "net / requests"),
                        new Column("marginal", "Marginal", "net that follows requests / requests")),
                rows);
    }

    private static Value each(Optional<BigDecimal> amount, List<CostRow> rows, String currency) {
        return rows.isEmpty()
                ? Value.absent(Absence.NO_DATA)
                : amount.<Value>map(known -> Value.money(known, currency)).orElse(Value.absent(Absence.NO_TRAFFIC));
    }

    /** Tiers count by account and month: a bill of several would not fit its prices. */
    private static List<Section> bill(CostFacts facts) {
        boolean oneMonth = BudgetPeriod.MONTH
                .start(facts.from())
                .equals(BudgetPeriod.MONTH.start(facts.until().minusMillis(1)));
        Set<String> accounts =
                facts.rows().stream().map(CostRow::account).collect(Collectors.toCollection(TreeSet::new));
        if (accounts.size() == 1 && oneMonth) {
            return CostSections.billCheck(BillCheck.of(facts.rows(), facts.prices(), facts.day()));
        }
        return List.of(
                new Section.Prose(
                        "billCheck",
                        "Bill against prices",
                        "Tiers of prices count by billing account and month, in US Pacific time.",
                        List.of(
                                facts.rows().isEmpty()
                                        ? "There is no bill to check."
                                        : "The time is not within one month of one account, so its bill cannot be compared with prices.")));
    }

    private static List<FollowUp> followUps(CostFacts facts) {
        return facts.followed().stream()
                .map(each -> FollowUp.of(
                        each.proposed(), each.appliedAt(), each.dailyBefore(), each.dailyAfter(), each.until()))
                .toList();
    }
}
