// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

/**
 * Counts of a group of documents.
 *
 * @param toMove documents whose id, or the id of one of whose chunks, does not match the recipe
 * @param withoutChunks documents that have none
 * @param retrievable documents whose id and all of whose chunks' ids match the recipe
 * @param restorable documents to move that have chunks; a migration makes them retrievable
 * @param chunks of all of them
 * @param chunksToMove chunks whose id does not match the recipe
 */
public record DocumentCounts(
        long documents,
        long toMove,
        long withoutChunks,
        long retrievable,
        long restorable,
        long chunks,
        long chunksToMove) {
    public static final DocumentCounts NONE = new DocumentCounts(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public DocumentCounts plus(DocumentCounts other) {
        return new DocumentCounts(
                documents + other.documents,
                toMove + other.toMove,
                withoutChunks + other.withoutChunks,
                retrievable + other.retrievable,
                restorable + other.restorable,
                chunks + other.chunks,
                chunksToMove + other.chunksToMove);
    }
}
