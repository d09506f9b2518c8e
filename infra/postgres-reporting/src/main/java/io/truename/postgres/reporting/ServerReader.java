// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Session;

/** Reader of the database server: its limit of connections. */
public final class ServerReader {
    private ServerReader() {}

    /**
     * Limits of the server now.
     *
     * @param connections the most that it lets in
     */
    public record Limits(long connections) {}

    /** Reads the limits. */
    public static Limits read(Session session) {
        return session.one(
                "SELECT current_setting('max_connections')::bigint AS connections",
                row -> new Limits(row.number("connections")));
    }
}
