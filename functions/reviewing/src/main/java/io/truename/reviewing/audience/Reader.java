// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing.audience;

import io.truename.reporting.Report;
import io.truename.reporting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reader of a report: gets sections of the same snapshot in an order and depth of its own. No number, word or time is changed.
 */
public enum Reader {
    /** Everything, failures first. */
    ENGINEERING(
            true,
            true,
            "actions",
            "coverage",
            "amended",
            "reliability",
            "incidents",
            "errors",
            "latency",
            "changes",
            "regions",
            "database"),
    /** Money and the promise first, and formulas. */
    LEADERSHIP(
            false,
            true,
            "actions",
            "coverage",
            "amended",
            "reliability",
            "changes",
            "budget",
            "budget2",
            "budget3",
            "budget4",
            "budget5",
            "costs",
            "billCheck",
            "ledger",
            "realised",
            "moneySums",
            "investment",
            "optimisations",
            "followUps",
            "incidents",
            "adoption",
            "feedback",
            "arithmetic"),
    /** Problems that users met, and the facts about them. */
    SUPPORT(
            false,
            false,
            "coverage",
            "amended",
            "incidents",
            "reliability",
            "regions",
            "errors",
            "quality",
            "feedback",
            "latency",
            "actions"),
    /** The promise only: neither money nor names of ours. */
    PUBLIC(false, false, "coverage", "amended", "reliability", "latency");

    private final boolean rest;
    private final boolean formulas;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private final List<String> first;

    /**
     * @param rest whether sections that are not named follow in their order
     * @param formulas whether numbers open their formula
     * @param first keys of sections, in order
     */
    Reader(boolean rest, boolean formulas, String... first) {
        this.rest = rest;
        this.formulas = formulas;
        this.first = List.of(first);
    }

    /**
     * The report for this reader; without sections if it has none for that reader. The lead is the report's own, but for {@link #PUBLIC}, who
     * gets none: it may name money.
     */
    public Report of(Report report) {
        List<Section> sections = new ArrayList<>();
        first.stream().map(report::find).flatMap(Optional::stream).forEach(sections::add);
        if (rest) {
            report.sections().stream()
                    .filter(section -> !first.contains(section.key()))
                    .forEach(sections::add);
        }
        return new Report(
                report.kind(),
                report.title(),
                this == PUBLIC ? "" : report.lead(),
                report.at(),
                sections.stream().map(this::atDepth).toList());
    }

    private Section atDepth(Section section) {
        if (formulas || !(section instanceof Section.Figures figures)) {
            return section;
        }
        return new Section.Figures(
                figures.key(),
                figures.title(),
                figures.meaning(),
                figures.figures().stream()
                        .map(figure ->
                                new Section.Figure(figure.key(), figure.label(), figure.value(), figure.meaning()))
                        .toList());
    }
}
