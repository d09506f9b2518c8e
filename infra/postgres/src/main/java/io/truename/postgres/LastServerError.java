// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Remembers why a server ended a connection or ran out of something, until it answers again. A server whose disk for the
 * write-ahead log is full says so to one client, crashes, and does not come back: all others would only learn that nobody answers.
 */
final class LastServerError {
    private volatile @Nullable ServerError words;

    /** The server answers. */
    void answered() {
        if (words != null) {
            words = null;
        }
    }

    /** The failure, with the last words where it has none itself. */
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
                failed.getMessage() + ". The last that the database said: " + last.message(),
                failed.getCause() == null ? failed : failed.getCause());
    }

    /** A resource of the server's; to have no connection left is no reason for it to end. */
    private static boolean lacks(ServerError error) {
        return error.sqlState().startsWith("53") && !error.sqlState().equals("53300");
    }
}
