// SPDX-License-Identifier: Apache-2.0
package io.truename.costing.savings;

/**
 * Bytes that PostgreSQL has allocated for a corpus, as its own functions tell them.
 *
 * @param table main fork and maps, without TOAST
 * @param toast pg_total_relation_size of the TOAST table
 * @param indexes without vector indexes
 * @param vectorIndexes of embeddings
 * @param unused bytes within all of these that dead rows and free space take: a part of them, and not to be added
 */
public record StorageSize(long table, long toast, long indexes, long vectorIndexes, long unused) {
    public StorageSize {
        if (table < 0 || toast < 0 || indexes < 0 || vectorIndexes < 0 || unused < 0) {
            throw new IllegalArgumentException("table, toast, indexes, vectorIndexes, unused: not negative");
        }
        if (unused > table + toast + indexes + vectorIndexes) {
            throw new IllegalArgumentException("unused: is a part of the allocated bytes and cannot exceed them");
        }
    }

    /** As pg_total_relation_size of the tables tells. */
    public long allocated() {
        return Math.addExact(Math.addExact(table, toast), Math.addExact(indexes, vectorIndexes));
    }
}
