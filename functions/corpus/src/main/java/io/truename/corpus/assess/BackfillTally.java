// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a corpus whose true ids stand beside its keys, and the place up to which it was read.
 *
 * @param steps number of steps that have read
 * @param source number of the table that is read next: 0 for documents
 * @param after last key that was read of it; null before the first
 */
public record BackfillTally(int steps, int source, @Nullable String after, List<OfTable> tables) {
    public BackfillTally {
        tables = List.copyOf(tables);
    }

    /**
     * Counts of one table.
     *
     * @param table {@code schema.table}
     * @param stored whether it has a column for true ids
     * @param held rows that have their true id
     * @param other rows with another value in the column
     * @param unnamed rows without a true id, because an input is not legal, or has no document
     */
    public record OfTable(
            String table, boolean stored, long rows, long held, long other, long unnamed, SharedIds shared) {
        /** Before the first row. */
        public static OfTable begin(String table, boolean stored) {
            return new OfTable(table, stored, 0, 0, 0, 0, SharedIds.NONE);
        }

        /** Rows whose column is to be written, those that share an id included; 0 for a table without one. */
        public long toWrite() {
            return stored ? rows - held - unnamed : 0;
        }
    }

    /** Tally before the first row of these tables. */
    public static BackfillTally begin(int steps, List<OfTable> tables) {
        return new BackfillTally(steps, 0, null, tables);
    }

    /** Whether another tally is one of the same tables. */
    public boolean sameTables(BackfillTally other) {
        return names().equals(other.names());
    }

    private List<String> names() {
        return tables.stream()
                .map(each -> each.table() + (each.stored() ? "" : " without"))
                .toList();
    }

    /** Whether all tables were read. */
    public boolean complete() {
        return source >= tables.size();
    }

    /** The tally with more rows of the table that is read. */
    public BackfillTally read(OfTable counted, String last) {
        List<OfTable> all = new ArrayList<>(tables);
        all.set(source, counted);
        return new BackfillTally(steps, source, last, all);
    }

    /** The tally at the beginning of the next table. */
    public BackfillTally passed() {
        return new BackfillTally(steps, source + 1, null, tables);
    }

    /** The tally in the next step. */
    public BackfillTally nextStep() {
        return new BackfillTally(steps + 1, source, after, tables);
    }
}
