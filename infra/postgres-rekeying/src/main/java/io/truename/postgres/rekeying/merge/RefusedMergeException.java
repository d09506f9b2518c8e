// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.FailureKind;

/** A merge that would lose rows which nothing could bring back; its transaction is rolled back, and nothing happened. */
public final class RefusedMergeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** As PostgreSQL calls a deletion that a reference restricts. */
    private static final String RESTRICTED = "23001";

    RefusedMergeException(String message) {
        super(message);
    }

    /** What is done about it: the document is set aside. */
    public Failure failure() {
        return new Failure(
                FailureKind.POISON,
                "merge.cascade",
                RESTRICTED,
                "Merging its duplicate would lose rows of a table that the run does not change.",
                "Resolve the duplicate by hand, then retry the quarantined; or plan with \"onCollision\": \"skip\".");
    }
}
