// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

/**
 * Database failure: a statement failed, the connection was lost, or no answer arrived in time. The message may quote data: store it
 * in the run's own record, never in a log above DEBUG.
 */
public final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 2;

    private final ServerError error;
    private final boolean reported;

    /**
     * Creates a failure that the server did not report.
     *
     * @param sqlState five characters; 08001 if no connection was made, 08006 if one was lost or did not answer in time
     */
    public SqlException(String sqlState, String message, Throwable cause) {
        this(new ServerError(sqlState, true, message, "", "", "", "", "", "", ""), false, cause);
    }

    /** Creates a failure that the server reported. */
    public SqlException(ServerError error, Throwable cause) {
        this(error, true, cause);
    }

    private SqlException(ServerError error, boolean reported, Throwable cause) {
        super(error.message(), cause);
        this.error = error;
        this.reported = reported;
    }

    /** Whether the server reported the failure; otherwise the connection was lost or never made. */
    public boolean reported() {
        return reported;
    }

    /** SQLSTATE: five characters, as appendix A of PostgreSQL's manual lists them. */
    public String sqlState() {
        return error.sqlState();
    }

    /** Full error report of the server. */
    public ServerError error() {
        return error;
    }

    /** Message, detail and hint of the server, for the operator; bounded in length. */
    public String explanation() {
        return error.explanation();
    }

    /** Whether the connection is lost; the outcome of a pending COMMIT is then unknown. */
    public boolean connectionLost() {
        return error.endsSession();
    }
}
