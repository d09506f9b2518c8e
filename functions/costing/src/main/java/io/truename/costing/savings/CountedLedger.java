// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import io.truename.costing.savings.SavingsLedger.Line;

/**
 * Ledger of a corpus together with the documents that no ledger can hold: nobody knows their content, their owner or their size. They are
 * in no line of the ledger, and told beside it.
 *
 * @param sized whether sizes were recorded at all; without them every document of the ledger has 0 bytes, and bytes are no data
 * @param withoutHash documents whose hash is absent, or is no SHA-256; bytes as far as they are recorded
 * @param withoutOwner documents with a hash and no owner
 * @param withoutSize number of documents of contents for which no document has a legal size
 * @param differing contents for which documents state different sizes
 */
public record CountedLedger(
        SavingsLedger ledger,
        boolean sized,
        Line withoutHash,
        Line withoutOwner,
        long withoutSize,
        Differing differing) {
    public CountedLedger {
        if (withoutSize < 0) {
            throw new IllegalArgumentException("withoutSize: not negative");
        }
    }

    /**
     * Contents with more than one size, one of which is wrong at least.
     *
     * @param documents with their bytes as they are recorded
     */
    public record Differing(long contents, Line documents) {
        /** No such content. */
        public static final Differing NONE = new Differing(0, Line.NONE);

        public Differing {
            if (contents < 0 || documents.documents() < 2 * contents) {
                throw new IllegalArgumentException(
                        "contents, documents: not negative, and two documents of each at least");
            }
        }

        public Differing plus(Differing other) {
            return new Differing(Math.addExact(contents, other.contents), documents.plus(other.documents));
        }
    }

    /** No document at all. */
    public static CountedLedger empty(boolean sized) {
        return new CountedLedger(SavingsLedger.EMPTY, sized, Line.NONE, Line.NONE, 0, Differing.NONE);
    }

    /** The sum of two that share no content: exact, and the same in any order. */
    public CountedLedger plus(CountedLedger other) {
        if (sized != other.sized) {
            throw new IllegalArgumentException("sized: bytes of one would be missing in the sum");
        }
        return new CountedLedger(
                ledger.plus(other.ledger),
                sized,
                withoutHash.plus(other.withoutHash),
                withoutOwner.plus(other.withoutOwner),
                Math.addExact(withoutSize, other.withoutSize),
                differing.plus(other.differing));
    }

    /** All documents that were read: those of the ledger, and those beside it. */
    public long documents() {
        return Math.addExact(ledger.total().documents(), besides());
    }

    /** Documents that are in no line of the ledger. */
    public long besides() {
        return Math.addExact(
                Math.addExact(withoutHash.documents(), withoutOwner.documents()),
                Math.addExact(withoutSize, differing.documents().documents()));
    }
}
