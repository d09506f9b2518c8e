// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import java.util.function.BooleanSupplier;

/**
 * Background count of the corpus while a pass is planned, on a connection of its own: planning leaves the server idle while it
 * computes ids, and a count does not change the rows that the plan reads. Closing it waits for the slice that is under way; the rest
 * is counted by the caller, which also meets any error that ended the count here.
 */
final class ConcurrentCount implements AutoCloseable {
    private final Thread thread;
    private volatile boolean closing;

    /** Counts as {@link Validation} does. */
    @FunctionalInterface
    interface Count {
        void tick(Session session, BooleanSupplier timeLeft);
    }

    private ConcurrentCount(Database database, Count count, BooleanSupplier timeLeft) {
        this.thread = new Thread(() -> run(database, count, () -> !closing && timeLeft.getAsBoolean()), "corpus-count");
    }

    /**
     * Begins to count, unless the process has no connection to spare.
     *
     * @param timeLeft asked on another thread
     */
    static ConcurrentCount begin(Database database, Count count, BooleanSupplier timeLeft) {
        ConcurrentCount concurrent = new ConcurrentCount(database, count, timeLeft);
        Database.PoolUse use = database.poolUse();
        if (use.acquired() < use.most()) {
            concurrent.thread.start();
        }
        return concurrent;
    }

    private static void run(Database database, Count count, BooleanSupplier timeLeft) {
        try (Session session = database.open()) {
            count.tick(session, timeLeft);
        } catch (SqlException left) {
            // The caller counts the rest and meets the same error if it lasts.
        }
    }

    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
