// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.sizing;

import java.time.Duration;

/**
 * What became of a batch.
 *
 * @param rows that it touched over all tables; of one that did not commit, those it was to touch
 * @param duration from BEGIN to the answer to COMMIT
 */
public record BatchResult(long rows, Duration duration, Outcome outcome) {
    /** How a batch ended, as far as its size may have to do with it. */
    public enum Outcome {
        COMMITTED,
        /** Lock or statement time-out, deadlock, failed serialization: a smaller batch meets fewer of them. */
        CROWDED_OUT,
        /** Anything else: says nothing about size. */
        FAILED
    }

    public BatchResult {
        if (rows < 0 || duration.isNegative()) {
            throw new IllegalArgumentException("rows and duration must not be negative");
        }
    }
}
