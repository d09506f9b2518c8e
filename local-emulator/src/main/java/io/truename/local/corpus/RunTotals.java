// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

/**
 * Totals of one run, counted in the corpus.
 *
 * @param uploads files sent, duplicates included
 * @param documents different documents among them
 * @param storedBefore how many of these documents an earlier run had stored
 * @param chunks of these documents
 * @param duplicateBytes what storing every duplicate would have cost, in bytes of content
 */
public record RunTotals(
        long uploads, long documents, long storedBefore, long chunks, long duplicates, long duplicateBytes) {}
