// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.util.Collection;

/**
 * Ledger of stored documents: unique ones, duplicates of one owner, and duplicates across owners. Every document is in exactly
 * one line, so that the lines add up to the total.
 *
 * <p>Of n documents with one content, stored by k owners, 1 is unique, k - 1 are duplicates across owners and n - k of the same owner.
 * An id of {@code {user}:{sha}} makes the duplicates of the same owner one document: they are realisable. Those across owners would need
 * storage that owners share: they are potential only.
 *
 * @param contents number of different contents
 */
public record SavingsLedger(long contents, Line unique, Line sameOwner, Line acrossOwners) {
    /** Nothing stored. */
    public static final SavingsLedger EMPTY = new SavingsLedger(0, Line.NONE, Line.NONE, Line.NONE);

    public SavingsLedger {
        if (contents != unique.documents()) {
            throw new IllegalArgumentException("unique: must have as many documents as there are contents");
        }
    }

    /** Documents and their bytes. */
    public record Line(long documents, long bytes) {
        static final Line NONE = new Line(0, 0);

        public Line {
            if (documents < 0 || bytes < 0 || (documents == 0 && bytes > 0)) {
                throw new IllegalArgumentException("documents, bytes: not negative, and no bytes without documents");
            }
        }

        /** Of so many documents with one size. */
        static Line of(long documents, long each) {
            return new Line(documents, Math.multiplyExact(documents, each));
        }

        public Line plus(Line other) {
            return new Line(Math.addExact(documents, other.documents), Math.addExact(bytes, other.bytes));
        }
    }

    /**
     * Ledger of one content.
     *
     * @param bytes of one document with it
     * @param documentsByOwner number of documents of each owner that has any
     */
    public static SavingsLedger ofContent(long bytes, Collection<Long> documentsByOwner) {
        if (bytes < 0 || documentsByOwner.isEmpty() || documentsByOwner.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException(
                    "bytes, documentsByOwner: not negative, and every owner with at least one document");
        }
        long owners = documentsByOwner.size();
        long documents = documentsByOwner.stream().reduce(0L, Math::addExact);
        return ofContent(bytes, documents, owners);
    }

    /**
     * Ledger of one content.
     *
     * @param bytes of one document with it
     * @param documents at least as many as owners
     * @param owners at least one
     */
    public static SavingsLedger ofContent(long bytes, long documents, long owners) {
        return new SavingsLedger(1, Line.of(1, bytes), Line.of(documents - owners, bytes), Line.of(owners - 1, bytes));
    }

    /** The sum: exact, and the same in any order, so that shards can be added as they end. */
    public SavingsLedger plus(SavingsLedger other) {
        return new SavingsLedger(
                Math.addExact(contents, other.contents),
                unique.plus(other.unique),
                sameOwner.plus(other.sameOwner),
                acrossOwners.plus(other.acrossOwners));
    }

    public Line total() {
        return unique.plus(sameOwner).plus(acrossOwners);
    }

    /** Both kinds of duplicates. */
    public Line duplicates() {
        return sameOwner.plus(acrossOwners);
    }
}
