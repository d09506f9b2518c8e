// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import io.r2dbc.postgresql.api.ErrorDetails;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/** Blocks on the driver's publishers, and translates its exceptions to {@link SqlException}. */
final class BlockingCalls {
    private static final String LOST = "08006";

    private BlockingCalls() {}

    /**
     * Waits for an answer.
     *
     * @throws SqlException if the answer is an error, did not arrive in time, or could not be read by the driver
     */
    static <T> @Nullable T await(Mono<T> mono, Duration longest) {
        try {
            return mono.timeout(longest).block();
        } catch (RuntimeException failed) {
            throw translated(failed, longest);
        }
    }

    /** Whether the connection may still stand, with an answer that nobody takes: it is late, or the driver could not read it. */
    static boolean leavesAnAnswer(SqlException failed) {
        return !failed.reported() && !breaks(failed.getCause());
    }

    /** Failure of a call on a connection that an earlier call has abandoned. */
    static SqlException lost() {
        return new SqlException("08003", "The connection was given up", new IllegalStateException("abandoned"));
    }

    /**
     * Waits for a connection.
     *
     * @throws SqlException if the server refuses the connection, or does not accept it in time
     */
    static <T> @Nullable T awaitConnection(Mono<T> connecting, Duration longest) {
        try {
            return await(connecting, longest);
        } catch (SqlException failed) {
            if (!failed.connectionLost() || !failed.sqlState().equals(LOST)) {
                throw failed;
            }
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            Throwable network = first(causes(failed), IOException.class::isInstance);
            throw new SqlException(
                    "08001",
                    "No connection could be made" + (network == null ? "" : ": " + network.getMessage()),
                    cause);
        }
    }

    private static RuntimeException translated(RuntimeException failed, Duration longest) {
        if (failed instanceof ReaderException ours) {
            // They name the caller, as the reader ran on the driver's thread.
            List.of(ours.getSuppressed()).forEach(ours.getCause()::addSuppressed);
            return ours.getCause();
        }
        List<Throwable> causes = causes(failed);
        for (Throwable cause : causes) {
            // Errors that the driver creates itself have no severity.
            if (cause instanceof PostgresqlException said && severity(said.getErrorDetails()) != null) {
                return new SqlException(error(said.getErrorDetails()), failed);
            }
        }
        // The driver's and the pool's own failures: the connection could not be made, or broke.
        Throwable broken = first(causes, BlockingCalls::breaks);
        if (broken != null) {
            return new SqlException(LOST, "The connection ended without an error from the server", broken);
        }
        Throwable late = first(causes, TimeoutException.class::isInstance);
        if (late != null) {
            return new SqlException(LOST, "The database did not answer within " + longest.toSeconds() + " s", late);
        }
        return first(causes, InterruptedException.class::isInstance) == null
                ? new SqlException(
                        LOST, "The driver could not read the database's answer: " + failed.getMessage(), failed)
                : failed;
    }

    private static boolean breaks(@Nullable Throwable cause) {
        return cause instanceof R2dbcException || cause instanceof IOException || cause instanceof AbortedException;
    }

    private static List<Throwable> causes(Throwable failed) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failed; cause != null && causes.size() < 8; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static @Nullable Throwable first(List<Throwable> causes, Predicate<Throwable> is) {
        return causes.stream().filter(is).findFirst().orElse(null);
    }

    /** Severity in English; a pooler reports the localized field only, in English as well. */
    private static @Nullable String severity(ErrorDetails details) {
        String english = details.getSeverityNonLocalized();
        return english == null ? details.getSeverityLocalized() : english;
    }

    private static ServerError error(ErrorDetails details) {
        String severity = String.valueOf(severity(details));
        return new ServerError(
                details.getCode(),
                severity.equals("FATAL") || severity.equals("PANIC"),
                details.getMessage(),
                details.getDetail().orElse(""),
                details.getHint().orElse(""),
                details.getWhere().orElse(""),
                details.getSchemaName().orElse(""),
                details.getTableName().orElse(""),
                details.getColumnName().orElse(""),
                details.getConstraintName().orElse(""));
    }
}
