// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.BatchRecord;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Picker of the documents that a worker moves back next: its batches in reverse order, and none before all workers have moved back every
 * later epoch. A later pass may depend on an earlier one; within an epoch nothing does, so workers need not wait. The exception are
 * batches whose merges archived a row that names documents of several workers: they go back in the order of all batches.
 */
public final class RollbackPicker {
    private static final String LAST = "SELECT b.number, b.shares, " + later("l.epoch > b.epoch") + " OR b.shares AND "
            + later("l.epoch = b.epoch AND l.number > b.number") + " OR "
            + later("l.shares AND l.epoch = b.epoch AND l.number > b.number")
            + " AS waits FROM truename.batch AS b WHERE b.run = $1 AND b.shard = $2"
            + " AND b.direction = 'FORWARD' AND NOT b.undone ORDER BY b.epoch DESC, b.number DESC LIMIT 1";

    /** Whether a later move or merge of the row, or into it, after this document's move has not been undone. */
    private static final String MOVED_ON = DocumentStateSql.of(
            "EXISTS (SELECT FROM truename.document_map AS l WHERE l.old_id = m.new_id AND l.run = m.run AND l.doc <> m.doc"
                    + " AND l.state IN ({MOVED}, {MERGED}) AND (l.moved_order > m.moved_order OR m.moved_order IS NULL"
                    + " AND (l.moved_order IS NOT NULL OR l.doc > m.doc)))"
                    + " OR b.shares AND EXISTS (SELECT FROM truename.set_aside AS a WHERE a.run = $1 AND a.batch > b.number)");

    private static final String DOCUMENTS =
            DocumentStateSql.of("SELECT m.doc, m.rank, m.old_id, m.new_id, m.rows, m.chunks, m.merges, (" + MOVED_ON
                    + ") AS moved_on FROM truename.batch AS b CROSS JOIN LATERAL unnest(b.docs) WITH ORDINALITY AS d (doc, place)"
                    + " JOIN truename.document_map AS m ON m.run = $1 AND m.doc = d.doc AND m.state = {MOVED}"
                    + " WHERE b.run = $1 AND b.number = $2 AND NOT EXISTS"
                    + " (SELECT FROM truename.set_aside AS a WHERE a.run = $1 AND a.doc = m.doc)"
                    + " ORDER BY d.place DESC LIMIT $3");

    /** Factor by which an indivisible batch may exceed the usual size; larger ones would only time out. */
    private static final long WHOLE = 16;

    private RollbackPicker() {}

    private static String later(String condition) {
        return "EXISTS (SELECT FROM truename.batch AS l WHERE l.run = $1 AND l.direction = 'FORWARD' AND NOT l.undone AND "
                + condition + ")";
    }

    /** Next action of a worker. */
    public sealed interface Next permits Documents, Waits, Nothing {}

    /**
     * Documents of one batch, the last moved first; at least one in the two lists.
     *
     * @param batch number of the batch that moved them
     * @param documents documents to move back
     * @param movedOn documents to set aside, because a later move of their rows is set aside or not yet undone
     */
    public record Documents(long batch, List<PlannedDocument> documents, List<PlannedDocument> movedOn)
            implements Next {
        public Documents {
            documents = List.copyOf(documents);
            movedOn = List.copyOf(movedOn);
        }
    }

    /** Other workers must first undo later moves. */
    public record Waits() implements Next {}

    /** All batches of the worker are undone, except documents set aside. */
    public record Nothing() implements Next {}

    private record Last(long number, boolean shares, boolean waits) {}

    private record Candidate(PlannedDocument document, boolean movedOn) {}

    /**
     * Picks the next documents to move back.
     *
     * @param rows limit on the documents' rows in all tables. The first document is always taken, and a batch that merged rows shared
     *     by several documents goes back as a whole, unless it is far too large
     */
    public static Next next(Session session, int run, int shard, long rows) {
        while (true) {
            Optional<Last> last = session.find(
                    LAST, row -> new Last(row.number("number"), row.flag("shares"), row.flag("waits")), run, shard);
            if (last.isEmpty()) {
                return new Nothing();
            }
            if (last.get().waits()) {
                return new Waits();
            }
            long batch = last.get().number();
            long bound = last.get().shares() ? WHOLE * rows : rows;
            int most = (int) Math.min(BatchPicker.MOST_DOCUMENTS, Math.max(1, bound));
            List<Candidate> candidates = session.list(
                    DOCUMENTS, row -> new Candidate(BatchPicker.document(row), row.flag("moved_on")), run, batch, most);
            if (!candidates.isEmpty()) {
                return documents(batch, candidates, bound);
            }
            // Such as one whose documents all were gone.
            BatchRecord.undone(session, run, List.of(batch));
        }
    }

    private static Documents documents(long batch, List<Candidate> candidates, long rows) {
        List<PlannedDocument> free = new ArrayList<>();
        List<PlannedDocument> movedOn = new ArrayList<>();
        candidates.forEach(candidate -> (candidate.movedOn() ? movedOn : free).add(candidate.document()));
        return new Documents(batch, BatchPicker.upTo(free, rows), movedOn);
    }
}
