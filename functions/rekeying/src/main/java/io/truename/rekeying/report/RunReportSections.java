// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.report;

import io.truename.rekeying.run.StageProgress;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a report of a run, ready to be rendered.
 *
 * <p>Long, because a report is one text: its sections are read here in the order in which people read them.
 */
public final class RunReportSections {
    private RunReportSections() {}

    /** The report. */
    public static Report of(RunReport report) {
        List<Section> sections = new ArrayList<>();
        RetrievabilitySections.add(report, sections);
        sections.add(FigureSections.run(report));
        sections.add(FigureSections.plan(report.plan()));
        course(report, sections);
        sections.add(tables(report));
        sections.add(holds(report));
        sections.add(transitions(report));
        collisions(report, sections);
        sections.add(quarantine(report));
        sections.add(new Section.Prose(
                "inexactColumns",
                "Columns that are not exact",
                "The corpus's own triggers stamp these columns on update: a roll back restores everything but them.",
                report.inexactColumns()));
        sections.add(new Section.Prose(
                "validation",
                "Validation",
                "Of the whole corpus, after the last pass, by queries that are not those of the migration.",
                List.of(validation(report))));
        sections.add(new Section.Prose(
                "lessons", "Lessons", "What the figures teach for the next run.", LessonsLearned.of(report)));
        sections.add(kept(report.kept()));
        sections.add(new Section.Prose("next", "What to do next", "", NextSteps.of(report)));
        return new Report("run", "Migration " + report.run().id(), lead(report), report.at(), sections);
    }

    private static String lead(RunReport report) {
        StringBuilder lead = new StringBuilder(report.run().state().name())
                .append(": ")
                .append(count(report.documents().moved()))
                .append(" of ")
                .append(count(report.documents().planned()))
                .append(" documents and ")
                .append(count(report.documents().chunksMoved()))
                .append(" of ")
                .append(count(report.documents().chunksPlanned()))
                .append(" chunks moved");
        if (report.documents().merged() > 0) {
            lead.append("; ").append(count(report.documents().merged())).append(" documents merged into others");
        }
        if (report.quarantined() > 0 && !report.run().takenBack()) {
            lead.append("; ")
                    .append(count(report.quarantined()))
                    .append(report.quarantined() == 1 ? " document" : " documents")
                    .append(" set aside");
        }
        RetrievabilitySections.restored(report)
                .ifPresent(restored -> lead.append("; ")
                        .append(count(restored))
                        .append(" documents that could not be retrieved before now can"));
        lead.append('.');
        report.run().stage().ifPresent(at -> lead.append(' ').append(stage(at)));
        report.run().waiting().ifPresent(waiting -> lead.append(" It holds: ").append(waiting));
        report.run().lastError().ifPresent(error -> lead.append(" Last error: ").append(error));
        return lead.toString();
    }

    private static String stage(StageProgress at) {
        String done = at.total().isPresent()
                ? count(at.done()) + " of " + count(at.total().get())
                : count(at.done());
        return "Stage " + at.stage().word() + ": " + done + " "
                + at.stage().unit().word() + ".";
    }

    private static String validation(RunReport report) {
        return report.validation()
                .map(validation -> (report.run().takenBack() ? "Before it was taken back: " : "")
                        + (validation.passed() ? "Passed. " : "Failed. ")
                        + validation.summary())
                .orElse("The corpus has not been validated.");
    }

    private static void course(RunReport report, List<Section> sections) {
        if (report.course().size() < 2) {
            return;
        }
        sections.add(new Section.Line(
                "progress",
                "Rows over time",
                "Rows written by all batches so far, both directions.",
                Value.Unit.COUNT,
                report.course().stream()
                        .map(at -> new Section.Point(at.seconds(), at.rowsSoFar()))
                        .toList()));
        sections.add(new Section.Line(
                "batchSizes",
                "Batch sizes",
                "Rows of a batch on average, over stretches of batches: they follow the database.",
                Value.Unit.COUNT,
                report.course().stream()
                        .map(at -> new Section.Point(at.seconds(), at.rowsPerBatch()))
                        .toList()));
        sections.add(new Section.Line(
                "batchSeconds",
                "Longest batches",
                "The longest batch of each stretch.",
                Value.Unit.SECONDS,
                report.course().stream()
                        .map(at -> new Section.Point(at.seconds(), at.longestBatch()))
                        .toList()));
    }

    private static Section tables(RunReport report) {
        return new Section.Table(
                "tables",
                "Tables",
                "Rows of each column that carry another id than before.",
                List.of(column("table", "Table"), column("column", "Column"), column("rows", "Rows")),
                report.tables().stream()
                        .map(moved ->
                                List.of(Value.of(moved.table()), Value.of(moved.column()), Value.count(moved.rows())))
                        .toList());
    }

    private static Section holds(RunReport report) {
        return new Section.Table(
                "holds",
                "Holds",
                "Why it did nothing for a while, to leave the database to others.",
                List.of(
                        column("code", "Reason"),
                        column("times", "Times"),
                        column("seconds", "In all"),
                        column("example", "The longest, in words")),
                report.holds().stream()
                        .map(hold -> List.of(
                                Value.of(hold.code()),
                                Value.count(hold.times()),
                                Value.seconds(hold.seconds()),
                                Value.of(hold.example())))
                        .toList());
    }

    private static Section transitions(RunReport report) {
        return new Section.Table(
                "transitions",
                "States",
                "Every change of state.",
                List.of(
                        column("at", "At"),
                        column("from", "From"),
                        column("to", "To"),
                        column("command", "By"),
                        column("reason", "Why")),
                report.transitions().stream()
                        .map(change -> List.of(
                                Value.of(change.at().toString()),
                                change.from().map(from -> Value.of(from.name())).orElse(Value.none()),
                                Value.of(change.to().name()),
                                Value.of(change.command()),
                                Value.of(change.reason())))
                        .toList());
    }

    private static void collisions(RunReport report, List<Section> sections) {
        RunReport.Collisions collisions = report.collisions();
        sections.add(
                new Section.Figures(
                        "collisions",
                        "Collisions and merges",
                        "Documents of one user with the same content have one true id.",
                        List.of(
                                figure(
                                        "groups",
                                        "Groups",
                                        collisions.groups(),
                                        "True ids that more than one document has a claim to."),
                                figure("losers", "Duplicates", collisions.losers(), "Merged, or waiting to be."),
                                figure(
                                        "skipped",
                                        "Skipped",
                                        collisions.skipped(),
                                        "Left under their old id by the policy."),
                                figure(
                                        "differing",
                                        "Differing",
                                        collisions.differing(),
                                        "Documents and chunks that differ from the one with their true id: nothing of them was merged."),
                                figure(
                                        "archivedRows",
                                        "Archived rows",
                                        collisions.archivedRows(),
                                        "Rows that merges deleted or repointed, kept exactly so that a roll back restores them."))));
        sections.add(new Section.Table(
                "collisionGroups",
                "Groups",
                "The first " + RunReport.MOST_LISTED + ".",
                List.of(
                        column("newId", "True id"),
                        column("documents", "Documents"),
                        column("resolution", "Resolution")),
                report.firstCollisions().stream()
                        .map(group -> List.of(
                                Value.of(group.newId()), Value.count(group.documents()), Value.of(group.resolution())))
                        .toList()));
    }

    private static Section quarantine(RunReport report) {
        return new Section.Table(
                "quarantine",
                "Quarantine",
                "Documents that could not be moved and were left exactly as they were"
                        + (report.quarantined() > RunReport.MOST_LISTED
                                ? ": the first " + RunReport.MOST_LISTED + " of " + count(report.quarantined()) + "."
                                : "."),
                List.of(
                        column("oldId", "Document"),
                        column("code", "Code"),
                        column("reason", "Reason"),
                        column("attempts", "Attempts")),
                report.firstQuarantined().stream()
                        .map(document -> List.of(
                                Value.of(document.oldId()),
                                Value.of(document.code()),
                                Value.of(document.reason()),
                                Value.count(document.attempts())))
                        .toList());
    }

    private static Section kept(RunReport.Kept kept) {
        return new Section.Figures(
                "kept",
                "What is kept",
                "In schema truename, over all runs. Nothing of it goes by itself.",
                List.of(
                        new Section.Figure(
                                "planAndAliases",
                                "Plan and aliases",
                                Value.bytes(kept.planAndAliasBytes()),
                                "Old and new ids of every moved row. Needed to roll back and to answer old ids."),
                        new Section.Figure(
                                "archive",
                                "Archive",
                                Value.bytes(kept.archiveBytes()),
                                "What merges took away. Needed to roll back."),
                        new Section.Figure(
                                "records",
                                "Records",
                                Value.bytes(kept.recordBytes()),
                                "Batches, states, holds, quarantine, collisions. Needed for this report."),
                        figure(
                                "lookupsFound",
                                "Late look-ups",
                                kept.lookupsFound(),
                                "Old ids asked for and found in the last " + kept.lookupDays()
                                        + " days. None for long enough: aliases may be dropped."),
                        figure(
                                "lookupsAbsent",
                                "Look-ups without an alias",
                                kept.lookupsAbsent(),
                                "Ids asked for that were never moved, same days."),
                        new Section.Figure(
                                "rollbackPossible",
                                "Way back",
                                Value.of(kept.rollbackPossible() ? "open" : "closed"),
                                "Open until plan, aliases or archive are dropped.")));
    }

    private static Section.Figure figure(String key, String label, long count, String meaning) {
        return new Section.Figure(key, label, Value.count(count), meaning);
    }

    private static Section.Column column(String key, String label) {
        return new Section.Column(key, label);
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }
}
