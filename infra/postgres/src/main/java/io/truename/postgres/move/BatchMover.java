// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.postgres.Session;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.schema.CorpusSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves one batch of documents, with everything that hangs on them, in one transaction: fence, lock the parents, collect what
 * came late, merge duplicates, move in one statement, look at the result, write it down, commit. It either happened and is
 * recorded, or nothing happened. READ COMMITTED, so that each statement sees what was committed before the locks were had.
 * Belongs to one thread.
 */
public final class BatchMover {
    /**
     * No one waits for us longer than half a second, nor do we. Each id is looked up by
     * an index: the planner would rather read a table, or all of an index, once for a whole batch, which is the worse the larger
     * the table is.
     */
    private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '500ms';"
            + " SET LOCAL statement_timeout = '15s'; SET LOCAL idle_in_transaction_session_timeout = '20s';"
            + " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off;"
            + " SET LOCAL random_page_cost = 1.1; SET LOCAL jit = off; SET LOCAL standard_conforming_strings = on";

    private static final String WAL = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS at";

    private final CorpusSchema schema;
    private final int run;
    private final LockedDocuments locks;
    private final UnplannedChunks unplanned;
    private final Merges merges;
    private final MoveRows forward;
    private final MoveRows back;
    private final BatchChecks checks;

    public BatchMover(CorpusSchema schema, int run) {
        this.schema = schema;
        this.run = run;
        this.locks = new LockedDocuments(schema);
        this.unplanned = new UnplannedChunks(schema);
        this.merges = new Merges(schema, run);
        this.forward = new MoveRows(schema, Way.FORWARD);
        this.back = new MoveRows(schema, Way.BACK);
        this.checks = new BatchChecks(schema);
    }

    /**
     * Moves documents to their new ids and commits.
     *
     * @param documents planned ones, in the plan's order; at least one
     * @param lockRows whether every row is locked before it is looked at: slower, and needed where writers are busy
     * @throws LostLeaseException if this instance may not move rows of the run any more
     * @throws ValidationException if the result would not be right; nothing happened then
     * @throws io.truename.postgres.SqlException if a statement fails; when the connection is lost at the commit, only the record
     *     knows whether it happened
     */
    public Moved forward(Session session, LeaseToken lease, List<PlannedDocument> documents, boolean lockRows) {
        return inBatch(session, () -> {
            long begun = System.nanoTime();
            Leases.fence(session, lease, Way.FORWARD);
            LockedDocuments.Found found = locks.planned(session, documents);
            Moved moved = moveForward(session, found, lockRows);
            BatchRecord.states(session, run, docs(found.present()), DocumentState.MOVED);
            BatchRecord.states(session, run, docs(found.gone()), DocumentState.GONE);
            BatchRecord.states(session, run, docs(found.stale()), DocumentState.STALE);
            BatchRecord.batch(
                    session,
                    lease,
                    Way.FORWARD,
                    found.present(),
                    documents.get(documents.size() - 1),
                    moved,
                    (System.nanoTime() - begun) / 1e9);
            Leases.stillHeld(session, lease);
            return moved;
        });
    }

    /**
     * Moves documents back to the ids they had and commits; throws as {@link #forward} does.
     *
     * @param documents moved ones, the last moved first
     * @param batches the numbers of the batches that moved them, with their documents
     */
    public Moved back(
            Session session,
            LeaseToken lease,
            List<PlannedDocument> documents,
            Map<Long, List<Long>> batches,
            boolean lockRows) {
        return inBatch(session, () -> {
            long begun = System.nanoTime();
            Leases.fence(session, lease, Way.BACK);
            LockedDocuments.Found found = locks.moved(session, documents);
            List<PlannedDocument> present = found.present();
            Map<Long, Long> losers = merges.mergedInto(session, present);
            Long[] docs = docs(present).toArray(Long[]::new);
            OwnedDocuments owned = OwnedDocuments.of(present, losers);
            Long[] withMerged = owned.docs();
            unplanned.keepAsTheyAre(session, run, present, withMerged);
            if (lockRows) {
                locks.lockRows(session, run, withMerged);
            }
            MoveRows.Result result = back.move(session, run, docs, owned);
            long restored = merges.undo(session, withMerged);
            checks.movedBack(session, run, present, withMerged);
            Moved moved = moved(present, losers.size(), found.gone().size(), result, restored);
            BatchRecord.states(session, run, docs(present), DocumentState.ROLLED_BACK);
            BatchRecord.states(session, run, losers.keySet(), DocumentState.ROLLED_BACK);
            BatchRecord.states(session, run, docs(found.gone()), DocumentState.GONE);
            BatchRecord.undone(session, run, batches);
            BatchRecord.batch(
                    session,
                    lease,
                    Way.BACK,
                    present,
                    documents.get(documents.size() - 1),
                    moved,
                    (System.nanoTime() - begun) / 1e9);
            Leases.stillHeld(session, lease);
            return moved;
        });
    }

    /**
     * Moves documents to see what it costs, and takes everything back: nothing of it is ever visible to others.
     *
     * @return what it did, what it wrote, and the columns that the tables' own triggers changed
     */
    public Sample sample(Session session, List<PlannedDocument> documents) {
        session.execute(BEGIN);
        try {
            return sampleWithin(session, documents);
        } finally {
            session.rollback();
        }
    }

    /** As {@link #sample}, of documents that no plan holds; empty when none of the first is to be moved. */
    public static Optional<Sample> sampleWithoutPlan(Session session, CorpusSchema schema) {
        session.execute(BEGIN);
        try {
            UnplannedSample plan = new UnplannedSample(session, schema);
            List<PlannedDocument> documents = plan.write();
            return documents.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BatchMover(schema, plan.run()).sampleWithin(session, documents));
        } finally {
            session.rollback();
        }
    }

    private Sample sampleWithin(Session session, List<PlannedDocument> documents) {
        // A merge deletes rows, which would look like a change of the others.
        List<PlannedDocument> plain =
                documents.stream().filter(document -> !document.merges()).toList();
        LockedDocuments.Found found = locks.planned(session, plain);
        Long[] docs = docs(found.present()).toArray(Long[]::new);
        unplanned.plan(session, run, found.present(), docs);
        locks.lockRows(session, run, docs);
        StampedColumns stamped = new StampedColumns(schema, run, docs);
        stamped.before(session);
        long walBefore = session.one(WAL, row -> row.number("at"));
        // Only what a batch does, too: what is looked at besides would count for every row of the corpus.
        long begun = System.nanoTime();
        Moved moved = new BatchMover(stamped.ignoringContent(), run).moveForward(session, found, false);
        double seconds = (System.nanoTime() - begun) / 1e9;
        long walAfter = session.one(WAL, row -> row.number("at"));
        return new Sample(moved, seconds, walAfter - walBefore, stamped.changed(session));
    }

    /**
     * What a sample batch showed.
     *
     * @param seconds without the locks before and the commit
     * @param walBytes of the whole server meanwhile, so of its other clients too
     * @param inexactColumns {@code schema.table.column} that triggers change
     */
    public record Sample(Moved moved, double seconds, long walBytes, List<String> inexactColumns) {
        public Sample {
            inexactColumns = List.copyOf(inexactColumns);
        }
    }

    private Moved moveForward(Session session, LockedDocuments.Found found, boolean lockRows) {
        List<PlannedDocument> present = found.present();
        Map<Long, Long> losers = merges.merge(session, present);
        Long[] docs = docs(present).toArray(Long[]::new);
        OwnedDocuments owned = OwnedDocuments.of(present, losers);
        Long[] withMerged = owned.docs();
        unplanned.plan(session, run, present, withMerged);
        merges.mergeChunksThatAreTwice(session, present, withMerged);
        if (lockRows) {
            locks.lockRows(session, run, withMerged);
        }
        MoveRows.Result result = forward.move(session, run, docs, owned);
        checks.moved(session, run, present, withMerged);
        return moved(present, losers.size(), found.gone().size() + found.stale().size(), result, 0);
    }

    private Moved moved(
            List<PlannedDocument> present, int merged, int absent, MoveRows.Result result, long restoredRows) {
        long chunks = 0;
        for (io.truename.rekeying.schema.CorpusSchema.ChunkTable table : schema.chunks()) {
            chunks += result.byColumn()
                    .getOrDefault(table.table() + "." + table.id().name(), 0L);
        }
        return new Moved(present.size(), chunks, merged, absent, result.rows() + restoredRows, result.byColumn());
    }

    private Moved inBatch(Session session, java.util.function.Supplier<Moved> work) {
        session.execute(BEGIN);
        Moved moved;
        try {
            moved = work.get();
        } catch (RuntimeException | Error failed) {
            session.rollback();
            throw failed;
        }
        session.commit();
        return moved;
    }

    private static List<Long> docs(List<PlannedDocument> documents) {
        return documents.stream().map(PlannedDocument::doc).toList();
    }
}
