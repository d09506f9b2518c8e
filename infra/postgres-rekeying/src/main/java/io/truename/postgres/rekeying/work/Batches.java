// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.rekeying.failure.BatchDecision;
import java.util.List;

/**
 * Batches of one worker in one direction: picks rows, moves them, sets them aside. Not thread-safe.
 *
 * @param <T> what a batch is made of, and what can be set aside
 */
interface Batches<T> {
    /** Rows of the next batch; if empty, {@link #waitForOthers} tells the reason. */
    List<T> next(int rows);

    /** Whether {@link #next} returned nothing because other workers must go first. */
    boolean waitForOthers();

    /** Moves all or some of those that {@link #next} returned. */
    BatchSummary move(List<T> batch, BatchOptions options);

    /** Number of rows in all tables that a batch is expected to change. */
    long rows(List<T> batch);

    /** Sets one aside that {@link #next} returned. */
    void setAside(T one, BatchDecision.Quarantine why);

    /** Number of those tried in this direction so far, and of those set aside. */
    Quarantines.Share share();

    /** Sentence for a share above the limit; ends with the remedy. */
    String tooMany(Quarantines.Share share);
}
