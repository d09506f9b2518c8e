// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.postgres.rekeying.lease.Leases;
import java.time.Duration;

/**
 * Options of a batch; the usual ones, or others after a failure.
 *
 * @param lockRows whether every row is locked before it is looked at, and every id computed anew: slower, and needed where
 *     somebody writes at the same moment, or wrote since the plan
 * @param longestStatement what a statement may take; whoever writes to the batch's rows waits for so long at the most
 */
public record BatchOptions(boolean lockRows, Duration longestStatement) {
    /** As little as is right when nobody interferes, within the usual time. */
    public static final BatchOptions USUAL = new BatchOptions(false, Duration.ofSeconds(15));

    /** Half as much again as the longest statement, so that the lease outlives its batch; the usual length at least. */
    public Duration lease() {
        Duration longer = longestStatement.multipliedBy(3).dividedBy(2);
        return longer.compareTo(Leases.USUAL) > 0 ? longer : Leases.USUAL;
    }
}
