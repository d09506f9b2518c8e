// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.alias;

import io.truename.postgres.Session;
import io.truename.rekeying.run.RunState;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What is kept of runs, how large it is, and how it is dropped: only ever on command. The plan and the aliases are the same
 * rows, {@code document_map} and {@code chunk_map}; the archive holds what merges took away. After either is dropped a run can
 * no longer be rolled back, which its columns {@code aliases_dropped_at} and {@code archive_dropped_at} record before the
 * first row goes.
 */
public final class Retention {
    private static final Set<RunState> ENDED = Set.of(RunState.FINISHED, RunState.ROLLED_BACK);
    private static final int DOCUMENTS_AT_ONCE = 20_000;

    private final AliasStore aliases = new AliasStore();

    /** What {@link #sizes} measures. */
    public enum Kept {
        /** The plan, which after a move is the aliases: both maps with their indexes. */
        PLAN_AND_ALIASES,
        /** Images of what merges deleted or repointed. */
        ARCHIVE,
        /** Batches, transitions, holds, quarantine, collisions and the runs themselves. */
        RECORDS
    }

    /**
     * How much is kept, over all runs.
     *
     * @param rows as the database estimates; -1 when it never counted
     * @param bytes on disk, with indexes
     */
    public record Size(Kept kept, long rows, long bytes) {}

    /** What became of a command to drop. */
    public sealed interface Outcome {
        /**
         * Done; the run can no longer be rolled back.
         *
         * @param rows that were deleted
         */
        record Dropped(long rows) implements Outcome {}

        /**
         * Nothing was done.
         *
         * @param reason for people: what stands against it and what would help
         */
        record Refused(String reason) implements Outcome {}
    }

    /** How much is kept, in the order of {@link Kept}. */
    public List<Size> sizes(Session session) {
        return session.list(
                "SELECT kept, sum(greatest(c.reltuples, -1))::bigint AS rows,"
                        + " sum(pg_total_relation_size(c.oid))::bigint AS bytes FROM (VALUES"
                        + " (0, 'document_map'), (0, 'chunk_map'), (1, 'archive'), (2, 'run'), (2, 'transition'),"
                        + " (2, 'shard'), (2, 'batch'), (2, 'moved_rows'), (2, 'quarantine'), (2, 'collision'), (2, 'hold'))"
                        + " AS kind(kept, name) JOIN pg_class c ON c.relname = kind.name"
                        + " AND c.relnamespace = 'truename'::regnamespace GROUP BY kept ORDER BY kept",
                row -> new Size(
                        Kept.values()[row.get("kept", Integer.class)],
                        Math.max(-1, row.number("rows")),
                        row.number("bytes")));
    }

    /** Whether everything a roll back needs is still there; whether the run's state allows it is another matter. */
    public boolean rollbackPossible(Session session, UUID run) {
        return session.find(
                        "SELECT aliases_dropped_at IS NULL AND archive_dropped_at IS NULL AS kept FROM truename.run WHERE id = $1",
                        row -> row.flag("kept"),
                        run)
                .orElse(false);
    }

    /**
     * Deletes a run's plan and aliases. Refused while the run is not at its end, and, unless forced, while old ids are still
     * asked for and answered.
     *
     * @param session without a transaction: deletes in several, each short
     * @param quietDays days without an answered look-up that are asked for, today included; at least 1
     * @param forced drops although old ids are still asked for
     */
    public Outcome dropAliases(Session session, UUID run, int quietDays, boolean forced) {
        if (quietDays < 1) {
            throw new IllegalArgumentException("quietDays: at least 1");
        }
        long late = aliases.lookups(session, quietDays).found();
        if (late > 0 && !forced) {
            return new Outcome.Refused("Old ids were asked for and found " + late + " times in the last " + quietDays
                    + " days: somebody still holds them. Wait until there are none, or force it.");
        }
        return drop(session, run, "aliases_dropped_at", List.of("chunk_map", "document_map"));
    }

    /** Deletes a run's archive of merged duplicates. Refused while the run is not at its end. */
    public Outcome dropArchive(Session session, UUID run) {
        return drop(session, run, "archive_dropped_at", List.of("archive"));
    }

    private static Outcome drop(Session session, UUID run, String mark, List<String> tables) {
        record Ended(int number, RunState state) {}
        var found = session.find(
                "SELECT number, state FROM truename.run WHERE id = $1",
                row -> new Ended(row.get("number", Integer.class), RunState.valueOf(row.text("state"))),
                run);
        if (found.isEmpty()) {
            return new Outcome.Refused("There is no run " + run + ".");
        }
        // The state is asked again by the statement itself: a roll back may begin between the two.
        int number = found.get().number();
        boolean marked = ENDED.contains(found.get().state())
                && session.update(
                                "UPDATE truename.run SET " + mark + " = coalesce(" + mark
                                        + ", clock_timestamp()) WHERE number = $1 AND state = $2",
                                number,
                                found.get().state().name())
                        == 1;
        if (!marked) {
            return new Outcome.Refused("The run is " + found.get().state()
                    + "; only what FINISHED or ROLLED_BACK is left of a run may be dropped.");
        }
        long most = session.one(
                "SELECT coalesce(max(doc), -1) AS most FROM truename." + tables.get(0) + " WHERE run = $1",
                row -> row.number("most"),
                number);
        for (String table : tables.subList(1, tables.size())) {
            most = Math.max(
                    most,
                    session.one(
                            "SELECT coalesce(max(doc), -1) AS most FROM truename." + table + " WHERE run = $1",
                            row -> row.number("most"),
                            number));
        }
        long rows = 0;
        for (long from = 0; from <= most; from += DOCUMENTS_AT_ONCE) {
            for (String table : tables) {
                rows += session.update(
                        "DELETE FROM truename." + table + " WHERE run = $1 AND doc >= $2 AND doc < $3",
                        number,
                        from,
                        from + DOCUMENTS_AT_ONCE);
            }
        }
        return new Outcome.Dropped(rows);
    }
}
