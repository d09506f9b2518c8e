// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.identity.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Ids that no known recipe explains, until every document of the corpus was asked: a chunk's id may be that of a chunk of
 * another document, and a document's id may be the true id of another. Bounded; it keeps those that come first.
 */
final class Unexplained {
    /** Maximum number of chunks; each costs a hash for each document that is asked. */
    static final int MOST_CHUNKS = 20;

    static final int MOST_DOCUMENTS = 200;

    private final Namespace namespace;
    private final List<UnexplainedChunk> chunks;
    private final Set<UUID> documents;

    Unexplained(Namespace namespace, Collection<UnexplainedChunk> chunks, Collection<UUID> documents) {
        this.namespace = namespace;
        this.chunks = new ArrayList<>(chunks);
        this.documents = new LinkedHashSet<>(documents);
    }

    boolean isEmpty() {
        return chunks.isEmpty() && documents.isEmpty();
    }

    List<UnexplainedChunk> chunks() {
        return List.copyOf(chunks);
    }

    List<UUID> documents() {
        return List.copyOf(documents);
    }

    /** Keeps a chunk; false if there are enough. */
    boolean keep(UnexplainedChunk chunk) {
        return chunks.size() < MOST_CHUNKS && chunks.add(chunk);
    }

    /** Keeps the id of a document; false if there are enough or the recipe makes no such id. */
    boolean keep(UUID document) {
        return documents.size() < MOST_DOCUMENTS && namespace.mayHaveMade(document) && documents.add(document);
    }

    /** Takes out the chunks that are of a document. */
    List<UnexplainedChunk> takeChunksOf(UUID document) {
        List<UnexplainedChunk> taken = new ArrayList<>();
        for (Iterator<UnexplainedChunk> kept = chunks.iterator(); kept.hasNext(); ) {
            UnexplainedChunk chunk = kept.next();
            if (chunk.isOf(document, namespace)) {
                kept.remove();
                taken.add(chunk);
            }
        }
        return taken;
    }

    /** Takes out the document whose id is the true id of another; false if there is none. */
    boolean takeDocument(UUID trueIdOfAnother) {
        return !documents.isEmpty() && documents.remove(trueIdOfAnother);
    }
}
