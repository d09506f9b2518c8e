// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * A statement that failed, a connection that was lost, or an answer that did not come in time. Its message may quote data:
 * it is for the run's own record and never for a log above DEBUG.
 */
public final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sqlState;

    /**
     * A failure.
     *
     * @param sqlState five characters; 08006 for a lost connection, 57014 for an answer that did not come in time
     */
    public SqlException(String sqlState, String message, Throwable cause) {
        super(message, cause);
        this.sqlState = sqlState;
    }

    /** Five characters, as PostgreSQL's manual lists them in appendix A. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether the connection is gone, and with it the knowledge of what the last COMMIT did. */
    public boolean connectionLost() {
        return sqlState.startsWith("08") || sqlState.startsWith("57P");
    }
}
