// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchRecord;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.BatchTransaction;
import io.truename.postgres.rekeying.batch.LockedDocuments;
import io.truename.postgres.rekeying.batch.MapColumns;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.postgres.rekeying.merge.Merges;
import io.truename.postgres.rekeying.merge.SharedRows;
import io.truename.postgres.rekeying.rename.RenameWriter;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.DocumentState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Mover of a batch: moves documents with all dependent rows in one transaction. It fences, locks the documents, merges duplicates,
 * collects late chunks, moves in one statement, checks the result, records it, and commits. The batch is either committed with its
 * record, or nothing changes. The transaction is READ COMMITTED, so that each statement sees all commits before the locks were granted.
 * Not thread-safe.
 *
 * <p>Long, because the order of these steps is the proof that nothing is lost, and one place shows it.
 */
public final class BatchMover {
    private static final String WAL = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS at";

    private final CorpusSchema schema;
    private final int run;
    private final LockedDocuments locks;
    private final ChunkPlan chunkPlan;
    private final Merges merges;
    private final MoveExecutor forward;
    private final MoveExecutor back;
    private final BatchChecks checks;
    private final SharedRows sharedRows;
    private final SkippedRows skippedRows;
    private final RenameWriter renames;

    public BatchMover(CorpusSchema schema, int run) {
        this.schema = schema;
        this.run = run;
        this.locks = new LockedDocuments(schema);
        this.chunkPlan = new ChunkPlan(schema);
        this.merges = new Merges(schema, run, locks);
        this.forward = new MoveExecutor(schema, MapColumns.FORWARD);
        this.back = new MoveExecutor(schema, MapColumns.BACK);
        this.checks = new BatchChecks(schema);
        this.sharedRows = new SharedRows(schema);
        this.skippedRows = new SkippedRows(schema, run);
        this.renames = new RenameWriter(schema, run);
    }

    /**
     * Moves documents to their new ids and commits.
     *
     * @param documents planned documents, in the plan's order; at least one
     * @param care options of the batch
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if this instance may not move rows of the run any more
     * @throws ValidationException if a check of the result fails; nothing was changed then
     * @throws RefusedMoveException if a trigger kept a row on its old id although rows were locked, or if a chunk's id is held by another
     *     one; nothing was changed then
     * @throws SqlException if a statement fails; if the connection is lost during the commit, only the record shows whether the
     *     batch was committed
     */
    public BatchSummary forward(Session session, LeaseToken lease, List<PlannedDocument> documents, BatchOptions care) {
        return inBatch(session, care, () -> {
            long begun = System.nanoTime();
            Leases.fence(session, lease, Direction.FORWARD, care.lease());
            LockedDocuments.Found found = locks.planned(session, documents);
            BatchSummary moved = explaining(
                    session, found, MapColumns.FORWARD, care, () -> moveForward(session, found, care.lockRows()));
            BatchRecord.states(session, run, docs(found.present()), DocumentState.MOVED);
            BatchRecord.states(session, run, docs(found.gone()), DocumentState.GONE);
            BatchRecord.states(session, run, docs(found.stale()), DocumentState.STALE);
            for (List<PlannedDocument> absent : List.of(found.gone(), found.stale())) {
                // The next pass finds out which of them survives instead.
                BatchRecord.duplicatesOf(
                        session, run, docs(absent), DocumentState.WAITING_TO_MERGE, DocumentState.STALE);
            }
            BatchRecord.batch(
                    session,
                    lease,
                    MapColumns.FORWARD,
                    found.present(),
                    documents.get(documents.size() - 1),
                    moved,
                    (System.nanoTime() - begun) / 1e9);
            if (sharedRows.archived(session, run, found.present())) {
                BatchRecord.shares(session, run);
            }
            Leases.stillHeld(session, lease);
            return moved;
        });
    }

    /**
     * Moves documents back to their old ids and commits; throws like {@link #forward}.
     *
     * @param documents moved documents, the last moved first
     * @param batch number of the batch that moved them
     */
    public BatchSummary back(
            Session session, LeaseToken lease, List<PlannedDocument> documents, long batch, BatchOptions care) {
        return inBatch(session, care, () -> {
            long begun = System.nanoTime();
            Leases.fence(session, lease, Direction.BACK, care.lease());
            LockedDocuments.Found found = locks.moved(session, documents);
            List<PlannedDocument> present = found.present();
            Map<Long, Long> losers = merges.mergedInto(session, present);
            BatchSummary moved = explaining(
                    session, found, MapColumns.BACK, care, () -> moveBack(session, found, losers, care.lockRows()));
            BatchRecord.states(session, run, docs(present), DocumentState.ROLLED_BACK);
            BatchRecord.states(session, run, losers.keySet(), DocumentState.ROLLED_BACK);
            BatchRecord.states(session, run, docs(found.gone()), DocumentState.GONE);
            // If the application deleted the survivor, its duplicates are gone, too.
            long goneWithThem = BatchRecord.duplicatesOf(
                    session, run, docs(found.gone()), DocumentState.MERGED, DocumentState.GONE);
            BatchRecord.deleted(session, lease, found.gone().size(), goneWithThem);
            BatchRecord.undone(session, run, List.of(batch));
            BatchRecord.batch(
                    session,
                    lease,
                    MapColumns.BACK,
                    present,
                    documents.get(documents.size() - 1),
                    moved,
                    (System.nanoTime() - begun) / 1e9);
            Leases.stillHeld(session, lease);
            return moved;
        });
    }

    /**
     * Moves a sample of documents to measure the cost, and rolls it back: other sessions never see it.
     *
     * @return the rows moved, the WAL written, and the columns that the tables' own triggers changed
     */
    public Sample sample(Session session, List<PlannedDocument> documents) {
        BatchTransaction.begin(session, BatchOptions.USUAL);
        try {
            return explained(session, documents);
        } finally {
            session.rollback();
        }
    }

    /** Moves a sample like {@link #sample}, without a plan; empty if none of the first documents is to be moved. */
    public static Optional<Sample> sampleWithoutPlan(Session session, CorpusSchema schema) {
        BatchTransaction.begin(session, BatchOptions.USUAL);
        try {
            UnplannedSample plan = new UnplannedSample(session, schema);
            List<PlannedDocument> documents = plan.write();
            return documents.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BatchMover(schema, plan.run()).explained(session, documents));
        } finally {
            session.rollback();
        }
    }

    private Sample explained(Session session, List<PlannedDocument> documents) {
        // A merge deletes rows, which would look like a change of the others.
        List<PlannedDocument> plain =
                documents.stream().filter(document -> !document.merges()).toList();
        try {
            return sampleWithin(session, plain);
        } catch (ValidationException invalid) {
            throw skippedRows.explain(session, plain, MapColumns.FORWARD, invalid);
        } catch (SqlException failed) {
            session.rollback();
            throw skippedRows.explain(session, failed);
        }
    }

    private Sample sampleWithin(Session session, List<PlannedDocument> plain) {
        LockedDocuments.Found found = locks.planned(session, plain);
        Long[] docs = docs(found.present()).toArray(Long[]::new);
        chunkPlan.renew(session, run, found.present(), docs, false);
        locks.lockRows(session, run, docs, MapColumns.FORWARD);
        TriggerModifiedColumns stamped = new TriggerModifiedColumns(schema, run, docs);
        stamped.before(session);
        long walBefore = session.one(WAL, row -> row.number("at"));
        // Measure only the steps of a batch: the forecast multiplies the time by all rows of the corpus.
        long begun = System.nanoTime();
        BatchSummary moved = new BatchMover(stamped.ignoringContent(), run).moveForward(session, found, false);
        double seconds = (System.nanoTime() - begun) / 1e9;
        // Deferred triggers and constraints refuse at the commit, which a sample never comes to.
        session.execute("SET CONSTRAINTS ALL IMMEDIATE");
        long walAfter = session.one(WAL, row -> row.number("at"));
        return new Sample(moved, seconds, walAfter - walBefore, stamped.changed(session));
    }

    /**
     * Result of a sample batch.
     *
     * @param seconds duration without the locks before and the commit
     * @param walBytes WAL of the whole server meanwhile, including that of other clients
     * @param inexactColumns columns that triggers change, as {@code schema.table.column}
     */
    public record Sample(BatchSummary moved, double seconds, long walBytes, List<String> inexactColumns) {
        public Sample {
            inexactColumns = List.copyOf(inexactColumns);
        }
    }

    private BatchSummary moveForward(Session session, LockedDocuments.Found found, boolean lockRows) {
        List<PlannedDocument> present = found.present();
        Map<Long, Long> losers = merges.merge(session, present);
        Long[] docs = docs(present).toArray(Long[]::new);
        OwnedDocuments owned = OwnedDocuments.of(present, losers);
        Long[] withMerged = owned.docs();
        if (lockRows) {
            locks.lockRows(session, run, withMerged, MapColumns.FORWARD);
        }
        // A merge deletes rows, so it must be decided by the present rows and not by the plan.
        boolean merging = present.stream().anyMatch(PlannedDocument::merges);
        chunkPlan.renew(session, run, present, withMerged, lockRows || merging);
        merges.mergeChunksThatAreTwice(session, present, withMerged);
        MoveExecutor.Result result = forward.move(session, run, docs, owned);
        checks.chunksCame(session, run, present, withMerged, MapColumns.FORWARD);
        checks.moved(session, run, present, withMerged);
        renames.write(session, withMerged, MapColumns.FORWARD);
        return moved(present, losers.size(), found.gone().size() + found.stale().size(), result, 0);
    }

    private BatchSummary moveBack(
            Session session, LockedDocuments.Found found, Map<Long, Long> losers, boolean lockRows) {
        List<PlannedDocument> present = found.present();
        Long[] docs = docs(present).toArray(Long[]::new);
        OwnedDocuments owned = OwnedDocuments.of(present, losers);
        Long[] withMerged = owned.docs();
        if (lockRows) {
            locks.lockRows(session, run, withMerged, MapColumns.BACK);
        }
        chunkPlan.keepAsTheyAre(session, run, present, withMerged);
        MoveExecutor.Result result = back.move(session, run, docs, owned);
        checks.chunksCame(session, run, present, withMerged, MapColumns.BACK);
        // Afterwards nothing tells any more which chunks were merged.
        renames.write(session, withMerged, MapColumns.BACK);
        long restored = merges.undo(session, withMerged);
        checks.movedBack(session, run, present, withMerged);
        return moved(present, losers.size(), found.gone().size(), result, restored);
    }

    private BatchSummary moved(
            List<PlannedDocument> present, int merged, int absent, MoveExecutor.Result result, long restoredRows) {
        long chunks = 0;
        for (io.truename.corpus.schema.CorpusSchema.ChunkTable table : schema.chunks()) {
            chunks += result.byColumn()
                    .getOrDefault(table.table() + "." + table.id().name(), 0L);
        }
        return new BatchSummary(
                present.size(), chunks, merged, absent, result.rows() + restoredRows, result.byColumn());
    }

    private BatchSummary inBatch(Session session, BatchOptions care, Supplier<BatchSummary> work) {
        try {
            return BatchTransaction.run(session, care, work);
        } catch (SqlException failed) {
            throw care.lockRows() ? skippedRows.explain(session, failed) : failed;
        }
    }

    /** Explains a failed check, if nobody else can have changed the rows: those of documents that are moved, and of no others. */
    private BatchSummary explaining(
            Session session,
            LockedDocuments.Found found,
            MapColumns way,
            BatchOptions care,
            Supplier<BatchSummary> moves) {
        try {
            return moves.get();
        } catch (ValidationException invalid) {
            throw care.lockRows() ? skippedRows.explain(session, found.present(), way, invalid) : invalid;
        }
    }

    private static List<Long> docs(List<PlannedDocument> documents) {
        return documents.stream().map(PlannedDocument::doc).toList();
    }
}
