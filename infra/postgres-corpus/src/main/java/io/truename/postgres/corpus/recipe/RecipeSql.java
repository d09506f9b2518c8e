// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.CorpusSchema.HashType;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SQL expressions for the inputs of the id recipe. Every statement that needs an input gets its expression here. It asks for the
 * columns only if it must know which columns an expression reads: an input may be more than one column.
 */
public final class RecipeSql {
    /** Canonical text of a number: 007 and 7.0 are none. */
    private static final String ORDINAL = "'^(0|[1-9][0-9]{0,17})$'";

    private static final String UUID_TEXT = "'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'";

    private RecipeSql() {}

    /** User id as text, as it is stored; null if it is absent. */
    public static String user(DocumentTable documents, String alias) {
        return InputSql.text(documents.user(), alias);
    }

    /**
     * User id as the recipe reads it: a UUID in lower case, anything else as it is stored. Most users are no UUID, or are one in lower case,
     * and the pattern takes microseconds: it is asked last.
     */
    public static String canonicalUser(DocumentTable documents, String alias) {
        if (documents.user().plainColumn().isPresent()) {
            return canonicalUser(user(documents, alias));
        }
        return "(SELECT " + canonicalUser("owner.v") + " FROM (SELECT " + user(documents, alias)
                + " AS v OFFSET 0) AS owner)";
    }

    private static String canonicalUser(String user) {
        return "CASE WHEN length(" + user + ") = 36 AND " + user + " COLLATE \"C\" <> lower(" + user
                + " COLLATE \"C\") AND " + user + " ~* " + UUID_TEXT + " THEN lower(" + user + ") ELSE " + user
                + " END";
    }

    /** Content hash in lower-case hex digits; null if it is absent. */
    public static String contentHash(DocumentTable documents, String alias) {
        String hash = InputSql.text(documents.contentHash(), alias);
        return documents.hashType() == HashType.BYTEA ? hash : "lower(" + hash + ")";
    }

    /** Content hash in hex digits, in the case that is stored; of bytes at most 200 digits, which is too long to be legal. */
    public static String storedHash(DocumentTable documents, String alias) {
        return documents.hashType() == HashType.BYTEA
                ? "encode(substring(" + hashKey(documents, alias) + " FROM 1 FOR 100), 'hex')"
                : InputSql.text(documents.contentHash(), alias);
    }

    /** Content hash as it is stored, null if it is absent: the order of an index on hashes. */
    public static String hashKey(DocumentTable documents, String alias) {
        return documents
                .contentHash()
                .plainColumn()
                .map(column -> column(column, alias))
                .orElseGet(() -> InputSql.text(documents.contentHash(), alias));
    }

    /** Text of {@link #hashKey}, to go on from: hex digits of bytes, text as it is stored. */
    public static String hashKeyText(DocumentTable documents, String key) {
        return documents.hashType() == HashType.BYTEA ? "encode(" + key + ", 'hex')" : key + "::text";
    }

    /** Value to compare with {@link #hashKey}, of the text that is bound at that place. */
    public static String hashKeyAt(DocumentTable documents, int place) {
        String text = "CAST($" + place + " AS text)";
        return documents.hashType() == HashType.BYTEA
                ? "decode(" + text + ", 'hex')"
                : "CAST(" + text + " AS "
                        + documents
                                .contentHash()
                                .plainColumn()
                                .map(Column::type)
                                .orElse("text") + ")";
    }

    /**
     * Size of the file in bytes; null if it is absent, negative or no whole number of bytes.
     *
     * @return empty if the mapping names no column of sizes
     */
    public static Optional<String> bytes(DocumentTable documents, String alias) {
        return documents.bytes().map(column -> {
            String size = column(column, alias);
            String legal = size + " >= 0";
            if (column.type().startsWith("numeric")) {
                // NaN and infinity are larger than any number.
                legal += " AND " + size + " <= 9223372036854775807 AND " + size + " = trunc(" + size + ")";
            }
            return "CASE WHEN " + legal + " THEN " + size + "::bigint END";
        });
    }

    /** Chunker's name as text; null if it is absent. */
    public static String chunker(ChunkTable chunks, String alias) {
        return InputSql.text(chunks.chunker(), alias);
    }

    /** Chunker's version as text; null if it is absent. */
    public static String chunkerVersion(ChunkTable chunks, String alias) {
        return InputSql.text(chunks.chunkerVersion(), alias);
    }

    /**
     * Chunks in a FROM clause. Whoever asks for their {@link #ordinal} reads them from here: a position is a number among the rows of a
     * document. The condition of the statement must be one on the document, or else the whole table is numbered.
     */
    public static String chunks(ChunkTable chunks, String alias) {
        return chunksOf(chunks, alias, "");
    }

    /**
     * Chunks in a FROM clause whose condition is on something else than the document.
     *
     * @param documents query for the values of their column of documents
     */
    public static String chunksOf(ChunkTable chunks, String alias, String documents) {
        return chunksWhere(chunks, alias, documents.isEmpty() ? "" : " = ANY (ARRAY(" + documents + "))");
    }

    /**
     * Chunks of one document in a FROM clause, for each row of the relation before it.
     *
     * @param document value of their column of documents
     */
    public static String chunksOfEach(ChunkTable chunks, String alias, String document) {
        return PositionSql.of(chunks)
                .map(position -> "CROSS JOIN LATERAL " + chunksWhere(chunks, alias, " = " + document))
                .orElseGet(() ->
                        "JOIN " + chunks(chunks, alias) + " ON " + column(chunks.document(), alias) + " = " + document);
    }

    private static String chunksWhere(ChunkTable chunks, String alias, String documents) {
        return PositionSql.of(chunks)
                .map(position -> PositionSql.chunks(chunks, position, alias, documents))
                .orElseGet(() -> TableSql.quoted(chunks.table()) + " AS " + alias);
    }

    /**
     * Query for chunks that have no certain position: a row for each place in each document with the number of its rows that are tied with
     * another, or lack a value.
     *
     * @param most maximum number of rows read
     */
    public static String unstable(ChunkTable chunks, long most) {
        return PositionSql.unstable(chunks, PositionSql.of(chunks).orElseThrow(), most);
    }

    /** Query, for people, that lists the places at which several chunks of a document are. */
    public static String ties(ChunkTable chunks) {
        return PositionSql.ties(chunks, PositionSql.of(chunks).orElseThrow());
    }

    /** Ordinal of chunks that are read from their table itself, by a condition on their keys, as SQL that follows the column. */
    public static String ordinalByKey(ChunkTable chunks, String alias, String keys) {
        return PositionSql.of(chunks)
                .map(position -> PositionSql.byKey(chunks, position, alias, keys))
                .orElseGet(() -> ordinal(chunks, alias));
    }

    /** Ordinal as a whole number; null if it is absent, or no whole number. */
    public static String ordinal(ChunkTable chunks, String alias) {
        if (PositionSql.of(chunks).isPresent()) {
            return alias + "." + PositionSql.COLUMN;
        }
        return chunks.ordinal()
                .plainColumn()
                .filter(column -> !isText(column))
                .map(column -> column(column, alias))
                .orElseGet(() -> InputSql.checked(InputSql.text(chunks.ordinal(), alias), ORDINAL, "bigint"));
    }

    private static boolean isText(Column column) {
        return column.type().equals("text") || column.type().startsWith("character");
    }

    /** Names of the columns that a document's inputs read. */
    public static List<String> columns(DocumentTable documents) {
        return InputSql.columns(documents.user(), documents.contentHash());
    }

    /** Names of the columns that a chunk's inputs read, besides its document's. */
    public static List<String> columns(ChunkTable chunks) {
        return InputSql.columns(chunks.chunker(), chunks.chunkerVersion(), chunks.ordinal());
    }

    /** Names of the columns of {@link #chunks} that the expressions of a chunk's inputs read. */
    public static List<String> expressionColumns(ChunkTable chunks) {
        return PositionSql.of(chunks)
                .map(position -> Stream.concat(
                                InputSql.columns(chunks.chunker(), chunks.chunkerVersion()).stream(),
                                Stream.of(PositionSql.COLUMN))
                        .toList())
                .orElseGet(() -> columns(chunks));
    }

    /** Qualified and quoted name of a column. */
    public static String column(Column column, String alias) {
        return alias + "." + SqlNames.quoted(column.name());
    }
}
