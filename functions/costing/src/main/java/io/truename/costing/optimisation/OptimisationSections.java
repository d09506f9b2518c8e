// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.optimisation;

import io.truename.reporting.Section;
import io.truename.reporting.Section.Column;
import io.truename.reporting.Value;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Sections about optimisations. */
public final class OptimisationSections {
    private OptimisationSections() {}

    /** The ranking, each with its change and how to undo it. */
    public static Section ranking(OptimisationRanking ranking, String currency) {
        return new Section.Table(
                "optimisations",
                "What lowers the bill",
                "Together " + range(ranking.low(), ranking.high(), currency)
                        + " a month; what overlaps with one above it is not in the sum.",
                List.of(
                        new Column("title", "What"),
                        new Column("low", "A month, at least"),
                        new Column("high", "At most"),
                        new Column("counted", "In the sum"),
                        new Column("risk", "Risk"),
                        new Column("evidence", "Evidence"),
                        new Column("change", "Terraform"),
                        new Column("undo", "Undo")),
                ranking.ranked().stream()
                        .map(each -> List.of(
                                Value.of(each.title()),
                                Value.money(each.low(), currency),
                                Value.money(each.high(), currency),
                                Value.of(ranking.counted().contains(each) ? "yes" : "overlaps"),
                                Value.of(each.risk().name().toLowerCase(Locale.ROOT) + ": " + each.riskReason()),
                                Value.of(each.evidence() + ", from " + each.evidenceFrom() + " until "
                                        + each.evidenceUntil()),
                                Value.of(each.change().apply()),
                                Value.of(each.change().undo())))
                        .toList());
    }

    /** Table of the optimisations that were proposed before, with the savings that the bill shows. */
    public static Section followUps(Collection<FollowUp> followUps, String currency) {
        return new Section.Table(
                "followUps",
                "What came of the last ones",
                "Fall of the cost in a month of 30 days, beside what was foretold.",
                List.of(
                        new Column("title", "What"),
                        new Column("low", "Foretold, at least"),
                        new Column("high", "At most"),
                        new Column("actual", "Actual", "(cost a day before - cost a day since) * 30"),
                        new Column("verdict", "Verdict")),
                followUps.stream()
                        .map(each -> List.of(
                                Value.of(each.proposed().title()),
                                Value.money(each.proposed().low(), currency),
                                Value.money(each.proposed().high(), currency),
                                each.actual()
                                        .<Value>map(amount -> Value.money(amount, currency))
                                        .orElse(Value.none()),
                                Value.of(each.verdict()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' '))))
                        .toList());
    }

    private static String range(BigDecimal low, BigDecimal high, String currency) {
        return Value.money(low, currency).forPeople() + " to "
                + Value.money(high, currency).forPeople();
    }
}
