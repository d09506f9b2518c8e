// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import java.util.List;

/**
 * Status of the database for the console.
 *
 * @param version the server's version, such as {@code 18.6}; empty while the server does not answer
 * @param sizeBytes the size of the whole database, indexes included; 0 while the server does not answer
 * @param connections the clients' connections to the database
 * @param active those of them that run a statement
 * @param waiting those of them that wait for a lock
 * @param maxConnections the server's limit; 0 while the server does not answer
 * @param totals what has happened in the database since its statistics began
 * @param external whether the user runs the server
 */
public record DatabaseStatus(
        String url,
        String version,
        long sizeBytes,
        long connections,
        long active,
        long waiting,
        long maxConnections,
        Totals totals,
        boolean external,
        List<TableStatus> tables) {
    /** Ended transactions and deadlocks, counted by the server. */
    public record Totals(long commits, long rollbacks, long deadlocks) {
        static final Totals NONE = new Totals(0, 0, 0);
    }

    public DatabaseStatus {
        tables = List.copyOf(tables);
    }
}
