// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.rekeying.failure.BatchDecision;
import java.util.List;

/** One worker's batches in one direction: picks documents, moves them, sets them aside. Belongs to one thread. */
interface Batches {
    /** Documents of the next batch; empty when there is none now, in which case {@link #waitForOthers} tells why. */
    List<PlannedDocument> next(int rows);

    /** Whether {@link #next} gave nothing because other workers have to go first. */
    boolean waitForOthers();

    /** Moves documents that {@link #next} gave, all of them or some. */
    BatchSummary move(BatchMover mover, List<PlannedDocument> documents, BatchOptions options);

    /** Sets a document aside that {@link #next} gave. */
    void setAside(PlannedDocument document, BatchDecision.Quarantine why);

    /** Documents tried in this direction so far, and those of them that are set aside. */
    Quarantines.Share share();

    /** Sentence for a share above the limit; ends with what to do. */
    String tooMany(Quarantines.Share share);
}
