// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.mapping;

import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.Namespace;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A corpus as the data engineer describes it: the tables of documents and chunks, and the columns that their recipe reads. Foreign keys are
 * not described: the database knows them.
 *
 * @param chunks empty when there are only documents
 * @param bookkeeping columns in which duplicates may differ; a table that is not named has the usual ones
 * @param external names outside of the database that hold ids
 */
public record Mapping(
        Namespace namespace,
        Documents documents,
        List<Chunks> chunks,
        List<SoftReference> softReferences,
        List<Bookkeeping> bookkeeping,
        List<External> external) {
    public Mapping {
        chunks = List.copyOf(chunks);
        softReferences = List.copyOf(softReferences);
        bookkeeping = List.copyOf(bookkeeping);
        external = List.copyOf(external);
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
            Optional<QualifiedName> trueId) {
        /** Whether an imported hash is looked up by the document's own id, which a migration changes. */
        public boolean importsById() {
            return imported().anyMatch(imported -> imported.key().equals(new Input.OfColumn(id)));
        }

        /** Imported hashes that the recipe reads. */
        public Stream<Input.Imported> imported() {
            return contentHash.imported();
        }
    }

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
     * @param pattern text around the ids; empty if each value is an id and nothing else
     * @param space 0 = ids of documents, 1 = ids of the first entry of chunks, and so on
     */
    public record SoftReference(
            QualifiedName table,
            QualifiedName column,
            Optional<JsonPath> path,
            Optional<ReferencePattern> pattern,
            int space) {}

    /**
     * Names in a store outside of the database, each with one id in it: the owner of the store renames them as the ids move.
     *
     * @param store what the mapping calls it
     * @param space 0 = ids of documents, 1 = ids of the first entry of chunks, and so on
     * @param before text before the id
     * @param after text after the id
     */
    public record External(String store, int space, String before, String after) {
        private static final Pattern STORE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

        /** Whether a text is the name of a store. */
        public static boolean isStore(String text) {
            return STORE.matcher(text).matches();
        }
    }

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
