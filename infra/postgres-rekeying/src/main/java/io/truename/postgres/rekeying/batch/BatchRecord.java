// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.rekeying.run.DocumentState;
import java.util.Collection;
import java.util.List;

/** Record of a batch, written in the batch's transaction: after a crash it shows whether the batch was committed. */
public final class BatchRecord {
    private static final String STATES = "/* truename:record */ UPDATE truename.document_map SET state = $3,"
            + " moved_order = CASE WHEN $3 IN (1, 2) THEN (SELECT nextval('truename.move_order')) ELSE moved_order END"
            + " WHERE run = $1 AND doc = ANY ($2)";

    private static final String BATCH =
            "/* truename:record */ INSERT INTO truename.batch (run, shard, direction, docs, documents, chunks, merged, rows_moved, tables, seconds, trace_id, epoch)"
                    + " SELECT $1, $2, $3, $4, $5, $6, $7, $8, COALESCE((SELECT jsonb_object_agg(name, rows)"
                    + " FROM unnest($9::text[], $10::bigint[]) AS given (name, rows)), '{}'), $11, $12, (SELECT epoch FROM truename.run WHERE number = $1)";

    private static final String SHARD = "/* truename:record */ UPDATE truename.shard SET"
            + " cursor_rank = GREATEST(cursor_rank, $3), cursor_doc = CASE WHEN $3 >= cursor_rank THEN $4 ELSE cursor_doc END,"
            + " documents = documents + $5, chunks = chunks + $6, merged = merged + $7, rows_moved = rows_moved + $8,"
            + " busy_seconds = busy_seconds + $9 WHERE run = $1 AND shard = $2";

    private static final String MOVED_ROWS =
            "/* truename:record */ INSERT INTO truename.moved_rows AS m (run, shard, table_name, column_name, rows_moved)"
                    + " SELECT $1, $2, split.table_name, split.column_name, rows * $5 FROM unnest($3::text[], $4::bigint[])"
                    + " AS given (name, rows) CROSS JOIN LATERAL (SELECT regexp_replace(name, '\\.[^.]*$', '') AS table_name,"
                    + " substring(name FROM '[^.]*$') AS column_name) AS split"
                    + " ON CONFLICT (run, shard, table_name, column_name) DO UPDATE SET rows_moved = m.rows_moved + EXCLUDED.rows_moved";

    private static final Session.Null NO_TRACE = new Session.Null(String.class);

    private BatchRecord() {}

    public static void states(Session session, int run, Collection<Long> docs, DocumentState state) {
        if (!docs.isEmpty()) {
            session.update(STATES, run, docs.toArray(Long[]::new), state.code());
        }
    }

    /**
     * Updates the duplicates of documents that no longer match their plan.
     *
     * @param survivors documents that the duplicates belong to
     * @return number of duplicates
     */
    public static long duplicatesOf(
            Session session, int run, Collection<Long> survivors, DocumentState before, DocumentState after) {
        return survivors.isEmpty()
                ? 0
                : session.update(
                        "/* truename:record */ UPDATE truename.document_map SET state = $4"
                                + " WHERE run = $1 AND into_doc = ANY ($2) AND state = $3",
                        run,
                        survivors.toArray(Long[]::new),
                        before.code(),
                        after.code());
    }

    /** Subtracts documents that were deleted after their move from the worker's figures. */
    public static void deleted(Session session, LeaseToken lease, long documents, long merged) {
        if (documents > 0) {
            session.update(
                    "/* truename:record */ UPDATE truename.shard SET documents = documents - $3, merged = merged - $4"
                            + " WHERE run = $1 AND shard = $2",
                    lease.run(),
                    lease.shard(),
                    documents,
                    merged);
        }
    }

    /**
     * Inserts the batch with the trace of the lease, and adds it to its worker's figures.
     *
     * @param last last document tried, after which the worker continues
     */
    public static void batch(
            Session session,
            LeaseToken lease,
            MapColumns way,
            List<PlannedDocument> documents,
            PlannedDocument last,
            BatchSummary moved,
            double seconds) {
        batch(
                session,
                lease,
                way,
                documents.stream().map(PlannedDocument::doc).toArray(Long[]::new),
                way == MapColumns.FORWARD ? last.rank() : -1,
                way == MapColumns.FORWARD ? last.doc() : -1L,
                moved,
                seconds);
    }

    /** Adds rows to the worker's figures that an earlier batch back has subtracted, and that are still to be moved back. */
    public static void notBack(Session session, LeaseToken lease, BatchSummary rows) {
        figures(session, lease, 1, -1, -1L, rows, 0);
    }

    /** Inserts a batch that moves no documents of a plan, as a backfill's, and adds it to its worker's figures. */
    public static void batch(Session session, LeaseToken lease, MapColumns way, BatchSummary moved, double seconds) {
        batch(session, lease, way, new Long[0], -1, -1L, moved, seconds);
    }

    private static void batch(
            Session session,
            LeaseToken lease,
            MapColumns way,
            Long[] docs,
            int lastRank,
            long lastDoc,
            BatchSummary moved,
            double seconds) {
        session.update(
                BATCH,
                lease.run(),
                lease.shard(),
                way.name(),
                docs,
                moved.documents(),
                (int) moved.chunks(),
                moved.merged(),
                moved.rows(),
                names(moved),
                rows(moved),
                seconds,
                lease.trace().<Object>map(trace -> trace).orElse(NO_TRACE));
        figures(session, lease, way == MapColumns.FORWARD ? 1 : -1, lastRank, lastDoc, moved, seconds);
    }

    private static void figures(
            Session session,
            LeaseToken lease,
            int sign,
            int lastRank,
            long lastDoc,
            BatchSummary moved,
            double seconds) {
        session.update(
                SHARD,
                lease.run(),
                lease.shard(),
                lastRank,
                lastDoc,
                (long) sign * moved.documents(),
                sign * moved.chunks(),
                (long) sign * moved.merged(),
                moved.rows(),
                seconds);
        session.update(MOVED_ROWS, lease.run(), lease.shard(), names(moved), rows(moved), (long) sign);
    }

    private static String[] names(BatchSummary moved) {
        return moved.rowsByColumn().keySet().toArray(String[]::new);
    }

    private static Long[] rows(BatchSummary moved) {
        return moved.rowsByColumn().values().toArray(Long[]::new);
    }

    /** Marks the newest batch as one that archived rows which name documents of other batches. */
    public static void shares(Session session, int run) {
        session.update(
                "/* truename:record */ UPDATE truename.batch SET shares = true WHERE run = $1"
                        + " AND number = currval(pg_get_serial_sequence('truename.batch', 'number'))",
                run);
    }

    /** Marks forward batches as undone: nothing is left to move back except documents set aside. */
    public static void undone(Session session, int run, Collection<Long> batches) {
        for (Long batch : batches) {
            session.update(
                    DocumentStateSql.of(
                            "/* truename:record */ UPDATE truename.batch AS b SET undone = true WHERE run = $1 AND number = $2"
                                    + " AND NOT EXISTS (SELECT FROM unnest(b.docs) AS moved (doc) JOIN truename.document_map AS m"
                                    + " ON m.run = b.run AND m.doc = moved.doc WHERE m.state = {MOVED}"
                                    + " AND NOT EXISTS (SELECT FROM truename.set_aside AS a WHERE a.run = m.run AND a.doc = m.doc))"),
                    run,
                    batch);
        }
    }
}
