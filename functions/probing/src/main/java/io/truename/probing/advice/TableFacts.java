// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import io.truename.corpus.schema.TableName;

/**
 * A table that stores rows: a plain one or a partition.
 *
 * @param rows live ones, as the server counts or estimates them; -1 if it has done neither
 * @param reads scans of the table and of its indexes since statistics were last reset
 * @param changes rows that changed since the last ANALYZE
 * @param autovacuum unless a setting of the table turns it off
 * @param deadBytes bytes that dead rows take; 0 if unknown
 * @param bytes of rows and indexes
 */
public record TableFacts(
        TableName name,
        long rows,
        long reads,
        long changes,
        boolean analyzed,
        boolean autovacuum,
        boolean vacuuming,
        long deadBytes,
        long bytes) {}
