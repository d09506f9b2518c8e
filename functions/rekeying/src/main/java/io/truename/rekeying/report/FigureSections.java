// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.report;

import io.truename.reporting.Section;
import io.truename.reporting.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Report sections of single numbers: the work of a run, and the facts of its plan. */
final class FigureSections {
    private FigureSections() {}

    static Section run(RunReport report) {
        RunReport.Documents documents = report.documents();
        RunReport.Work work = report.work();
        Instant until = report.run().endedAt().orElse(report.at());
        Value passed = report.run()
                .startedAt()
                .map(started -> Value.seconds(Duration.between(started, until).toMillis() / 1000.0))
                .orElse(Value.none());
        double held =
                report.holds().stream().mapToDouble(RunReport.Hold::seconds).sum();
        return new Section.Figures(
                "figures",
                "Figures",
                "From the records that the moving transactions wrote themselves.",
                List.of(
                        figure(
                                "documentsPlanned",
                                "Documents planned",
                                documents.planned(),
                                "In the map of all passes."),
                        figure(
                                "documentsMoved",
                                "Documents moved",
                                documents.moved(),
                                "Stored under their new id now."),
                        figure(
                                "documentsMerged",
                                "Documents merged",
                                documents.merged(),
                                "Duplicates whose rows went into their survivor's."),
                        figure(
                                "documentsSkipped",
                                "Documents skipped",
                                documents.skipped(),
                                "Duplicates left alone by the policy for collisions."),
                        figure(
                                "documentsQuarantined",
                                "Documents quarantined",
                                documents.quarantined(),
                                "Could not be moved; their reasons are below."),
                        figure(
                                "documentsGone",
                                "Documents gone",
                                documents.gone(),
                                "Deleted by the application before their turn."),
                        figure(
                                "documentsRolledBack",
                                "Documents rolled back",
                                documents.rolledBack(),
                                "Stored under their old id again."),
                        figure(
                                "chunksMoved",
                                "Chunks moved",
                                documents.chunksMoved(),
                                "Stored under their new id now, of " + count(documents.chunksPlanned()) + " planned."),
                        figure(
                                "batches",
                                "Batches",
                                work.batches(),
                                "Transactions that moved rows; " + count(work.back()) + " of them back."),
                        figure("rows", "Rows written", work.rows(), "Over all tables and both directions."),
                        new Section.Figure(
                                "rowsPerSecond",
                                "Rows per second",
                                work.busySeconds() > 0
                                        ? Value.perSecond(work.rows() / work.busySeconds())
                                        : Value.none(),
                                "While a batch was open, for one worker."),
                        new Section.Figure(
                                "longestBatch",
                                "Longest batch",
                                Value.seconds(work.longestSeconds()),
                                "The most that a writer of a moved row waited."),
                        new Section.Figure("passed", "Time", passed, "From the start until the end, or until now."),
                        new Section.Figure(
                                "held", "Time held", Value.seconds(held), "Politely doing nothing; over all workers."),
                        figure(
                                "passes",
                                "Passes",
                                report.run().passes(),
                                "How often the corpus was planned; the last finds nothing.")));
    }

    static Section plan(RunReport.Plan plan) {
        List<Section.Figure> figures = new ArrayList<>(List.of(
                figure("documentsSeen", "Documents seen", plan.documentsSeen(), "In the newest pass over the corpus."),
                figure("chunksSeen", "Chunks seen", plan.chunksSeen(), "In the same pass."),
                figure(
                        "documentsDeferred",
                        "Documents deferred",
                        plan.documentsDeferred(),
                        "Left under their old id by the strategy.")));
        plan.sample().ifPresent(sample -> {
            String first = count(sample.documents()) + " documents and " + count(sample.chunks()) + " chunks";
            figures.add(figure("sampleRows", "Rows of the sample", sample.rows(), "Over all tables: " + first + "."));
            figures.add(new Section.Figure(
                    "sampleSeconds",
                    "Time of the sample",
                    Value.seconds(sample.seconds()),
                    "One batch, moved and taken back before the start."));
            figures.add(new Section.Figure(
                    "sampleWal",
                    "Log of the sample",
                    Value.bytes(sample.walBytes()),
                    "Write-ahead log, others' writes of that moment included."));
        });
        return new Section.Figures(
                "plan", "Plan", "What the planning looked at, and the batch that was tried.", figures);
    }

    private static Section.Figure figure(String key, String label, long count, String meaning) {
        return new Section.Figure(key, label, Value.count(count), meaning);
    }

    private static String count(long count) {
        return Value.count(count).forPeople();
    }
}
