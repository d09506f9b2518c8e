// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import java.util.List;
import java.util.Optional;

/**
 * Sessions of the server's clients.
 *
 * @param used of all databases
 * @param most that ordinary roles may open
 * @param limits of this database and of roles, where they are limited
 * @param pools sessions by role and application, the largest first
 * @param waits for locks, the longest first
 * @param transactions open ones of this database, the oldest first; those of roles whose sessions are hidden are missing
 * @param ownWaiting callers of this function that wait for a connection
 * @param ownMost connections of this function's pool
 */
public record Sessions(
        long used,
        long most,
        List<Limit> limits,
        List<Pool> pools,
        List<LockWait> waits,
        List<OpenTransaction> transactions,
        int ownWaiting,
        int ownMost) {
    public Sessions {
        limits = List.copyOf(limits);
        pools = List.copyOf(pools);
        waits = List.copyOf(waits);
        transactions = List.copyOf(transactions);
    }

    /**
     * Limit of a database or a role.
     *
     * @param kind DATABASE or ROLE
     */
    public record Limit(String kind, String name, long used, long most) {}

    /**
     * Sessions of one role and application.
     *
     * @param idle sessions that run nothing and have no transaction
     */
    public record Pool(String role, String application, long sessions, long idle) {}

    /**
     * A session that waits for a lock.
     *
     * @param blocker the session that holds the lock, or waits before it; 0 for a prepared transaction
     * @param prepared gid of that transaction
     * @param blockerState state of the blocking session, as pg_stat_activity names it; empty if it is hidden
     * @param on table, or kind of the lock
     */
    public record LockWait(
            long pid,
            long blocker,
            Optional<String> prepared,
            String blockerState,
            double seconds,
            String on,
            String mode) {}

    /**
     * A transaction.
     *
     * @param state of its session, as pg_stat_activity names it
     */
    public record OpenTransaction(long pid, double seconds, String state, String application) {}
}
