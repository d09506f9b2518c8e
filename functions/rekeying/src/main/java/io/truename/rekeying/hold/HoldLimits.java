// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.hold;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits from which on a run holds. A hold that has begun ends only below {@link #RELEASE} of its limit, so that it does not flap.
 *
 * @param lockWaiters 1: sessions that wait for Truename's locks wait in vain, and a lock of a whole table would end the next batch, too
 * @param longTransactionSeconds 60: a tenth of what cloud consoles warn of; dead rows cannot be removed while it lasts
 * @param replicationLagSeconds 10: above pt-online-schema-change's 1 s and gh-ost's 1.5 s, which ask for MySQL's busy replicas
 * @param replicationLagBytes 256 MiB: sixteen segments of WAL
 * @param walBytesPerSecond 64 MiB: four segments a second, twice what a small archiver keeps up with; unknown where nobody needs the WAL
 * @param archiverReady 42 segments, as in GitLab's health indicator
 * @param deadRatio 0.3 of the table's size before the run, by {@link io.truename.corpus.health.DeadSpace#cost}: above autovacuum's own 0.2, so that it holds
 *     only where autovacuum does not keep up; half of it while a vacuum is at work on the table
 * @param smallTableBytes 1 GiB: the dead rows of a smaller table never hold. Even if no vacuum comes they cost a run less than
 *     another such table, once, and waiting for autovacuum would cost it up to a minute each time
 * @param latencyRatio 3: batches three times slower than calm ones; the sizer makes them smaller first
 */
public record HoldLimits(
        long lockWaiters,
        double longTransactionSeconds,
        double replicationLagSeconds,
        long replicationLagBytes,
        double walBytesPerSecond,
        long archiverReady,
        double deadRatio,
        long smallTableBytes,
        double latencyRatio) {
    public static final HoldLimits DEFAULT = new HoldLimits(1, 60, 10, 256L << 20, 64 << 20, 42, 0.3, 1L << 30, 3);

    /** The share of a limit below which a hold ends. */
    public static final double RELEASE = 0.7;

    /**
     * Time after which a run goes on despite a reason, which then does not hold it again until it has gone once; empty for never.
     * Permanent conditions must not stop a run forever: a hot row's waiters, a forgotten transaction, a server that is always
     * busy, a large table's autovacuum. A replica or an archiver that lags would be driven into a full disk.
     */
    static Optional<Duration> patience(HoldCode code) {
        return switch (code) {
            case LOCKS -> Optional.of(Duration.ofMinutes(1));
            case POOL, LATENCY -> Optional.of(Duration.ofMinutes(2));
            case LONG_TRANSACTION, WAL, AUTOVACUUM -> Optional.of(Duration.ofMinutes(10));
            case WINDOW, RATE, REPLICATION, ARCHIVER -> Optional.empty();
        };
    }
}
