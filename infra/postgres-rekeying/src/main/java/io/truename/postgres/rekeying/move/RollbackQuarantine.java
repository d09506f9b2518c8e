// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.BatchRecord;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.rekeying.run.Direction;
import java.util.List;
import java.util.Optional;

/**
 * Quarantine of documents that could not be moved back. They keep their new ids, with a record in the run's quarantine, and the others
 * go on. When all others are back, they are tried again, as long as a retry helps at least one.
 */
public final class RollbackQuarantine {
    private static final String ADD =
            "INSERT INTO truename.set_aside (run, doc, batch, waits) SELECT $1, doc, $3, $4 FROM unnest($2::bigint[]) AS d (doc)"
                    + " ON CONFLICT (run, doc) DO UPDATE SET waits = EXCLUDED.waits";

    private static final String AGAIN_BATCHES =
            "UPDATE truename.batch SET undone = false WHERE run = $1 AND number IN (SELECT batch FROM truename.set_aside WHERE run = $1)";

    private static final String AGAIN_QUARANTINE =
            "UPDATE truename.quarantine AS q SET resolved_at = clock_timestamp() FROM truename.set_aside AS a"
                    + " WHERE q.run = $1 AND q.resolved_at IS NULL AND a.run = $1 AND a.doc = q.doc";

    private RollbackQuarantine() {}

    /** Reason for which documents are set aside. */
    public sealed interface Why permits Fails, MovedOn {}

    /**
     * The database or a check refuses the move.
     *
     * @param code stable, such as {@code unique}
     * @param reason may quote data: for the run's own record, never for a log above DEBUG
     */
    public record Fails(String code, String reason, Optional<String> sqlState) implements Why {}

    /** A later move of the row could not be undone, or has not been undone yet. */
    public record MovedOn() implements Why {
        /** Code in the quarantine. */
        public static final String CODE = "moved.on";

        private static final String REASON =
                "The row was moved or merged once more by a later pass, and that has to be taken back first.";
    }

    /**
     * Sets documents aside.
     *
     * @param batch number of the batch that moved them
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if this instance may not work on the run any more
     */
    public static void add(Session session, LeaseToken lease, long batch, List<PlannedDocument> documents, Why why) {
        Fails record = why instanceof Fails fails ? fails : new Fails(MovedOn.CODE, MovedOn.REASON, Optional.empty());
        session.inTransaction(() -> {
            Leases.fence(session, lease, Direction.BACK);
            session.update(
                    ADD,
                    lease.run(),
                    documents.stream().map(PlannedDocument::doc).toArray(Long[]::new),
                    batch,
                    why instanceof MovedOn);
            for (PlannedDocument document : documents) {
                Quarantines.record(session, lease.run(), document, record.code(), record.reason(), record.sqlState());
            }
            BatchRecord.undone(session, lease.run(), List.of(batch));
            return true;
        });
    }

    /** Number of documents tried in the rollback, and of those that failed. */
    public static Quarantines.Share share(Session session, int run) {
        return session.one(
                "SELECT (SELECT COALESCE(sum(documents + merged), 0)::bigint FROM truename.batch"
                        + " WHERE run = $1 AND direction = 'BACK') AS moved,"
                        + " (SELECT count(*) FROM truename.set_aside WHERE run = $1 AND NOT waits) AS failed",
                row -> new Quarantines.Share(row.number("moved") + row.number("failed"), row.number("failed")),
                run);
    }

    /** Remaining work when no worker has any. */
    public sealed interface Rest permits Again, Left {}

    /** Every worker has work again. */
    public record Again() implements Rest {}

    /**
     * Nothing more can be moved back.
     *
     * @param documents number of documents set aside
     */
    public record Left(long documents) implements Rest {}

    /**
     * Requeues documents set aside if a document was moved back since their last try, or a person resumed the run: only then can the
     * result differ.
     */
    public static Rest again(Session session, int run) {
        return session.inTransaction(() -> {
            Optional<Long> triedBack = session.find(
                    "SELECT tried_back FROM truename.run WHERE number = $1 AND state = 'ROLLING_BACK' FOR UPDATE",
                    row -> row.number("tried_back"),
                    run);
            boolean busy = session.one(
                    "SELECT EXISTS (SELECT FROM truename.shard WHERE run = $1 AND NOT done) AS busy",
                    row -> row.flag("busy"),
                    run);
            if (busy) {
                return new Again();
            }
            long documents = session.one(
                    "SELECT count(*) AS documents FROM truename.set_aside WHERE run = $1",
                    row -> row.number("documents"),
                    run);
            long last = session.one(
                    "SELECT COALESCE(max(number), 0) AS last FROM truename.batch WHERE run = $1 AND direction = 'BACK'",
                    row -> row.number("last"),
                    run);
            if (documents == 0 || triedBack.isEmpty() || triedBack.get() >= last) {
                return new Left(documents);
            }
            session.update(AGAIN_BATCHES, run);
            session.update(AGAIN_QUARANTINE, run);
            session.update("DELETE FROM truename.set_aside WHERE run = $1", run);
            session.update("UPDATE truename.run SET tried_back = $2 WHERE number = $1", run, last);
            session.update("UPDATE truename.shard SET done = false WHERE run = $1", run);
            return new Again();
        });
    }
}
