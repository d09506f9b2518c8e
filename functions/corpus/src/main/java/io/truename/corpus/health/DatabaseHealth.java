// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.health;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Health of a database. Every part may be unknown, for lack of a privilege or because there is nothing to measure; an unknown part
 * never holds a run. No part counts the activity of Truename's own sessions, except waits behind them.
 *
 * @param at when they were read, by the database's clock
 * @param lockWaiters sessions of others that wait for a lock of ours, or to lock a table of the corpus against writers
 * @param longestTransactionSeconds age of the oldest open transaction of others in this database
 * @param replicationLagSeconds of the slowest streaming replica, until it has replayed
 * @param replicationLagBytes the same in WAL
 * @param walPosition bytes of WAL ever written, where an archiver or a replica needs them; two of them give the rate
 * @param walBytesPerSecond since the previous reading; {@link #since} computes it
 * @param archiverReady WAL segments that wait to be archived
 * @param archiverFailing 1 while the newest attempt of the archiver is a failed one, else 0
 * @param deadSpace space of dead rows in the corpus's tables; without tables of which nothing is known
 * @param poolWaiting callers of this instance that wait for a connection
 * @param latencyRatio 95th percentile of the last batches' seconds a row, by that of the run's calm ones
 */
public record DatabaseHealth(
        Instant at,
        OptionalLong lockWaiters,
        OptionalDouble longestTransactionSeconds,
        OptionalDouble replicationLagSeconds,
        OptionalLong replicationLagBytes,
        OptionalLong walPosition,
        OptionalDouble walBytesPerSecond,
        OptionalLong archiverReady,
        OptionalLong archiverFailing,
        List<DeadSpace> deadSpace,
        OptionalLong poolWaiting,
        OptionalDouble latencyRatio) {

    public DatabaseHealth {
        deadSpace = List.copyOf(deadSpace);
    }

    /** Health of which nothing is known. */
    public static DatabaseHealth unknown(Instant at) {
        return new DatabaseHealth(
                at,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalDouble.empty());
    }

    /** With the WAL's rate since earlier vitals; unknown within a second, and after a failover to an older position. */
    public DatabaseHealth since(DatabaseHealth earlier) {
        double seconds = java.time.Duration.between(earlier.at, at).toNanos() / 1e9;
        OptionalDouble rate = OptionalDouble.empty();
        if (seconds >= 1 && walPosition.isPresent() && earlier.walPosition.isPresent()) {
            double bytes = (double) (walPosition.getAsLong() - earlier.walPosition.getAsLong());
            rate = bytes < 0 ? OptionalDouble.empty() : OptionalDouble.of(bytes / seconds);
        }
        return new DatabaseHealth(
                at,
                lockWaiters,
                longestTransactionSeconds,
                replicationLagSeconds,
                replicationLagBytes,
                walPosition,
                rate,
                archiverReady,
                archiverFailing,
                deadSpace,
                poolWaiting,
                latencyRatio);
    }

    /** Adds the values that only this instance knows: its pool, and its batches' latency relative to their baseline. */
    public DatabaseHealth with(OptionalLong waiting, OptionalDouble latency) {
        return new DatabaseHealth(
                at,
                lockWaiters,
                longestTransactionSeconds,
                replicationLagSeconds,
                replicationLagBytes,
                walPosition,
                walBytesPerSecond,
                archiverReady,
                archiverFailing,
                deadSpace,
                waiting,
                latency);
    }

    /** Adds the space of dead rows, which is measured less often. */
    public DatabaseHealth with(List<DeadSpace> space) {
        return new DatabaseHealth(
                at,
                lockWaiters,
                longestTransactionSeconds,
                replicationLagSeconds,
                replicationLagBytes,
                walPosition,
                walBytesPerSecond,
                archiverReady,
                archiverFailing,
                space,
                poolWaiting,
                latencyRatio);
    }
}
