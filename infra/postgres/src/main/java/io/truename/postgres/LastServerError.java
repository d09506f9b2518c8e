// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Last error by which a server ended a connection or reported a lack of resources; kept until the server answers again. If the
 * disk of the write-ahead log is full, the server reports it to one client, crashes, and does not restart. All other clients would
 * only see that it does not answer.
 */
final class LastServerError {
    private volatile @Nullable ServerError words;

    /** Forgets the error, because the server has answered. */
    void answered() {
        if (words != null) {
            words = null;
        }
    }

    /** The failure, explained by the last error if the server did not report it. */
    SqlException with(SqlException failed) {
        ServerError last = words;
        ServerError error = failed.error();
        if (failed.reported()) {
            if (lacks(error) || (last == null && error.endsSession())) {
                words = error;
            }
            return failed;
        }
        if (last == null) {
            return failed;
        }
        return new SqlException(
                lacks(last) ? last.sqlState() : failed.sqlState(),
                failed.getMessage() + ". Last error of the database: " + last.message(),
                failed.getCause() == null ? failed : failed.getCause());
    }

    /** Whether the server lacks a resource. Too many connections do not count: they do not make a server stop. */
    private static boolean lacks(ServerError error) {
        return error.sqlState().startsWith("53") && !error.sqlState().equals("53300");
    }
}
