// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.costing.budget.BudgetLedger;
import io.truename.costing.budget.BudgetPace;
import io.truename.costing.budget.BudgetPeriod;
import io.truename.reporting.Absence;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Figure;
import io.truename.reporting.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sections of budgets: one for each that has told of itself. */
public final class BudgetSections {
    /** The newest budgets of the account, so that a year without messages is no budget. */
    public static final Duration TOLD = Duration.ofDays(400);

    private static final int MOST = 5;

    private BudgetSections() {}

    /** Paces of the budgets that had told of themselves at a time, at most five. */
    public static List<BudgetPace> paces(BudgetLedger budgets, BudgetPeriod period, Instant at) {
        return names(budgets, at).stream()
                .map(budget -> BudgetPace.of(budgets, budget, period, at))
                .toList();
    }

    /** Name of a pace's budget, for people. */
    public static String name(BudgetPace pace) {
        return pace.state()
                .map(state -> state.latest().name().isBlank()
                        ? state.latest().budget()
                        : state.latest().name())
                .orElse("");
    }

    private static List<String> names(BudgetLedger budgets, Instant at) {
        return budgets.budgets().stream()
                .filter(budget -> budgets.find(budget, at).isPresent())
                .limit(MOST)
                .toList();
    }

    /** Sections of the budgets; one with the word for their lack, if there is none. */
    public static List<Section> of(BudgetLedger budgets, BudgetPeriod period, Instant at) {
        List<Section> sections = new ArrayList<>();
        for (String budget : names(budgets, at)) {
            BudgetPace pace = BudgetPace.of(budgets, budget, period, at);
            String name = name(pace);
            sections.add(new Section.Figures(
                    sections.isEmpty() ? "budget" : "budget" + (sections.size() + 1),
                    "Budget " + (name.isBlank() ? budget : name),
                    "The share that is spent, beside the share of the month that had passed, in US Pacific time.",
                    pace.figures(at)));
        }
        if (sections.isEmpty()) {
            sections.add(new Section.Figures(
                    "budget",
                    "Budget",
                    "No budget has told of itself: connect one to the topic budgets.",
                    List.of(new Figure(
                            "spent", "Spent of the budget", Value.absent(Absence.NO_DATA), "Share of the amount."))));
        }
        return sections;
    }
}
