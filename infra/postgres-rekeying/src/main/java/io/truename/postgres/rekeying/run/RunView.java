// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.corpus.schema.Finding;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.StageProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * View of a run, summed over its workers.
 *
 * @param number number that identifies the run in the large tables
 * @param direction direction in which a paused run resumes
 * @param waiting reason for a hold; empty while the run does not hold
 * @param mapping YAML with which the run was planned
 * @param tables rows moved, forward minus back, for each table and column
 * @param batchRows rows of the next batch over all tables, of the largest worker; 0 before the first
 * @param rowsPerSecond rows per second of the newest batches, over all tables and workers
 * @param stage present stage with its progress and remaining time; empty if the run has ended or waits for its start
 * @param pass 1 for the first plan
 * @param planned whether this pass has read every document
 * @param preflight JSON object
 * @param validation JSON object; empty before the whole corpus was validated
 * @param commands legal commands
 */
public record RunView(
        int number,
        UUID id,
        RunState state,
        Direction direction,
        Optional<Waiting> waiting,
        RunSettings settings,
        String mapping,
        String schemaFingerprint,
        Documents documents,
        Chunks chunks,
        List<TableRows> tables,
        int batchRows,
        Optional<Double> rowsPerSecond,
        Optional<StageProgress> stage,
        int pass,
        boolean planned,
        Seen seen,
        Duplicates duplicates,
        Optional<LastError> lastError,
        List<Finding> findings,
        String preflight,
        Optional<String> validation,
        Times times,
        Set<RunCommand> commands) {
    public RunView {
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
        commands = Set.copyOf(commands);
    }

    /** State, followed in the forward direction by the number of documents in quarantine, which have not moved. */
    public String headline() {
        long setAside = documents.quarantined();
        return setAside == 0 || direction == Direction.BACK
                ? state.name()
                : state.name() + ", " + setAside + (setAside == 1 ? " document" : " documents") + " set aside";
    }

    /** Reason for a hold. */
    public record Waiting(String code, String sentence) {}

    /** Numbers of documents. Those found unfit while planning count as quarantined and not as planned. */
    public record Documents(long planned, long done, long merged, long skipped, long quarantined, long gone) {}

    /** Numbers of chunks; the chunks of a document count like the document. */
    public record Chunks(long planned, long done, long merged, long skipped, long quarantined) {}

    /** Number of rows of a column whose id the run has changed. */
    public record TableRows(String table, String column, long rows) {}

    /** Numbers of rows that planning has read in all passes. */
    public record Seen(long documents, long chunks) {}

    /**
     * Numbers of planned rows with the same true id as another row.
     *
     * @param documents documents that are, or will be, merged into equal ones
     * @param chunks chunks that are, or will be, merged, including those of such documents
     * @param documentsDiffering documents set aside because they, or rows that belong to them, differ from their survivors
     * @param chunksDiffering chunks that differ from another of the same document with the same true id
     */
    public record Duplicates(long documents, long chunks, long documentsDiffering, long chunksDiffering) {}

    /** The last failure; its message may quote data and is never logged. */
    public record LastError(String code, Optional<String> sqlState, String message, Instant at) {}

    /** Times by the database's clock. */
    public record Times(
            Instant created, Optional<Instant> planned, Optional<Instant> started, Optional<Instant> ended) {}
}
