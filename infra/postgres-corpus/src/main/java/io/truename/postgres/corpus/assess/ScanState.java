// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.assess;

import io.truename.corpus.assess.CorpusTally;
import java.util.Optional;

/**
 * How far an assessment has read the documents, by user and then by id.
 *
 * @param last the last document read; empty before the first
 * @param snapshots in how many snapshots of the database it was read so far
 * @param complete whether all documents were read
 */
public record ScanState(CorpusTally.State tally, Optional<Position> last, int snapshots, boolean complete) {
    /** Nothing read yet. */
    public static final ScanState BEGIN = new ScanState(CorpusTally.State.EMPTY, Optional.empty(), 0, false);

    /**
     * A place in the order of documents.
     *
     * @param user as text; empty for documents without one, which come last
     * @param id as text
     */
    public record Position(Optional<String> user, String id) {}
}
