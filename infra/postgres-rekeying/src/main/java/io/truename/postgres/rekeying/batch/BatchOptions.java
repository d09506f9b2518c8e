// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.postgres.rekeying.lease.Leases;
import java.time.Duration;

/**
 * Options of a batch: the defaults, or others after a failure.
 *
 * @param lockRows whether every row is locked before it is read, and every id computed anew: slower, and needed if rows are
 *     written at the same time, or were written since planning
 * @param longestStatement time limit of a statement, and thus the longest wait for writers of the batch's rows
 */
public record BatchOptions(boolean lockRows, Duration longestStatement) {
    /** Default options: no row locks beyond those of documents, and the usual time limit. */
    public static final BatchOptions USUAL = new BatchOptions(false, Duration.ofSeconds(15));

    /** Length of the lease: 1.5 times the longest statement, so that it outlives the batch, and at least the usual length. */
    public Duration lease() {
        Duration longer = longestStatement.multipliedBy(3).dividedBy(2);
        return longer.compareTo(Leases.USUAL) > 0 ? longer : Leases.USUAL;
    }
}
