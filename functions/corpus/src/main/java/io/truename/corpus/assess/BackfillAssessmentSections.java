// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.corpus.assess.BackfillTally.OfTable;
import io.truename.corpus.schema.Finding;
import io.truename.reporting.Report;
import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.time.Instant;
import java.util.List;

/** Makes a report of the counts of a corpus whose true ids stand beside its keys. */
public final class BackfillAssessmentSections {
    private BackfillAssessmentSections() {}

    /** The report. */
    public static Report of(BackfillTally tally, List<Finding> findings, Instant at) {
        long toWrite = tally.tables().stream().mapToLong(OfTable::toWrite).sum();
        long rows = tally.tables().stream().mapToLong(OfTable::rows).sum();
        return new Report(
                "assessment",
                "Assessment",
                "A run would write true ids beside the keys of " + toWrite + " of " + rows
                        + " rows. No key and no reference changes. A dry run lists collisions and measures a sample.",
                at,
                List.of(tables(tally), AssessmentSections.findings(findings)));
    }

    private static Section tables(BackfillTally tally) {
        return new Section.Table(
                "backfill",
                "True ids beside the keys",
                "Documents first, then chunks. An id is true if it is what the recipe gives, recomputed from the row."
                        + " Rows that share a true id: the first gets it, the others keep the value that they have."
                        + " Their number is an estimate if about is yes.",
                List.of(
                        new Section.Column("table", "Table"),
                        new Section.Column("rows", "Rows"),
                        new Section.Column("held", "Have their true id"),
                        new Section.Column("other", "Have another value"),
                        new Section.Column(
                                "toWrite", "To write", "rows - held - unnamed, where a column stores true ids"),
                        new Section.Column("unnamed", "Without a legal name"),
                        new Section.Column("shared", "Share a true id"),
                        new Section.Column("about", "About")),
                tally.tables().stream()
                        .map(table -> List.of(
                                Value.of(table.table()),
                                Value.count(table.rows()),
                                Value.count(table.held()),
                                Value.count(table.other()),
                                Value.count(table.toWrite()),
                                Value.count(table.unnamed()),
                                Value.count(table.shared().shared()),
                                Value.of(table.shared().about() ? "yes" : "no")))
                        .toList());
    }
}
