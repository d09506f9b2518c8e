// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Count of a ledger from documents in the order of their hash, and for one hash of their owner, as an index or a sort gives them. It keeps
 * one content at a time, so that its memory does not grow with the corpus; a shard is a range of hashes, with no hash in two shards. Not for several threads.
 */
public final class LedgerCount {
    private SavingsLedger.Line unique = SavingsLedger.Line.NONE;
    private SavingsLedger.Line sameOwner = SavingsLedger.Line.NONE;
    private SavingsLedger.Line acrossOwners = SavingsLedger.Line.NONE;
    private byte @Nullable [] hash;
    private String owner = "";
    private long bytes;
    private long documents;
    private long owners;
    private boolean ended;

    /**
     * Adds documents of one owner with one content.
     *
     * @param hash of the content; not kept
     * @param owner any stable name
     * @param size bytes of each
     * @param count number of documents, at least 1
     */
    public void add(byte[] hash, String owner, long size, long count) {
        if (size < 0 || count < 1) {
            throw new IllegalArgumentException("size, count: not negative, and at least one document");
        }
        if (ended) {
            throw new IllegalStateException("the ledger is closed; count the rest with another and add both");
        }
        byte[] current = this.hash;
        int order = current == null ? -1 : Arrays.compareUnsigned(current, hash);
        if (order > 0 || (order == 0 && this.owner.compareTo(owner) > 0)) {
            throw new IllegalArgumentException(
                    "hash, owner: come out of order; sort by hash as bytes, then by owner by code unit (COLLATE \"C\")");
        }
        if (order < 0) {
            close();
            this.hash = hash.clone();
            bytes = size;
        } else if (size != bytes) {
            throw new IllegalArgumentException("size: is " + size + ", and was " + bytes
                    + " of the same hash; correct the recorded size of one of them");
        }
        if (order < 0 || !owner.equals(this.owner)) {
            owners++;
        }
        this.owner = owner;
        documents = Math.addExact(documents, count);
    }

    /** Ends the count. */
    public SavingsLedger ledger() {
        close();
        ended = true;
        return new SavingsLedger(unique.documents(), unique, sameOwner, acrossOwners);
    }

    private void close() {
        if (documents > 0) {
            SavingsLedger content = SavingsLedger.ofContent(bytes, documents, owners);
            unique = unique.plus(content.unique());
            sameOwner = sameOwner.plus(content.sameOwner());
            acrossOwners = acrossOwners.plus(content.acrossOwners());
        }
        documents = 0;
        owners = 0;
    }
}
