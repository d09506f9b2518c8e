// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;

/** A merge that would lose rows which nothing could bring back; its transaction is rolled back, and nothing happened. */
public final class RefusedMergeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** As PostgreSQL calls a deletion that a reference restricts. */
    private static final String RESTRICTED = "23001";

    /** As PostgreSQL calls two rows with one key. */
    private static final String NOT_UNIQUE = "23505";

    private final Failure failure;

    private RefusedMergeException(String message, Failure failure) {
        super(message);
        this.failure = failure;
    }

    /** Of rows that would go with others without being archived. */
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

    /** Of rows that are no duplicates. */
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

    /** What is done about it: the document is set aside. */
    public Failure failure() {
        return failure;
    }
}
