// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

/**
 * Totals of one run, counted in the database.
 *
 * @param uploads number of files sent, duplicates included
 * @param documents number of distinct documents among them
 * @param storedBefore number of these documents that an earlier run had stored
 * @param chunks number of chunks of these documents
 * @param duplicateBytes content of the duplicates that were not stored, in bytes
 */
public record RunTotals(
        long uploads, long documents, long storedBefore, long chunks, long duplicates, long duplicateBytes) {}
