// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.CorpusTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Place of an assessment in its scan: documents by user and id, then references.
 *
 * @param last the last document read; empty before the first
 * @param snapshots in how many snapshots of the database it was read so far
 * @param references empty until all documents were read
 * @param complete whether all documents and references were read
 */
public record ScanState(
        CorpusTally.State tally,
        Optional<Position> last,
        int snapshots,
        Optional<References> references,
        boolean complete) {
    /** Nothing read yet. */
    public static final ScanState BEGIN =
            new ScanState(CorpusTally.State.EMPTY, Optional.empty(), 0, Optional.empty(), false);

    /** The same, about to be gone on from in another snapshot. */
    ScanState nextSnapshot() {
        return new ScanState(tally, last, snapshots + 1, references, complete);
    }

    /**
     * A place in the order of documents.
     *
     * @param user as text; empty for documents without one, which come last
     * @param id as text
     */
    public record Position(Optional<String> user, String id) {}

    /**
     * A place among the columns that refer to documents or chunks.
     *
     * @param column that is being read, from 0
     * @param block of its table that comes next
     * @param orphans references that lead nowhere, by column, in order
     */
    public record References(int column, long block, List<Long> orphans) {
        public static final References BEGIN = new References(0, 0, List.of());

        public References {
            orphans = List.copyOf(orphans);
        }

        /** So many more in the column at hand, and the place after them. */
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
