// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.CorpusTally;
import io.truename.postgres.corpus.search.SearchState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Place of an assessment in its scan: documents by user and id, then references, then the tables in which nobody declared any.
 *
 * @param last last document read; empty before the first
 * @param snapshots number of snapshots of the database read so far
 * @param references empty until all documents were read
 * @param search empty until all references were read
 * @param complete whether all documents and references were read, and all tables were searched
 */
public record ScanState(
        CorpusTally.State tally,
        Optional<Position> last,
        int snapshots,
        Optional<References> references,
        Optional<SearchState> search,
        boolean complete) {
    /** State before the first read. */
    public static final ScanState BEGIN =
            new ScanState(CorpusTally.State.EMPTY, Optional.empty(), 0, Optional.empty(), Optional.empty(), false);

    /** This state with one more snapshot. */
    ScanState nextSnapshot() {
        return new ScanState(tally, last, snapshots + 1, references, search, complete);
    }

    /** This state after a step of the search. */
    ScanState searched(SearchState now, boolean ended) {
        return new ScanState(tally, last, snapshots, references, Optional.of(now), ended);
    }

    /** Number of the stored state: each step has a greater one. */
    int version() {
        return snapshots + search.map(SearchState::steps).orElse(0);
    }

    /**
     * Position in the order of documents.
     *
     * @param user as text; empty for documents without one, which come last
     * @param id as text
     */
    public record Position(Optional<String> user, String id) {}

    /**
     * Position among the columns that refer to documents or chunks.
     *
     * @param column index of the current column, from 0
     * @param block next block of its table
     * @param orphans number of orphaned references by column, in order
     */
    public record References(int column, long block, List<Long> orphans) {
        public static final References BEGIN = new References(0, 0, List.of());

        public References {
            orphans = List.copyOf(orphans);
        }

        /** Adds orphans to the current column and advances the position. */
        References found(long more, long until, boolean last) {
            List<Long> sum = new ArrayList<>(orphans);
            if (sum.size() == column) {
                sum.add(0L);
            }
            sum.set(column, sum.get(column) + more);
            return last ? new References(column + 1, 0, sum) : new References(column, until, sum);
        }
    }
}
