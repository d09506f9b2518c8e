// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.postgres.rekeying.move.BatchPicker;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.failure.BatchDecision;
import java.util.List;

/** Batches that move documents to their new ids, in the plan's order. */
final class ForwardBatches implements Batches<PlannedDocument> {
    private final Session session;
    private final LeaseToken lease;
    private final RunView run;
    private final BatchMover mover;

    ForwardBatches(Session session, LeaseToken lease, RunView run, BatchMover mover) {
        this.session = session;
        this.lease = lease;
        this.run = run;
        this.mover = mover;
    }

    @Override
    public List<PlannedDocument> next(int rows) {
        return BatchPicker.forward(
                session, lease.run(), lease.shard(), run.settings().workers(), rows, Integer.MAX_VALUE);
    }

    @Override
    public boolean waitForOthers() {
        return false;
    }

    @Override
    public BatchSummary move(List<PlannedDocument> documents, BatchOptions options) {
        return mover.forward(session, lease, documents, options);
    }

    @Override
    public long rows(List<PlannedDocument> documents) {
        return documents.stream().mapToLong(PlannedDocument::rows).sum();
    }

    @Override
    public void setAside(PlannedDocument document, BatchDecision.Quarantine why) {
        Quarantines.add(session, lease, document, why.code(), why.reason(), why.sqlState());
    }

    @Override
    public Quarantines.Share share() {
        return Quarantines.share(session, lease.run());
    }

    @Override
    public String tooMany(Quarantines.Share share) {
        return share.quarantined() + " of " + share.tried()
                + " documents are in quarantine; the limit is a share of "
                + run.settings().quarantineLimit() + ". " + FinishingWork.whatToDo(run);
    }
}
