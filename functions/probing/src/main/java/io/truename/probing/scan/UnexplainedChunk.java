// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.identity.ChunkId;
import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import java.util.UUID;

/**
 * A chunk whose id no known recipe explains. It may be the chunk of another document, which {@link #isOf} tells if someone
 * names that document.
 *
 * @param table as {@link ChunkRow#table}
 * @param name from which its id should have been computed
 */
public record UnexplainedChunk(int table, UUID id, ChunkName name) {
    /** Whether the recipe gives its id as the chunk of a document. */
    public boolean isOf(UUID document, Namespace namespace) {
        ChunkId computed =
                namespace.chunkId(DocumentId.of(document), name.chunker(), name.chunkerVersion(), name.ordinal());
        return computed.mostSignificantBits() == id.getMostSignificantBits()
                && computed.leastSignificantBits() == id.getLeastSignificantBits();
    }
}
