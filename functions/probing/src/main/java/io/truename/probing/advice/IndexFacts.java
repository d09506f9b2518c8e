// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import io.truename.corpus.schema.TableName;
import java.util.List;
import java.util.Optional;

/**
 * An index.
 *
 * @param columns its keys; an empty name stands for an expression
 * @param keys its keys with their operator classes, collations and order, one text each: equal texts are equal keys
 * @param condition of a partial index, else empty
 * @param uniqueness empty for an index that is not unique; equal texts enforce the same
 * @param constraint PRIMARY KEY or UNIQUE if the index is that of such a constraint, else empty
 * @param enforces whether a constraint, a partitioned index or a replica identity depends on it
 * @param referencing whether its first key is that of a foreign key, whose checks then use it
 * @param partitioned whether it is the index of a partitioned table, which stores nothing itself
 * @param unattached partitions that keep an invalid partitioned index from being valid, as they have no such index
 * @param attached an index that is attached to an invalid partitioned one; empty if one of these is invalid too
 * @param building whether a session builds it now
 * @param scans since statistics were last reset
 * @param filled share of the bytes that the entries would take if it were built now, as estimated; NaN if unknown
 * @param fillFactor share that a build fills
 * @param definition statement that creates it
 */
public record IndexFacts(
        TableName table,
        TableName name,
        String method,
        List<String> columns,
        List<String> keys,
        String condition,
        String uniqueness,
        String constraint,
        boolean enforces,
        boolean referencing,
        boolean valid,
        boolean partitioned,
        List<Partition> unattached,
        Optional<TableName> attached,
        boolean building,
        long scans,
        long bytes,
        double filled,
        double fillFactor,
        String definition) {
    public IndexFacts {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        unattached = List.copyOf(unattached);
    }

    /**
     * A partition.
     *
     * @param partitioned whether it has partitions itself
     */
    public record Partition(TableName name, boolean partitioned) {}

    boolean unique() {
        return !uniqueness.isEmpty();
    }

    /** Whether it finds every row by equality of these columns: they are its first keys, in any order. */
    boolean finds(List<String> wanted) {
        boolean equality = method.equals("btree") || method.equals("hash");
        return valid
                && equality
                && condition.isEmpty()
                && columns.size() >= wanted.size()
                && columns.subList(0, wanted.size()).containsAll(wanted);
    }
}
