// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import java.util.List;

/**
 * Status of the database for the console.
 *
 * @param version the server's version, such as {@code 18.6}; empty while the server does not answer
 * @param sizeBytes the size of the whole database, indexes included; 0 while the server does not answer
 */
public record DatabaseStatus(String url, String version, long sizeBytes, List<TableStatus> tables) {
    public DatabaseStatus {
        tables = List.copyOf(tables);
    }
}
