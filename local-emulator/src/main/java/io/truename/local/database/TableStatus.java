// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

/**
 * One table of the sample corpus.
 *
 * @param name with its schema
 * @param rows the server's own estimate, some seconds old
 */
public record TableStatus(String name, long rows) {}
