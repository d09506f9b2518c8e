// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;

/** Refusal of a merge that would lose rows irrecoverably; the transaction is rolled back. */
public final class RefusedMergeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** SQLSTATE restrict_violation. */
    private static final String RESTRICTED = "23001";

    /** SQLSTATE unique_violation. */
    private static final String NOT_UNIQUE = "23505";

    private final Failure failure;

    private RefusedMergeException(String message, Failure failure) {
        super(message);
        this.failure = failure;
    }

    /** Creates a refusal for rows that a cascade would delete or change without archiving. */
    static RefusedMergeException ofCascade(String message) {
        return new RefusedMergeException(
                message,
                new Failure(
                        FailureKind.POISON,
                        "merge.cascade",
                        RESTRICTED,
                        "Merging its duplicate would lose rows of a table that the run does not change.",
                        "Resolve the duplicate by hand, or plan with \"onCollision\": \"skip\""));
    }

    /** Creates a refusal for rows that differ. */
    static RefusedMergeException because(Difference difference) {
        return new RefusedMergeException(
                difference.reason(),
                new Failure(
                        FailureKind.POISON,
                        difference.code(),
                        NOT_UNIQUE,
                        "It has chunks that would get one id and are no duplicates.",
                        "Correct them"));
    }

    /** Failure by which the document is set aside. */
    public Failure failure() {
        return failure;
    }
}
