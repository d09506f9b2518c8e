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
        boolean external,
        List<TableStatus> tables) {
    public DatabaseStatus {
        tables = List.copyOf(tables);
    }
}
