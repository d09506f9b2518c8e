// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;

/** Refusal of a move that would leave rows on wrong ids although no statement fails; the transaction is rolled back. */
public final class RefusedMoveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Class 09 of the SQL standard: triggered action exception. */
    private static final String TRIGGERED_ACTION = "09000";

    /** SQLSTATE unique_violation. */
    private static final String NOT_UNIQUE = "23505";

    private static final Failure SKIPPED = new Failure(
            FailureKind.POISON,
            "row.skipped",
            TRIGGERED_ACTION,
            "A trigger kept a row on its old id.",
            "Let the trigger accept a change of ids, or disable it");

    private static final Failure HELD = new Failure(
            FailureKind.POISON,
            "chunk.id.held",
            NOT_UNIQUE,
            "One of its chunks has the id that another must get.",
            "Give the chunks their former ordinals, or replace all chunks of the document");

    private final Failure failure;

    RefusedMoveException(String message, Throwable cause) {
        super(message, cause);
        this.failure = SKIPPED;
    }

    /** Creates a refusal by a trigger that undoes a move without an error, to which no other failure led. */
    public RefusedMoveException(String message) {
        this(message, SKIPPED);
    }

    private RefusedMoveException(String message, Failure failure) {
        super(message);
        this.failure = failure;
    }

    /** Creates a refusal of an id that a chunk has which must itself get another. */
    static RefusedMoveException held(String message) {
        return new RefusedMoveException(message, HELD);
    }

    /** Failure of kind POISON: the document is set aside. */
    public Failure failure() {
        return failure;
    }
}
