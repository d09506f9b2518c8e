// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.schema;

import io.truename.corpus.mapping.Mapping.External;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Schema of a corpus: the tables and columns of the mapping, checked against the catalog, and all objects that depend on them.
 *
 * @param chunks in the mapping's order; the first one's ids are space 1
 * @param tables every table a migration changes: documents first, then chunks in order, then the others by name. A table of
 *     documents or chunks occurs once, with all its id columns
 * @param foreignKeys every foreign key whose referenced or referencing columns include an id column, and every one between two of
 *     the tables
 * @param bookkeeping columns in which duplicates may differ, of the tables for which the mapping names them
 * @param external names outside of the database that hold ids
 */
public record CorpusSchema(
        Namespace namespace,
        DocumentTable documents,
        List<ChunkTable> chunks,
        List<RekeyedTable> tables,
        List<ForeignKey> foreignKeys,
        Map<TableName, List<String>> bookkeeping,
        List<External> external) {
    public CorpusSchema {
        chunks = List.copyOf(chunks);
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        bookkeeping = Map.copyOf(bookkeeping);
        external = List.copyOf(external);
    }

    /** A schema whose mapping names no store outside of the database. */
    public CorpusSchema(
            Namespace namespace,
            DocumentTable documents,
            List<ChunkTable> chunks,
            List<RekeyedTable> tables,
            List<ForeignKey> foreignKeys,
            Map<TableName, List<String>> bookkeeping) {
        this(namespace, documents, chunks, tables, foreignKeys, bookkeeping, List.of());
    }

    /** A schema whose mapping names no bookkeeping columns: every table has the usual ones. */
    public CorpusSchema(
            Namespace namespace,
            DocumentTable documents,
            List<ChunkTable> chunks,
            List<RekeyedTable> tables,
            List<ForeignKey> foreignKeys) {
        this(namespace, documents, chunks, tables, foreignKeys, Map.of());
    }

    /** The same schema with other facts about its tables. */
    public CorpusSchema withTables(List<RekeyedTable> changed) {
        return new CorpusSchema(namespace, documents, chunks, changed, foreignKeys, bookkeeping, external);
    }

    /** Form of a content hash where it is stored. */
    public enum HashType {
        /** Hex digits of either case. */
        TEXT,
        BYTEA
    }

    /** The documents' recipe: the table and the inputs. */
    public record DocumentTable(
            TableName table,
            Column id,
            RecipeInput user,
            RecipeInput contentHash,
            ContentHashAlgorithm algorithm,
            Optional<Column> bytes,
            Optional<Column> createdAt,
            Optional<Column> status) {
        /** Form of the content hash; of an input that is more than a column it is text. */
        public HashType hashType() {
            return contentHash
                            .plainColumn()
                            .filter(column -> column.type().equals("bytea"))
                            .isPresent()
                    ? HashType.BYTEA
                    : HashType.TEXT;
        }
    }

    /**
     * Computes the id of a document from its inputs as they are stored.
     *
     * @throws io.truename.identity.RefusedException with every input that is not legal
     */
    public DocumentId documentId(@Nullable String user, @Nullable String contentHash) {
        return documents.algorithm().documentId(namespace, user, contentHash);
    }

    /** The recipe of one kind of chunks: the table and the inputs. */
    public record ChunkTable(
            TableName table,
            Column id,
            Column document,
            RecipeInput chunker,
            RecipeInput chunkerVersion,
            RecipeInput ordinal,
            Optional<Column> embedding) {}

    /** The table of that name among those that change. */
    public RekeyedTable table(TableName name) {
        return tables.stream()
                .filter(table -> table.relation().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is not part of the corpus"));
    }

    /**
     * Whether merging duplicates may delete rows of a table: documents, chunks, and rows that may become equal where only one is
     * allowed.
     */
    public boolean mergesRowsOf(RekeyedTable table) {
        TableName name = table.relation().name();
        Set<String> replaced = new HashSet<>();
        table.idColumns().forEach(idColumn -> replaced.add(idColumn.column().name()));
        foreignKeys.stream().filter(key -> key.table().equals(name)).forEach(key -> replaced.addAll(key.columns()));
        return name.equals(documents.table())
                || chunks.stream().anyMatch(chunk -> chunk.table().equals(name))
                // A key over expressions names no columns: nobody knows.
                || table.relation().uniqueKeys().stream()
                        .anyMatch(key -> key.columns().isEmpty()
                                || key.columns().stream().anyMatch(replaced::contains));
    }
}
