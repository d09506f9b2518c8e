// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Last error by which a server ended a connection or reported a lack of resources; kept until the server answers again for good. If the
 * disk of the write-ahead log is full, the server reports it to one client, crashes, and does not restart. All other clients would
 * only see that it does not answer.
 */
final class LastServerError {
    /**
     * Time in which answers prove nothing after a lack that ended a session: a server that crashes ends its other sessions a moment later,
     * and may even start once more before it lacks the resource again.
     */
    private static final long UNPROVEN_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private volatile @Nullable Said said;

    private record Said(ServerError error, long at) {}

    LastServerError() {
        this(System::nanoTime);
    }

    LastServerError(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Forgets the error, because the server has answered, unless the server may be about to crash. */
    void answered() {
        Said last = said;
        if (last != null && !(mayCrash(last.error) && nanoTime.getAsLong() - last.at <= UNPROVEN_NANOS)) {
            said = null;
        }
    }

    private static boolean mayCrash(ServerError error) {
        return lacks(error) && error.endsSession();
    }

    /** The failure, explained by the last error if the server did not report it. */
    SqlException with(SqlException failed) {
        Said before = said;
        ServerError last = before == null ? null : before.error;
        ServerError error = failed.error();
        if (failed.reported()) {
            if (lacks(error) || (last == null && error.endsSession())) {
                said = new Said(error, nanoTime.getAsLong());
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
