// SPDX-License-Identifier: Apache-2.0
package io.truename.report.weekly;

import io.truename.costing.budget.BudgetPeriod;
import io.truename.report.money.BudgetSections;
import io.truename.reporting.Absence;
import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import io.truename.reviewing.reliability.Availability;
import io.truename.reviewing.reliability.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Three actions on top of a production report: those whose neglect costs most, each with a place to begin. */
final class NextActions {
    private static final int MOST = 3;

    private NextActions() {}

    /** The actions, most urgent first. */
    static Section of(WeekFacts facts, Availability availability, List<Incident> incidents) {
        ProductionData.Window window = facts.current();
        List<List<Value>> actions = new ArrayList<>();
        if (window.quality().differing() > 0) {
            add(
                    actions,
                    "Stop deploying: implementations gave different ids.",
                    window.quality().differing() + " of " + window.quality().checks() + " self-checks",
                    "GET /functions/probe/self-checks");
        }
        if (!availability.measured()) {
            add(
                    actions,
                    "Find out why no request was measured.",
                    Absence.NO_DATA.word(),
                    "GET /functions/generate/health");
        }
        if (!availability.met().orElse(true)) {
            add(
                    actions,
                    "Halt changes other than repairs: the error budget of the window is spent.",
                    availability.requests().bad() + " of "
                            + availability.requests().total() + " requests failed",
                    "terraform/runbooks/generate-availability.md");
        }
        incidents.stream()
                .filter(incident -> incident.needsReview(availability))
                .forEach(incident -> add(
                        actions,
                        "Review the causes of " + incident.name() + ".",
                        Value.share(incident.budgetUsed(availability)).forPeople() + " of the error budget",
                        "GET /functions/tune/incidents"));
        DatabaseSection.used(window.database(), facts.server()).stream()
                .filter(used -> used >= DatabaseSection.FULL)
                .forEach(used -> add(
                        actions,
                        "Make room for connections to the database.",
                        Value.share(used).forPeople() + " of " + facts.server().connections() + " were in use",
                        "GET /functions/probe/database"));
        BudgetSections.paces(
                        facts.costs().budgets(),
                        BudgetPeriod.MONTH,
                        facts.costs().at())
                .stream()
                .filter(pace -> pace.ratio().orElse(0.0) > 1)
                .max(Comparator.comparing(pace -> pace.ratio().orElse(0.0)))
                .ifPresent(pace -> add(
                        actions,
                        "Spend less, or raise the budget " + BudgetSections.name(pace) + ".",
                        Value.share(pace.spent()).forPeople() + " spent, "
                                + Value.share(pace.elapsed()).forPeople() + " of the month passed",
                        "GET /functions/report/recommendations"));
        if (window.quality().reopened() > 0) {
            add(
                    actions,
                    "Find out why resolved findings came back.",
                    window.quality().reopened() + " findings",
                    "GET /functions/probe/findings?state=OPEN");
        }
        if (window.adoption().documents() > window.adoption().agreeing()) {
            add(
                    actions,
                    "Let every stage name documents by the recipe.",
                    window.adoption().documents() - window.adoption().agreeing() + " of "
                            + window.adoption().documents() + " new documents",
                    "GET /functions/probe/stages");
        }
        if (window.quality().open() > 0) {
            add(
                    actions,
                    "Resolve the findings of the probe.",
                    window.quality().open() + " are open",
                    "GET /functions/probe/findings?state=OPEN");
        }
        return new Section.Table(
                "actions",
                "Next",
                actions.isEmpty() ? "Nothing asks for an action." : "At most three, the most urgent first.",
                List.of(
                        new Column("action", "Action"),
                        new Column("evidence", "Evidence"),
                        new Column("begin", "Begin with")),
                actions.stream().limit(MOST).toList());
    }

    private static void add(List<List<Value>> actions, String action, String evidence, String begin) {
        actions.add(List.of(Value.of(action), Value.of(evidence), Value.of(begin)));
    }
}
