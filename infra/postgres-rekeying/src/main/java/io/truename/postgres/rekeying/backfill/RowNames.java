// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.backfill;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.plan.ChunkRow;
import java.util.Optional;
import java.util.UUID;

/** Names of rows by the recipe: of documents from their inputs, of chunks from theirs and the true id of their document. */
interface RowNames {
    /**
     * True id, or the reason why there is none.
     *
     * @param refusal empty with a true id, and for a chunk whose document has none
     */
    record Named(Optional<UUID> trueId, String refusal) {
        static final Named UNNAMED = new Named(Optional.empty(), "");

        static Named of(UUID trueId) {
            return new Named(Optional.of(trueId), "");
        }

        static Named refused(String reason) {
            return new Named(Optional.empty(), reason);
        }
    }

    /** Name of a document, from the columns {@code owner} and {@code hash}. */
    Named document(Session.Fields row);

    Named chunk(int source, ChunkRow chunk, UUID document);
}
