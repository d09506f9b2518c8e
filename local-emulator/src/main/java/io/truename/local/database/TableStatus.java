// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

/**
 * Status of one table of the corpus.
 *
 * @param name the table's name with its schema
 * @param rows the server's own estimate, some seconds old
 * @param bytes the table's size with its indexes
 */
public record TableStatus(String name, long rows, long bytes) {}
