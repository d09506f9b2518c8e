// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * A statement that failed, a connection that was lost, or an answer that did not come in time. Its message may quote data:
 * it is for the run's own record and never for a log above DEBUG.
 */
public final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 2;

    private final ServerError error;
    private final boolean reported;

    /**
     * A failure that the server did not report.
     *
     * @param sqlState five characters; 08001 if no connection was made, 08006 if one was lost or did not answer in time
     */
    public SqlException(String sqlState, String message, Throwable cause) {
        this(new ServerError(sqlState, true, message, "", "", "", "", "", "", ""), false, cause);
    }

    /** A failure that the server reported. */
    public SqlException(ServerError error, Throwable cause) {
        this(error, true, cause);
    }

    private SqlException(ServerError error, boolean reported, Throwable cause) {
        super(error.message(), cause);
        this.error = error;
        this.reported = reported;
    }

    /** Whether the server said it; else the connection was lost, or none was made. */
    public boolean reported() {
        return reported;
    }

    /** Five characters, as PostgreSQL's manual lists them in appendix A. */
    public String sqlState() {
        return error.sqlState();
    }

    /** Everything that the server said about it. */
    public ServerError error() {
        return error;
    }

    /** The server's message with its detail and hint, for the operator; bounded. */
    public String explanation() {
        return error.explanation();
    }

    /** Whether the connection is gone, and with it the knowledge of what the last COMMIT did. */
    public boolean connectionLost() {
        return error.endsSession();
    }
}
