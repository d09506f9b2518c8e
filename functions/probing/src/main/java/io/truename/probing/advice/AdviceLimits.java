// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import java.time.Duration;

/**
 * Limits that a small database reaches only after long, so that a test need neither wait nor write much.
 *
 * @param lockWait a wait that is advised on; six times as long is critical
 * @param transaction the age of a transaction, or of a prepared one, that is advised on; twelve times as old is high
 * @param lag how long a replica may be behind; ten times as long is high
 * @param lagBytes WAL that a replica may be behind; ten times as much is high
 * @param retainedBytes WAL that a replication slot may keep
 * @param heldTransactions how many transactions ago the snapshot of a slot or a replica may have begun; ten times as many is high
 * @param blocks reads of blocks below which nothing is said of hits
 * @param indexBytes size below which a B-tree may be sparse
 * @param unused how long no query may have used an index
 */
public record AdviceLimits(
        Duration lockWait,
        Duration transaction,
        Duration lag,
        long lagBytes,
        long retainedBytes,
        long heldTransactions,
        long blocks,
        long indexBytes,
        Duration unused) {
    /** The published limits. */
    public static final AdviceLimits USUAL = new AdviceLimits(
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            1L << 30,
            1L << 30,
            1_000_000,
            100_000,
            8L << 20,
            Duration.ofDays(7));
}
