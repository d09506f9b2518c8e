// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.alias;

import io.truename.postgres.Session;
import io.truename.rekeying.run.RunState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Retention of the data of ended runs: measures it, and drops it on command. The plan and the aliases are the same rows,
 * {@code document_map} and {@code chunk_map}, or {@code backfill}; the archive holds the rows that merges deleted or changed. After either is dropped, a run
 * can no longer be rolled back. The columns {@code aliases_dropped_at} and {@code archive_dropped_at} of the run record this before the
 * first row is deleted.
 */
public final class Retention {
    private static final Set<RunState> ENDED = Set.of(RunState.FINISHED, RunState.ROLLED_BACK);
    private static final int DOCUMENTS_AT_ONCE = 5_000;
    private static final int MOST_KEYS_AT_ONCE = 20_000;
    private static final Part ALIASES = new Part("aliases_dropped_at", List.of("chunk_map", "document_map"));
    private static final Part ARCHIVE = new Part("archive_dropped_at", List.of("archive"));

    private final AliasStore aliases = new AliasStore();

    /** Kind of retained data. */
    public enum Kept {
        /** Both maps with their indexes: the plan, and after a move the aliases. */
        PLAN_AND_ALIASES,
        /** Images of rows that merges deleted or repointed. */
        ARCHIVE,
        /** Batches, transitions, holds, quarantine, collisions and the runs themselves. */
        RECORDS,
        /** Pairs of names that no store has acknowledged. */
        RENAMES
    }

    /**
     * Size of retained data, over all runs.
     *
     * @param rows estimate of the database; -1 if it never counted
     * @param bytes on disk, with indexes
     */
    public record Size(Kept kept, long rows, long bytes) {}

    /** Result of a drop. */
    public sealed interface Outcome {
        /**
         * Data was dropped, completely or in part; the run can no longer be rolled back.
         *
         * @param rows number of rows that this call deleted
         * @param done whether nothing is left; if false, repeat the call to continue
         */
        record Dropped(long rows, boolean done) implements Outcome {}

        /** No run has that id. */
        record Unknown() implements Outcome {}

        /**
         * The drop was refused; nothing changed.
         *
         * @param reason obstacle and remedy, for people
         */
        record Refused(String reason) implements Outcome {}
    }

    /** Sizes of retained data, in the order of {@link Kept}. */
    public List<Size> sizes(Session session) {
        return session.list(
                "SELECT kept, coalesce(sum(nullif(c.reltuples, -1)), -1)::bigint AS rows,"
                        + " sum(pg_total_relation_size(c.oid))::bigint AS bytes FROM (VALUES"
                        + " (0, 'document_map'), (0, 'chunk_map'), (0, 'backfill'), (1, 'archive'), (2, 'run'), (2, 'transition'),"
                        + " (2, 'shard'), (2, 'batch'), (2, 'moved_rows'), (2, 'quarantine'), (2, 'collision'), (2, 'hold'),"
                        + " (2, 'backfill_source'), (3, 'rename'))"
                        + " AS kind(kept, name) JOIN pg_class c ON c.relname = kind.name"
                        + " AND c.relnamespace = 'truename'::regnamespace GROUP BY kept ORDER BY kept",
                row -> new Size(
                        Kept.values()[row.get("kept", Integer.class)], row.number("rows"), row.number("bytes")));
    }

    /** Whether all data for a rollback still exists, regardless of the run's state. */
    public boolean rollbackPossible(Session session, UUID run) {
        return session.find(
                        "SELECT aliases_dropped_at IS NULL AND archive_dropped_at IS NULL AS kept FROM truename.run WHERE id = $1",
                        row -> row.flag("kept"),
                        run)
                .orElse(false);
    }

    /**
     * Deletes a run's plan and aliases. Refuses unless the run has ended. Unless forced, also refuses until the run has been over for
     * {@code quietDays}, and while look-ups of old ids are still answered. A drop that was begun continues without these checks.
     *
     * @param session without a transaction. The deletion takes several short transactions; after a kill the next call continues
     * @param quietDays required number of days without an answered look-up, today included; at least 1
     * @param forced whether to drop although old ids are, or may be, still looked up
     * @param timeLeft checked between two transactions; at least one runs
     */
    public Outcome dropAliases(Session session, UUID run, int quietDays, boolean forced, BooleanSupplier timeLeft) {
        if (quietDays < 1) {
            throw new IllegalArgumentException("quietDays: at least 1");
        }
        return drop(
                session,
                run,
                ALIASES,
                ended -> forced ? Optional.empty() : tooEarly(session, ended, quietDays),
                timeLeft);
    }

    private Optional<String> tooEarly(Session session, Ended run, int quietDays) {
        if (run.days() < quietDays) {
            return Optional.of(
                    "The run ended " + run.days() + " days ago: whether old ids are asked for in " + quietDays
                            + " days cannot be known yet. Wait until it can, ask for fewer quietDays, or force it.");
        }
        long late = aliases.lookups(session, quietDays).found();
        return late == 0
                ? Optional.empty()
                : Optional.of("Old ids were asked for and found " + late + " times in the last " + quietDays
                        + " days: somebody still holds them. Wait until there are none, or force it.");
    }

    /** Deletes a run's archive of merged duplicates. Refuses unless the run has ended; works like {@link #dropAliases}. */
    public Outcome dropArchive(Session session, UUID run, BooleanSupplier timeLeft) {
        return drop(session, run, ARCHIVE, ended -> Optional.empty(), timeLeft);
    }

    /** A run before a drop. */
    private record Ended(int number, RunState state, long days, boolean begun) {}

    /** Tables that are dropped together, and the column of the run that records it. */
    private record Part(String mark, List<String> tables) {}

    private Outcome drop(
            Session session, UUID run, Part part, Function<Ended, Optional<String>> refusal, BooleanSupplier timeLeft) {
        Optional<Ended> found = session.find(
                "SELECT number, state, " + part.mark() + " IS NOT NULL AS begun,"
                        + " floor(extract(epoch FROM clock_timestamp() - coalesce(ended_at, changed_at)) / 86400)::bigint"
                        + " AS days FROM truename.run WHERE id = $1",
                row -> new Ended(
                        row.get("number", Integer.class),
                        RunState.valueOf(row.text("state")),
                        row.number("days"),
                        row.flag("begun")),
                run);
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        Ended ended = found.get();
        if (!ENDED.contains(ended.state())) {
            return new Outcome.Refused("The run is " + ended.state()
                    + ", and only what FINISHED or ROLLED_BACK is left of a run may be dropped: bring it to its end, or roll"
                    + " it back, first.");
        }
        Optional<String> against = ended.begun() ? Optional.empty() : refusal.apply(ended);
        if (against.isPresent()) {
            return new Outcome.Refused(against.get());
        }
        // The state is asked again by the statement itself: a roll back may begin between the two.
        long marked = session.update(
                "UPDATE truename.run SET " + part.mark() + " = coalesce(" + part.mark()
                        + ", clock_timestamp()) WHERE number = $1 AND state = $2",
                ended.number(),
                ended.state().name());
        return marked == 1
                ? delete(session, ended.number(), part, timeLeft)
                : new Outcome.Refused("The run changed its state just now: look at it before asking again.");
    }

    private static Outcome delete(Session session, int run, Part part, BooleanSupplier timeLeft) {
        long rows = 0;
        long deleted = part.equals(ALIASES) ? MOST_KEYS_AT_ONCE : 0;
        while (deleted == MOST_KEYS_AT_ONCE) {
            if (rows > 0 && !timeLeft.getAsBoolean()) {
                return new Outcome.Dropped(rows, false);
            }
            deleted = session.update(
                    "DELETE FROM truename.backfill AS b USING (SELECT run, source, key FROM truename.backfill WHERE run = $1"
                            + " ORDER BY source, key LIMIT $2) AS first"
                            + " WHERE b.run = first.run AND b.source = first.source AND b.key = first.key",
                    run,
                    MOST_KEYS_AT_ONCE);
            rows += deleted;
        }
        for (String table : part.tables()) {
            long most = bound(session, "max", table, run);
            for (long from = bound(session, "min", table, run); from <= most; from += DOCUMENTS_AT_ONCE) {
                if (rows > 0 && !timeLeft.getAsBoolean()) {
                    return new Outcome.Dropped(rows, false);
                }
                rows += session.update(
                        "DELETE FROM truename." + table + " WHERE run = $1 AND doc >= $2 AND doc < $3",
                        run,
                        from,
                        from + DOCUMENTS_AT_ONCE);
            }
        }
        return new Outcome.Dropped(rows, true);
    }

    /** Least or greatest number of a document; the least is above the greatest if there are none. */
    private static long bound(Session session, String which, String table, int run) {
        return session.one(
                "SELECT coalesce(" + which + "(doc), " + (which.equals("min") ? 0 : -1) + ") AS doc FROM truename."
                        + table + " WHERE run = $1",
                row -> row.number("doc"),
                run);
    }
}
