// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.postgres.Session;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Transaction of a batch: READ COMMITTED, so that each statement sees all commits before its locks were granted.
 */
public final class BatchTransaction {
    /**
     * Begins the transaction. No lock is awaited for longer than half a second. Each id is looked up by an index: the planner would
     * rather read all of a table or index once for a whole batch, which costs more the larger the table is.
     */
    private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '500ms';"
            + " SET LOCAL idle_in_transaction_session_timeout = '20s';"
            + " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off;"
            + " SET LOCAL random_page_cost = 1.1; SET LOCAL jit = off; SET LOCAL standard_conforming_strings = on;"
            // Rows are archived as text: whatever the role prefers, it must lose nothing, and be read as it was
            // written.
            + " SET LOCAL extra_float_digits = 3; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'";

    private BatchTransaction() {}

    /** Runs a batch and commits it, or rolls it back if it fails. */
    public static BatchSummary run(Session session, BatchOptions care, Supplier<BatchSummary> work) {
        Duration usual = session.longestWait();
        begin(session, care);
        BatchSummary moved;
        try {
            session.longestWait(max(usual, care.longestStatement().plusSeconds(10)));
            moved = work.get();
        } catch (RuntimeException | Error failed) {
            session.rollback();
            throw failed;
        } finally {
            session.longestWait(usual);
        }
        session.commit();
        return moved;
    }

    /** Begins the transaction of a batch. */
    public static void begin(Session session, BatchOptions care) {
        session.execute(BEGIN + "; SET LOCAL statement_timeout = "
                + care.longestStatement().toMillis());
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
