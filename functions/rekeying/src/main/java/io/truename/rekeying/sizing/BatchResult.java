// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.sizing;

import io.truename.corpus.failure.FailureKind;
import java.time.Duration;

/**
 * Result of a batch, for the size of the next one.
 *
 * @param rows that it touched over all tables; of one that did not commit, those it was to touch
 * @param duration from BEGIN to the answer to COMMIT
 */
public record BatchResult(long rows, Duration duration, Outcome outcome) {
    /** The end of a batch, as far as its size may have caused it. */
    public enum Outcome {
        COMMITTED,
        /** Lock or statement time-out, deadlock, failed serialization: a smaller batch meets fewer of them. */
        CROWDED_OUT,
        /** Anything else: says nothing about size. */
        FAILED;

        /** The outcome of a batch that failed in this way. */
        public static Outcome of(FailureKind failure) {
            return failure == FailureKind.RETRY ? CROWDED_OUT : FAILED;
        }
    }

    public BatchResult {
        if (rows < 0 || duration.isNegative()) {
            throw new IllegalArgumentException("rows and duration must not be negative");
        }
    }
}
