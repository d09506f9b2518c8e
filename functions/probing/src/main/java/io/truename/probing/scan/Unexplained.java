// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Ids that no known recipe explains, until every document of the corpus was asked: a chunk's id may be that of a chunk of
 * another document, and a document's id may be the true id of another. Bounded; it keeps those that come first.
 */
final class Unexplained {
    /** Maximum number of documents whose chunks are kept; each costs two hashes for each document that is asked. */
    static final int MOST_PARENTS = 20;

    /** Maximum number of chunks of one document. */
    static final int MOST_CHUNKS = 200;

    static final int MOST_DOCUMENTS = 200;

    private final Namespace namespace;
    private final Map<DocumentId, List<UnexplainedChunk>> byParent = new LinkedHashMap<>();
    private final Set<UUID> documents;

    Unexplained(Namespace namespace, Collection<UnexplainedChunk> chunks, Collection<UUID> documents) {
        this.namespace = namespace;
        chunks.forEach(this::keep);
        this.documents = new LinkedHashSet<>(documents);
    }

    boolean isEmpty() {
        return byParent.isEmpty() && documents.isEmpty();
    }

    /** Whether it keeps chunks of no further parent. */
    boolean isFull() {
        return byParent.size() >= MOST_PARENTS;
    }

    List<UnexplainedChunk> chunks() {
        return byParent.values().stream().flatMap(List::stream).toList();
    }

    List<UUID> documents() {
        return List.copyOf(documents);
    }

    /** Keeps a chunk; false if there are enough. */
    boolean keep(UnexplainedChunk chunk) {
        DocumentId parent = chunk.name().documentId();
        if (!byParent.containsKey(parent) && byParent.size() >= MOST_PARENTS) {
            return false;
        }
        List<UnexplainedChunk> siblings = byParent.computeIfAbsent(parent, absent -> new ArrayList<>());
        return siblings.size() < MOST_CHUNKS && siblings.add(chunk);
    }

    /** Keeps the id of a document; false if there are enough or the recipe makes no such id. */
    boolean keep(UUID document) {
        return documents.size() < MOST_DOCUMENTS && namespace.mayHaveMade(document) && documents.add(document);
    }

    /**
     * Takes out the chunks that are of a document. Of the chunks under one parent it asks the first and the last: they mostly
     * came together.
     */
    List<UnexplainedChunk> takeChunksOf(UUID document) {
        List<UnexplainedChunk> taken = new ArrayList<>();
        for (Iterator<List<UnexplainedChunk>> parents = byParent.values().iterator(); parents.hasNext(); ) {
            List<UnexplainedChunk> siblings = parents.next();
            if (siblings.get(0).isOf(document, namespace)
                    || siblings.get(siblings.size() - 1).isOf(document, namespace)) {
                siblings.removeIf(chunk -> chunk.isOf(document, namespace) && taken.add(chunk));
                if (siblings.isEmpty()) {
                    parents.remove();
                }
            }
        }
        return taken;
    }

    /** Takes out the document whose id is the true id of another; false if there is none. */
    boolean takeDocument(UUID trueIdOfAnother) {
        return !documents.isEmpty() && documents.remove(trueIdOfAnother);
    }
}
