// SPDX-License-Identifier: Apache-2.0
package io.truename.rekeying.failure;

import io.truename.corpus.failure.Failure;

/** Outcome of one attempt at a batch: all of it was committed, or nothing was. */
public sealed interface BatchOutcome {
    /** The batch was committed. */
    record Committed() implements BatchOutcome {}

    /**
     * The checks inside the transaction failed, so it was rolled back.
     *
     * @param reason a sentence; may quote data
     * @param mayPass whether a concurrent change of the rows can explain it
     */
    record Invalid(String reason, boolean mayPass) implements BatchOutcome {}

    /**
     * A statement failed, or the corpus refused the move.
     *
     * @param message of the server; may quote data
     * @param timedOut whether a statement was cancelled because it had used up the time that it was given
     */
    record Failed(Failure failure, String message, boolean timedOut) implements BatchOutcome {
        /** The failure in our words, then in the server's, then its remedy. */
        String withRemedy() {
            return failure.sentence() + " " + message + (message.endsWith(".") ? " " : ". ") + failure.remedy();
        }
    }
}
