// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.health;

import io.truename.corpus.schema.TableName;

/**
 * Dead rows of a table that stores rows: a plain table or one partition.
 *
 * @param table as the mapping knows it: of a partition the root, else the same as {@code partition}
 * @param partition the table itself
 * @param bytes of its rows and indexes
 * @param deadBytes of these taken by dead rows, by the average size of a row
 * @param vacuuming whether a vacuum of another session is running on it
 * @param autovacuum whether autovacuum is on for it
 * @param mayVacuum whether Truename's role may vacuum it
 */
public record TableBloat(
        TableName table,
        TableName partition,
        long bytes,
        long deadBytes,
        boolean vacuuming,
        boolean autovacuum,
        boolean mayVacuum) {}
