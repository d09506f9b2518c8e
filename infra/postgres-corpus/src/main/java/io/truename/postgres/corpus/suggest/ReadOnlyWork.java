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
        try {
            return new Outcome.Done<>(within(limits.statement(), settings, work));
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
                        case "statement.timeout" ->
                            "Reading a sample of its rows took longer than "
                                    + limits.statement().toMillis() + " ms.";
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
