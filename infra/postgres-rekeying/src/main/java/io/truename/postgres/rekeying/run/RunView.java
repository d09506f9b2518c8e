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
 * A run as people see it, summed over its workers.
 *
 * @param number its short name in the large tables
 * @param direction what it resumes when it is paused
 * @param waiting why it holds; empty while it does not
 * @param mapping the YAML it was planned with
 * @param tables rows moved, forward minus back, for each table and column
 * @param batchRows rows of the next batch over all tables, of the largest worker; 0 before the first
 * @param rowsPerSecond of the newest batches, both over all tables and workers
 * @param stage that it is at, with its progress and what remains of it; empty when it has ended, or waits to be started
 * @param pass 1 for the first plan
 * @param planned whether this pass has looked at every document
 * @param preflight a JSON object
 * @param validation a JSON object; empty before the whole corpus was validated
 * @param commands legal now
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

    /** State, and forward the number of documents in quarantine: a run that ends with some has not moved everything. */
    public String headline() {
        long setAside = documents.quarantined();
        return setAside == 0 || direction == Direction.BACK
                ? state.name()
                : state.name() + ", " + setAside + (setAside == 1 ? " document" : " documents") + " set aside";
    }

    /** Why a run holds. */
    public record Waiting(String code, String sentence) {}

    /** Documents of the plan. Those found unfit while planning are quarantined without having been planned. */
    public record Documents(long planned, long done, long merged, long skipped, long quarantined, long gone) {}

    /** Chunks of the plan; those of a document that went another way went with it. */
    public record Chunks(long planned, long done, long merged, long skipped, long quarantined) {}

    /** Rows of one column that hold another id than before the run. */
    public record TableRows(String table, String column, long rows) {}

    /** What the planning has looked at in all passes. */
    public record Seen(long documents, long chunks) {}

    /**
     * Rows of the plan that want an id which another has a claim to.
     *
     * @param documents that are merged into equal ones, or will be
     * @param chunks the same, those of such documents included
     * @param documentsDiffering set aside because they, or rows that belong to them, differ from what they would be merged into
     * @param chunksDiffering chunks that differ from another of the same document with the same true id
     */
    public record Duplicates(long documents, long chunks, long documentsDiffering, long chunksDiffering) {}

    /** The last failure; its message may quote data and is never logged. */
    public record LastError(String code, Optional<String> sqlState, String message, Instant at) {}

    /** By the database's clock. */
    public record Times(
            Instant created, Optional<Instant> planned, Optional<Instant> started, Optional<Instant> ended) {}
}
