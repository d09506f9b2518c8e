// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.report;

import io.truename.corpus.assess.Retrievability;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.RunState;
import io.truename.rekeying.run.StageProgress;
import io.truename.reporting.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Figures of a run, from its own records. {@link RunReportSections} makes a {@link Report} of it.
 *
 * @param at when it was read
 * @param plan of the pass at hand
 * @param tables by table and column
 * @param course at most {@link #MOST_POINTS} points, in order of time
 * @param holds summed by code
 * @param firstQuarantined at most {@link #MOST_LISTED} of {@code quarantined}
 * @param firstCollisions at most {@link #MOST_LISTED} of the groups
 * @param inexactColumns columns that the corpus's own triggers stamp, as {@code schema.table.column}
 * @param validation of the whole corpus, of before the way back if it was taken; empty when it has not been validated
 * @param before retrievability when the run was planned; empty if it was not measured completely
 * @param after retrievability now; empty if it was not measured since rows last moved, forward or back
 */
public record RunReport(
        Run run,
        Instant at,
        Plan plan,
        Documents documents,
        Work work,
        List<Moved> tables,
        List<Progress> course,
        List<Hold> holds,
        List<Transition> transitions,
        long quarantined,
        List<Quarantined> firstQuarantined,
        Collisions collisions,
        List<Collision> firstCollisions,
        List<String> inexactColumns,
        Optional<Validation> validation,
        Optional<Retrievability> before,
        Optional<Retrievability> after,
        Kept kept) {
    public static final int MOST_POINTS = 120;
    public static final int MOST_LISTED = 100;

    public RunReport {
        tables = List.copyOf(tables);
        course = List.copyOf(course);
        holds = List.copyOf(holds);
        transitions = List.copyOf(transitions);
        firstQuarantined = List.copyOf(firstQuarantined);
        firstCollisions = List.copyOf(firstCollisions);
        inexactColumns = List.copyOf(inexactColumns);
    }

    /**
     * The run itself.
     *
     * @param direction which way it goes, or went last
     * @param passes how many times the corpus was planned
     * @param waiting why it holds now
     * @param lastError for people
     * @param stage that it is at; empty when it has ended, or waits to be started
     */
    public record Run(
            String id,
            RunState state,
            Direction direction,
            String strategy,
            int passes,
            Instant createdAt,
            Optional<Instant> plannedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            Optional<String> waiting,
            Optional<String> lastError,
            Optional<StageProgress> stage) {
        /** Whether rows are or were moved back. */
        public boolean takenBack() {
            return direction == Direction.BACK;
        }
    }

    /**
     * Numbers of the planning.
     *
     * @param documentsDeferred left for later by the strategy
     * @param sample empty if there were no rows to try
     */
    public record Plan(long documentsSeen, long chunksSeen, long documentsDeferred, Optional<Sample> sample) {}

    /**
     * A sample batch that was moved and rolled back before the start.
     *
     * @param rows over all tables
     * @param walBytes of the write-ahead log
     */
    public record Sample(long documents, long chunks, long rows, double seconds, long walBytes) {}

    /** Numbers of planned documents and chunks, by outcome. */
    public record Documents(
            long planned,
            long moved,
            long merged,
            long skipped,
            long quarantined,
            long gone,
            long rolledBack,
            long chunksPlanned,
            long chunksMoved) {}

    /**
     * The batches.
     *
     * @param back how many of them rolled back
     * @param rows over all tables and both directions
     * @param busySeconds sum over batches; with several workers more than the time that passed
     * @param longestSeconds of one batch
     */
    public record Work(long batches, long back, long rows, double busySeconds, double longestSeconds) {}

    /** Rows of a column whose id has changed; 0 after a rollback. */
    public record Moved(String table, String column, long rows) {}

    /**
     * A stretch of batches.
     *
     * @param seconds after the first batch
     * @param rowsSoFar that all batches until its end wrote
     * @param rowsPerBatch on average in the stretch
     * @param longestBatch in seconds
     */
    public record Progress(double seconds, long rowsSoFar, double rowsPerBatch, double longestBatch) {}

    /**
     * Holds for one reason.
     *
     * @param seconds in all; of holds that have not ended, until now
     * @param example the words of the longest
     */
    public record Hold(String code, long times, double seconds, String example) {}

    /**
     * A change of state.
     *
     * @param from empty when the run began to be
     */
    public record Transition(Instant at, Optional<RunState> from, RunState to, String command, String reason) {}

    /** A document that could not be moved. */
    public record Quarantined(String oldId, String code, String reason, int attempts) {}

    /**
     * Documents and chunks that share an id.
     *
     * @param differing rows that are no duplicates, so that they, or their documents, are set aside
     * @param archivedRows images of rows that merges deleted or repointed
     */
    public record Collisions(long groups, long losers, long skipped, long differing, long archivedRows) {}

    /** A group. */
    public record Collision(String newId, long documents, String resolution) {}

    /** The outcome of a validation of the whole corpus. */
    public record Validation(boolean passed, String summary) {}

    /**
     * Retained data of this and earlier runs.
     *
     * @param planAndAliasBytes of both maps: the plan, which is the aliases after the move
     * @param lookupsFound answered in the last {@code lookupDays} days
     * @param rollbackPossible whether all data that a rollback needs is retained
     */
    public record Kept(
            long planAndAliasBytes,
            long archiveBytes,
            long recordBytes,
            long lookupsFound,
            long lookupsAbsent,
            int lookupDays,
            boolean rollbackPossible) {}
}
