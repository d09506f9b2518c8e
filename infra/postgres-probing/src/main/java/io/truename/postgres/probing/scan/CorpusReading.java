// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.postgres.Database;
import io.truename.postgres.Session;
import java.time.Duration;
import java.util.function.Function;

/** Read-only transactions on the database of a corpus, each of one snapshot and with time-outs. */
final class CorpusReading {
    /** Longest statement: one page, one slice, or one statement over all documents. */
    static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);

    private CorpusReading() {}

    static <T> T of(Database corpus, Function<Session, T> work) {
        return corpus.with(session -> session.inTransaction(() -> {
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = "
                    + LONGEST_STATEMENT.toMillis() + "; SET LOCAL lock_timeout = 2000");
            return work.apply(session);
        }));
    }
}
