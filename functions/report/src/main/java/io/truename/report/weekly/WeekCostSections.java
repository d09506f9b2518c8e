// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.costing.budget.BudgetPeriod;
import io.truename.costing.cost.CostBreakdown;
import io.truename.costing.cost.CostRow;
import io.truename.costing.cost.RequestCost;
import io.truename.report.money.BudgetSections;
import io.truename.reporting.Absence;
import io.truename.reporting.Provenance;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import io.truename.reviewing.arithmetic.Claim;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Sections of a production report on money: budgets, and the cost of the days, by themselves and for each request. */
final class WeekCostSections {
    private static final String SOURCE = "billing export";

    private WeekCostSections() {}

    /** Budgets first, then costs. */
    static List<Section> of(WeekCosts costs) {
        List<Section> sections = new ArrayList<>(BudgetSections.of(costs.budgets(), BudgetPeriod.MONTH, costs.at()));
        sections.add(costs(costs));
        return sections;
    }

    private static Section costs(WeekCosts costs) {
        try {
            return new Section.Figures("costs", "Costs", meaning(costs), figures(costs));
        } catch (IllegalArgumentException cannotBeAdded) {
            return new Section.Prose(
                    "costs",
                    "Costs",
                    meaning(costs),
                    List.of("The costs cannot be added: " + cannotBeAdded.getMessage() + "."));
        }
    }

    private static String meaning(WeekCosts costs) {
        return "Net, on the days from " + costs.days().from() + " until "
                + costs.days().until().minusDays(1) + " by the clock of the bill, US Pacific time."
                + (costs.whole() || costs.billedUntil().isEmpty() ? "" : " Billed until " + costs.end() + ".")
                + costs.report()
                        .map(report -> " The cost report: GET /functions/report/reports/" + report.id() + ".")
                        .orElse("");
    }

    private static List<Figure> figures(WeekCosts costs) {
        CostBreakdown now = CostBreakdown.byService(costs.rows());
        CostBreakdown before = CostBreakdown.byService(costs.earlier());
        // Of several currencies neither is a share of the other.
        boolean comparable = costs.rows().isEmpty()
                || costs.earlier().isEmpty()
                || now.currency().equals(before.currency());
        Provenance of = new Provenance(costs.days().begin(), costs.days().end(), SOURCE, costs.end());
        Provenance then = new Provenance(
                costs.daysBefore().begin(),
                costs.daysBefore().end(),
                SOURCE,
                costs.daysBefore().end());
        Value net = money(costs.rows(), now, costs.stale());
        Value earlier = money(costs.earlier(), before, false);
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("netCost", "Net cost", net, word(costs), of.measured("sum of cost + credits")),
                new Figure(
                        "netCostBefore",
                        "Net cost before",
                        earlier,
                        "Of the days of the window before.",
                        then.measured("sum of cost + credits")),
                new Figure(
                        "costChange",
                        "Change",
                        comparable && costs.whole()
                                ? change(costs, now.net(), before.net())
                                : Value.absent(Absence.NO_DATA),
                        costs.whole() || costs.rows().isEmpty()
                                ? "Above 0: more than before."
                                : "Not before all of the days is billed.",
                        of.measured(
                                "(net cost - net cost before) / net cost before",
                                Provenance.input("net cost", net),
                                Provenance.input("net cost before", earlier)))));
        figures.addAll(each(costs, of));
        return figures;
    }

    private static String word(WeekCosts costs) {
        return costs.rows().isEmpty()
                ? "No billed cost is known: import a billing export with POST /costs."
                : costs.stale() ? "The newest billed usage is of " + costs.end() + "." : "What is billed.";
    }

    private static Value money(Collection<CostRow> rows, CostBreakdown of, boolean stale) {
        return rows.isEmpty()
                ? Value.absent(Absence.NO_DATA)
                : stale ? Value.absent(Absence.STALE) : Value.money(of.net(), of.currency());
    }

    private static Value change(WeekCosts costs, BigDecimal now, BigDecimal before) {
        return costs.rows().isEmpty() || costs.earlier().isEmpty() || before.signum() <= 0
                ? Value.absent(Absence.NO_DATA)
                : Value.share(now.subtract(before)
                        .divide(before, MathContext.DECIMAL64)
                        .doubleValue());
    }

    /** Costs of a request: of all that is billed, by the requests of the same time. */
    private static List<Figure> each(WeekCosts costs, Provenance of) {
        Optional<Absence> absence = costs.rows().isEmpty()
                ? Optional.of(Absence.NO_DATA)
                : costs.stale()
                        ? Optional.of(Absence.STALE)
                        : costs.requests().isEmpty() ? Optional.of(Absence.NO_DATA) : Optional.empty();
        return RequestCost.of(costs.rows(), costs.requestCount()).figures(of).stream()
                .map(figure -> absence.map(
                                word -> new Figure(figure.key(), figure.label(), Value.absent(word), figure.meaning()))
                        .orElse(figure))
                .toList();
    }

    /** The claim that the bill of Cloud Run is enough for its requests; empty unless all of the days is billed. */
    static Optional<Claim> claim(WeekCosts costs) {
        List<CostRow> run = costs.rows().stream()
                .filter(row -> row.service().startsWith("Cloud Run"))
                .toList();
        if (run.isEmpty() || !costs.whole() || costs.requests().isEmpty()) {
            return Optional.empty();
        }
        BigDecimal billed = run.stream().map(CostRow::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        return costs.eachRequest()
                .filter(price -> run.stream().allMatch(row -> row.currency().equals(price.currency())))
                .map(price -> new Claim.Named(
                        "Costs",
                        new Claim.RequestBill(
                                BigDecimal.valueOf(costs.requestCount())
                                        .divide(BigDecimal.valueOf(costs.days().days()), MathContext.DECIMAL64),
                                costs.days().days(),
                                price,
                                billed)));
    }
}
