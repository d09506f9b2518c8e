// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import io.truename.corpus.failure.DatabaseError;
import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.Failures;
import io.truename.postgres.ServerError;
import io.truename.postgres.SqlException;
import java.util.Set;

/** Classifier of database errors: maps an error report of the server to a {@link Failure}. */
public final class SqlFailures {
    /**
     * Constraints that a row violates only because another transaction has committed since the row was checked: foreign key, unique,
     * exclusion.
     */
    private static final Set<String> LOST_RACES = Set.of("23503", "23505", "23P01");

    private SqlFailures() {}

    /** Explanation for a run: our description, the server's message, and a remedy for the run. */
    public static String ofARun(Failure failure, SqlException failed) {
        return told(failure, failed) + failure.remedy();
    }

    /** Explanation for a request, with a remedy for the request. */
    public static String ofARequest(Failure failure, SqlException failed) {
        return lostARace(failed)
                ? "Another request changed the same rows at the same time. Send the request again."
                : told(failure, failed) + failure.remedyOfARequest();
    }

    /**
     * Whether an error in a request is a fault of ours. Requests write to our own tables only, so a value or constraint that refuses
     * should have been checked before; but a request that has checked may lose a race to another, and succeeds when it comes again.
     */
    public static boolean oursInARequest(Failure failure, SqlException failed) {
        boolean row = failed.sqlState().startsWith("22") || failed.sqlState().startsWith("23");
        return failure.ours() || (row && !lostARace(failed) && !failed.error().raisedInFunction());
    }

    private static boolean lostARace(SqlException failed) {
        return LOST_RACES.contains(failed.sqlState()) && !failed.error().raisedInFunction();
    }

    /** Message attributed to the server, or our own if the server reported nothing. */
    public static String words(SqlException failed) {
        return failed.reported() ? "The database says: " + failed.explanation() : failed.explanation();
    }

    private static String told(Failure failure, SqlException failed) {
        String words = words(failed);
        return failure.sentence() + " " + words + (words.endsWith(".") ? " " : ". ");
    }

    /** Classifies an error. */
    public static Failure of(SqlException failed) {
        ServerError error = failed.error();
        return Failures.classify(
                new DatabaseError(error.sqlState(), error.message(), error.endsSession(), error.raisedInFunction()));
    }
}
