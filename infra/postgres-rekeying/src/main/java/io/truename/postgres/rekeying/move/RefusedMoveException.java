// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;

/** Refusal of a move by a trigger of the corpus that undoes it without an error; the transaction is rolled back. */
public final class RefusedMoveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Class 09 of the SQL standard: triggered action exception. */
    private static final String TRIGGERED_ACTION = "09000";

    RefusedMoveException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Creates a refusal that no other failure led to. */
    public RefusedMoveException(String message) {
        super(message);
    }

    /** Failure of kind POISON: the document is set aside. */
    public Failure failure() {
        return new Failure(
                FailureKind.POISON,
                "row.skipped",
                TRIGGERED_ACTION,
                "A trigger kept a row on its old id.",
                "Let the trigger accept a change of ids, or disable it");
    }
}
