// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.failure.Failure;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.SqlFailures;
import io.truename.postgres.rekeying.batch.BatchOptions;
import io.truename.postgres.rekeying.batch.BatchSummary;
import io.truename.postgres.rekeying.batch.ValidationException;
import io.truename.postgres.rekeying.merge.RefusedMergeException;
import io.truename.postgres.rekeying.move.RefusedMoveException;
import io.truename.rekeying.failure.BatchOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Attempt at a batch; every failure is an outcome.
 *
 * @param moved summary of the batch; empty unless it was committed
 * @param failed error of a statement; empty unless one failed
 */
record BatchAttempt(
        BatchOutcome outcome, Optional<BatchSummary> moved, Optional<SqlException> failed, Duration duration) {
    private static final String QUERY_CANCELLED = "57014";

    static BatchAttempt at(Supplier<BatchSummary> batch, BatchOptions options) {
        long begun = System.nanoTime();
        try {
            BatchSummary moved = batch.get();
            return new BatchAttempt(new BatchOutcome.Committed(), Optional.of(moved), Optional.empty(), since(begun));
        } catch (ValidationException invalid) {
            return without(new BatchOutcome.Invalid(text(invalid), invalid.mayPass()), since(begun));
        } catch (RefusedMergeException refused) {
            return without(new BatchOutcome.Failed(refused.failure(), text(refused), false), since(begun));
        } catch (RefusedMoveException refused) {
            return without(new BatchOutcome.Failed(refused.failure(), text(refused), false), since(begun));
        } catch (SqlException failed) {
            Duration duration = since(begun);
            Failure failure = SqlFailures.of(failed);
            // The same code tells of a person's pg_cancel_backend, which says nothing about the document.
            boolean timedOut =
                    failed.sqlState().equals(QUERY_CANCELLED) && duration.compareTo(options.longestStatement()) >= 0;
            return new BatchAttempt(
                    new BatchOutcome.Failed(failure, SqlFailures.words(failed), timedOut),
                    Optional.empty(),
                    Optional.of(failed),
                    duration);
        }
    }

    private static BatchAttempt without(BatchOutcome outcome, Duration duration) {
        return new BatchAttempt(outcome, Optional.empty(), Optional.empty(), duration);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static String text(RuntimeException failed) {
        return String.valueOf(failed.getMessage());
    }
}
