// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.Namespace;
import java.util.List;
import java.util.Optional;

/**
 * A corpus as the data engineer describes it: where documents and chunks are and what their recipe reads. Foreign keys are
 * not described: the database knows them.
 *
 * @param chunks empty when there are only documents
 * @param bookkeeping columns in which duplicates may differ; a table that is not named has the usual ones
 */
public record Mapping(
        Namespace namespace,
        Documents documents,
        List<Chunks> chunks,
        List<SoftReference> softReferences,
        List<Bookkeeping> bookkeeping) {
    public Mapping {
        chunks = List.copyOf(chunks);
        softReferences = List.copyOf(softReferences);
        bookkeeping = List.copyOf(bookkeeping);
    }

    /** Whether true ids are written beside the keys, which stay as they are. */
    public boolean beside() {
        return documents.trueId().isPresent()
                || chunks.stream().anyMatch(entry -> entry.trueId().isPresent());
    }

    /**
     * The table of documents.
     *
     * @param trueId column for the true id; empty if the id itself becomes it, or if a mapping with true ids beside the keys stores none
     */
    public record Documents(
            QualifiedName table,
            QualifiedName id,
            Input user,
            Input contentHash,
            ContentHashAlgorithm algorithm,
            Optional<QualifiedName> bytes,
            Optional<QualifiedName> createdAt,
            Optional<QualifiedName> status,
            Optional<QualifiedName> trueId) {}

    /**
     * A table of chunks.
     *
     * @param trueId column for the true id; empty if the id itself becomes it
     */
    public record Chunks(
            QualifiedName table,
            QualifiedName id,
            QualifiedName document,
            Input chunker,
            Input chunkerVersion,
            Input ordinal,
            Optional<QualifiedName> embedding,
            Optional<QualifiedName> trueId) {}

    /**
     * A column that holds ids without a foreign key.
     *
     * @param path where in a JSONB column; empty for a column that is an id or an array of ids
     * @param space 0 = ids of documents, 1 = ids of the first entry of chunks, and so on
     */
    public record SoftReference(QualifiedName table, QualifiedName column, Optional<JsonPath> path, int space) {}

    /**
     * The columns of one table in which two rows may differ and still be duplicates.
     *
     * @param columns empty when there are none, not even the usual ones
     */
    public record Bookkeeping(QualifiedName table, List<QualifiedName> columns) {
        public Bookkeeping {
            columns = List.copyOf(columns);
        }
    }
}
