// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import io.truename.corpus.failure.DatabaseError;
import io.truename.corpus.failure.Failure;
import io.truename.corpus.failure.Failures;
import io.truename.postgres.ServerError;
import io.truename.postgres.SqlException;

/** Classifies an error of the database with everything that the server said about it. */
public final class SqlFailures {
    private SqlFailures() {}

    /** What happened, in our words and then in the server's, and what to do about the run that met it. */
    public static String ofARun(Failure failure, SqlException failed) {
        return told(failure, failed) + failure.remedy();
    }

    /** The same for a request. */
    public static String ofARequest(Failure failure, SqlException failed) {
        return told(failure, failed) + failure.remedyOfARequest();
    }

    /**
     * Whether it is a fault of ours in a request, which writes to tables of ours only: a value or constraint that refuses that
     * was not looked at before.
     */
    public static boolean oursInARequest(Failure failure, SqlException failed) {
        boolean row = failed.sqlState().startsWith("22") || failed.sqlState().startsWith("23");
        return failure.ours() || (row && !failed.error().raisedInFunction());
    }

    /** The server's own words, said to be its own; or ours, where it has said nothing. */
    public static String words(SqlException failed) {
        return failed.reported() ? "The database says: " + failed.explanation() : failed.explanation();
    }

    private static String told(Failure failure, SqlException failed) {
        String words = words(failed);
        return failure.sentence() + " " + words + (words.endsWith(".") ? " " : ". ");
    }

    /** Decides what it means. */
    public static Failure of(SqlException failed) {
        ServerError error = failed.error();
        return Failures.classify(
                new DatabaseError(error.sqlState(), error.message(), error.endsSession(), error.raisedInFunction()));
    }
}
