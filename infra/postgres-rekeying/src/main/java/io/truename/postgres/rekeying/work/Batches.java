// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.postgres.rekeying.move.BatchMover;
import io.truename.rekeying.failure.BatchDecision;
import java.util.List;

/** Batches of one worker in one direction: picks documents, moves them, sets them aside. Not thread-safe. */
interface Batches {
    /** Documents of the next batch; if empty, {@link #waitForOthers} tells the reason. */
    List<PlannedDocument> next(int rows);

    /** Whether {@link #next} returned nothing because other workers must go first. */
    boolean waitForOthers();

    /** Moves all or some of the documents that {@link #next} returned. */
    BatchSummary move(BatchMover mover, List<PlannedDocument> documents, BatchOptions options);

    /** Sets a document aside that {@link #next} returned. */
    void setAside(PlannedDocument document, BatchDecision.Quarantine why);

    /** Documents tried in this direction so far, and those of them that are set aside. */
    Quarantines.Share share();

    /** Sentence for a share above the limit; ends with what to do. */
    String tooMany(Quarantines.Share share);
}
