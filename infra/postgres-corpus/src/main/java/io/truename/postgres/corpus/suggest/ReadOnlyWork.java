// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import java.time.Duration;
import java.util.function.Supplier;

/** Transactions that write nothing, wait briefly for locks, and end in time. */
final class ReadOnlyWork {
    private final Session session;
    private final SuggestLimits limits;

    /**
     * @param session without a transaction
     */
    ReadOnlyWork(Session session, SuggestLimits limits) {
        this.session = session;
        this.limits = limits;
    }

    /** Result of work, or the reason why it failed. */
    sealed interface Outcome<T> {
        /** The work was done. */
        record Done<T>(T result) implements Outcome<T> {}

        /** The work was not done; a sentence says why. */
        record Failed<T>(String reason) implements Outcome<T> {}
    }

    Session session() {
        return session;
    }

    /** Works on the catalog; a failure is one of the whole request. */
    <T> T onTheCatalog(Supplier<T> work) {
        return within(limits.catalog(), "", work);
    }

    /**
     * Works on one table. A table that is locked, or that takes too long, is no failure of the request.
     *
     * @param settings further settings of the transaction; may be empty
     */
    <T> Outcome<T> onATable(String settings, Supplier<T> work) {
        return outcome(
                "Reading a sample of its rows took longer than "
                        + limits.statement().toMillis() + " ms.",
                () -> within(limits.statement(), settings, work));
    }

    /** Inspects a mapping, which needs several transactions: the limits hold for the session meanwhile. */
    <T> Outcome<T> inspecting(Supplier<T> inspection) {
        record Limits(String statement, String lock) {}
        Limits before = session.one(
                "SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock",
                row -> new Limits(row.text("statement"), row.text("lock")));
        limit(limits.catalog().toMillis() + "ms", limits.lock().toMillis() + "ms");
        try {
            return outcome(
                    "A statement of the inspection took longer than "
                            + limits.catalog().toMillis() + " ms. An assessment takes its time.",
                    inspection);
        } finally {
            limit(before.statement, before.lock);
        }
    }

    private void limit(String statement, String lock) {
        session.one(
                "SELECT set_config('statement_timeout', $1, false) IS NOT NULL AND set_config('lock_timeout', $2, false) IS NOT NULL"
                        + " AS done",
                row -> row.flag("done"),
                statement,
                lock);
    }

    private static <T> Outcome<T> outcome(String timedOut, Supplier<T> work) {
        try {
            return new Outcome.Done<>(work.get());
        } catch (SqlException failed) {
            Failure failure = SqlFailures.of(failed);
            if (failed.connectionLost()
                    || failure.kind() == FailureKind.CONNECTION
                    || failure.kind().holds()) {
                throw failed;
            }
            return new Outcome.Failed<>(
                    switch (failure.code()) {
                        case "lock.timeout" -> "Another session had locked it.";
                        case "statement.timeout" -> timedOut;
                        default -> failure.sentence();
                    });
        }
    }

    private <T> T within(Duration longest, String settings, Supplier<T> work) {
        return session.inTransaction(() -> {
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = "
                    + longest.toMillis() + "; SET LOCAL lock_timeout = "
                    + limits.lock().toMillis() + "; SET LOCAL jit = off"
                    + (settings.isEmpty() ? "" : "; " + settings));
            return work.get();
        });
    }
}
