// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.assess.UndeclaredReferences;
import io.truename.corpus.assess.UndeclaredReferences.Found;
import io.truename.corpus.assess.UndeclaredReferences.Unsearched;
import io.truename.corpus.reference.IdPattern;
import io.truename.corpus.reference.JsonPlace;
import io.truename.corpus.schema.TableName;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Place of a search among the tables of a database, and its results so far.
 *
 * @param steps number of steps that have read
 * @param nanos time that they took
 * @param last table that was searched last; null before the first
 * @param current table that is being searched; null between two
 * @param more number of results that were not kept
 */
public record SearchState(
        int steps,
        long nanos,
        @Nullable TableName last,
        @Nullable TableSearch current,
        long tables,
        long sampled,
        long rows,
        List<Found> found,
        List<Unsearched> unsearched,
        long more) {
    /** State before the first table. */
    public static final SearchState BEGIN = new SearchState(0, 0, null, null, 0, 0, 0, List.of(), List.of(), 0);

    private static final int MOST_FOUND = 500;
    private static final int MOST_UNSEARCHED = 500;

    public SearchState {
        found = List.copyOf(found);
        unsearched = List.copyOf(unsearched);
    }

    /**
     * Place within a table.
     *
     * @param slice number of the next slice
     * @param width blocks of a slice; 0 for as many as the limits allow
     * @param large values that were too large to be read
     * @param groups finds so far, which may quote words of values
     */
    public record TableSearch(
            TableName table, int slice, int width, long nanos, long rows, long large, List<Group> groups) {
        public TableSearch {
            groups = List.copyOf(groups);
        }

        static TableSearch begin(TableName table) {
            return new TableSearch(table, 0, 0, 0, 0, 0, List.of());
        }

        TableSearch read(long moreRows, long moreLarge, long took, List<Group> all) {
            return new TableSearch(table, slice + 1, width, nanos + took, rows + moreRows, large + moreLarge, all);
        }

        TableSearch narrower(int less) {
            return new TableSearch(table, slice, less, nanos, rows, large, groups);
        }
    }

    /**
     * Finds of one form.
     *
     * @param key whether they are keys of JSON objects
     * @param spaces kinds of ids: 0 for documents, 1 for the first entry of chunks
     * @param rows number of rows that have it
     * @param old of these, with ids of before a migration
     */
    public record Group(
            SearchedColumn column,
            JsonPlace place,
            boolean key,
            List<Integer> spaces,
            IdPattern pattern,
            long rows,
            long old) {
        public Group {
            spaces = List.copyOf(spaces);
        }
    }

    /** The result. */
    public UndeclaredReferences result() {
        return new UndeclaredReferences(tables, sampled, rows, found, unsearched, more);
    }

    SearchState nextStep() {
        return new SearchState(steps + 1, nanos, last, current, tables, sampled, rows, found, unsearched, more);
    }

    SearchState spent(long took) {
        return new SearchState(steps, nanos + took, last, current, tables, sampled, rows, found, unsearched, more);
    }

    SearchState within(TableSearch search) {
        return new SearchState(steps, nanos, last, search, tables, sampled, rows, found, unsearched, more);
    }

    /** After a table that has nothing to search. */
    SearchState passed(TableName table) {
        return new SearchState(steps, nanos, table, null, tables, sampled, rows, found, unsearched, more);
    }

    /** After a table in which nobody looked. */
    SearchState notSearched(TableName table, String reason) {
        return passed(table).told(table, reason);
    }

    /** After a table that was searched. */
    SearchState searched(TableSearch search, boolean sample, List<Found> places) {
        long room = Math.max(0, MOST_FOUND - found.size());
        return new SearchState(
                steps,
                nanos,
                search.table(),
                null,
                tables + 1,
                sampled + (sample ? 1 : 0),
                rows + search.rows(),
                Stream.concat(found.stream(), places.stream().limit(room)).toList(),
                unsearched,
                more + Math.max(0, places.size() - room));
    }

    SearchState told(TableName table, String reason) {
        boolean room = unsearched.size() < MOST_UNSEARCHED;
        return new SearchState(
                steps,
                nanos,
                last,
                current,
                tables,
                sampled,
                rows,
                found,
                room
                        ? Stream.concat(unsearched.stream(), Stream.of(new Unsearched(table.toString(), reason)))
                                .toList()
                        : unsearched,
                room ? more : more + 1);
    }
}
