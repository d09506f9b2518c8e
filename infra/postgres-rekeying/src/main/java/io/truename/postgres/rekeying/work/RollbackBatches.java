// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.postgres.rekeying.move.RollbackPicker;
import io.truename.postgres.rekeying.move.RollbackQuarantine;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.failure.BatchDecision;
import java.util.List;

/** Batches that move documents back to their old ids, the last moved first. */
final class RollbackBatches implements Batches<PlannedDocument> {
    private final Session session;
    private final LeaseToken lease;
    private final RunView run;
    private final BatchMover mover;
    private long batch;
    private boolean waitForOthers;

    RollbackBatches(Session session, LeaseToken lease, RunView run, BatchMover mover) {
        this.session = session;
        this.lease = lease;
        this.run = run;
        this.mover = mover;
    }

    @Override
    public List<PlannedDocument> next(int rows) {
        while (true) {
            RollbackPicker.Next next = RollbackPicker.next(session, lease.run(), lease.shard(), rows);
            waitForOthers = next instanceof RollbackPicker.Waits;
            if (!(next instanceof RollbackPicker.Documents picked)) {
                return List.of();
            }
            batch = picked.batch();
            if (!picked.movedOn().isEmpty()) {
                RollbackQuarantine.add(session, lease, batch, picked.movedOn(), new RollbackQuarantine.MovedOn());
            }
            if (!picked.documents().isEmpty()) {
                return picked.documents();
            }
        }
    }

    @Override
    public boolean waitForOthers() {
        return waitForOthers;
    }

    @Override
    public BatchSummary move(List<PlannedDocument> documents, BatchOptions options) {
        return mover.back(session, lease, documents, batch, options);
    }

    @Override
    public long rows(List<PlannedDocument> documents) {
        return documents.stream().mapToLong(PlannedDocument::rows).sum();
    }

    @Override
    public void setAside(PlannedDocument document, BatchDecision.Quarantine why) {
        RollbackQuarantine.add(
                session,
                lease,
                batch,
                List.of(document),
                new RollbackQuarantine.Fails(why.code(), why.reason(), why.sqlState()));
    }

    @Override
    public Quarantines.Share share() {
        return RollbackQuarantine.share(session, lease.run());
    }

    @Override
    public String tooMany(Quarantines.Share share) {
        return share.quarantined() + " of " + share.tried()
                + " documents could not be moved back; the limit is a share of "
                + run.settings().quarantineLimit() + ". " + FinishingWork.whatToDo(run);
    }
}
