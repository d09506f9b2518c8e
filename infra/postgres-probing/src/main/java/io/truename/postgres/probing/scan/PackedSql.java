// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.CreationTimeSql;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements that read many rows as one value of bytes, because decoding of each row makes a driver slow. {@link PackedRows}
 * reads them. A UUID is its 16 bytes; a text is its UTF-8 bytes and a zero byte, which no text contains; an absent text is the
 * byte 255, which is not UTF-8, and a zero byte.
 */
final class PackedSql {
    /** Longest text that is sent whole, in bytes. No legal input is longer; of a longer one so many characters are sent. */
    static final int MOST_TEXT = 600;

    private static final int MOST_SHORT_TEXT = 100;
    private static final String UUID = "uuid";
    private static final String END = "'\\x00'::bytea";
    private static final String ABSENT = "'\\xff'::bytea";

    private final CorpusSchema schema;
    private final List<Column> extras;

    /**
     * Statements for a corpus.
     *
     * @param extras further columns of documents that a wrong recipe may have read
     */
    PackedSql(CorpusSchema schema, List<Column> extras) {
        this.schema = schema;
        this.extras = List.copyOf(extras);
    }

    /** Whether ids of this column are read as 16 bytes. */
    static boolean isUuid(Column column) {
        return column.type().equals(UUID);
    }

    /** Selects the id at which a page of $1 documents ends, from the id bound as $2 unless it is the first page; no row at the end. */
    String bound(boolean first) {
        DocumentTable table = schema.documents();
        String id = RecipeSql.column(table.id(), "d");
        return "/* truename:scan */ SELECT " + id + "::text AS id FROM " + TableSql.quoted(table.table()) + " d"
                + (first ? "" : " WHERE " + id + " > CAST($2 AS " + table.id().type() + ")") + " ORDER BY " + id
                + " OFFSET $1 - 1 LIMIT 1";
    }

    /** Selects documents under a condition on {@code d}, packed, with their number. */
    String documents(String condition) {
        DocumentTable table = schema.documents();
        String id = RecipeSql.column(table.id(), "d");
        String packed = id(table.id(), "d") + " || " + text(RecipeSql.user(table, "d")) + " || "
                + text(RecipeSql.storedHash(table, "d")) + " || "
                + table.status()
                        .map(status -> text(RecipeSql.column(status, "d") + "::text"))
                        .orElse(ABSENT + " || " + END)
                + " || " + created(table)
                + extras.stream()
                        .map(extra -> " || " + text(RecipeSql.column(extra, "d") + "::text"))
                        .collect(Collectors.joining());
        return "/* truename:scan */ SELECT string_agg(" + packed
                + ", ''::bytea) AS rows, count(*) AS number FROM (SELECT d.*"
                + " FROM " + TableSql.quoted(table.table()) + " d" + condition + " LIMIT $1) d WHERE " + id
                + " IS NOT NULL";
    }

    /** Selects chunks under a condition on {@code c}, packed, with their number, at most $1. */
    String chunks(ChunkTable table, String condition) {
        String packed = id(table.id(), "c") + " || " + id(table.document(), "c") + " || coalesce(int8send("
                + RecipeSql.ordinal(table, "c") + "::bigint), '\\x8000000000000000'::bytea) || "
                + text(RecipeSql.chunker(table, "c")) + " || " + text(RecipeSql.chunkerVersion(table, "c"))
                + table.embedding()
                        .map(embedding -> " || CASE WHEN " + RecipeSql.column(embedding, "c")
                                + " IS NULL THEN '\\x00'::bytea ELSE '\\x01'::bytea END")
                        .orElse(" || '\\x01'::bytea");
        return "/* truename:scan */ SELECT string_agg(" + packed
                + ", ''::bytea) AS rows, count(*) AS number FROM (SELECT " + names(table) + " FROM "
                + RecipeSql.chunks(table, "c") + " WHERE " + condition + " LIMIT $1) c";
    }

    /** Whether {@link #columns} can pack the chunks of a table: ids are UUIDs, and twice an ordinal is a number, too. */
    static boolean hasColumns(ChunkTable table) {
        return isUuid(table.id())
                && isUuid(table.document())
                && table.ordinal()
                        .plainColumn()
                        .map(Column::type)
                        .filter(type -> type.equals("integer") || type.equals("smallint"))
                        .isPresent();
    }

    /**
     * Selects chunks as {@link #chunks} does, each column packed by itself, which takes the server half of the time. Chunkers are
     * numbered: their names and versions are bound from {@code place} on.
     */
    String columns(ChunkTable table, String condition, int chunkers, int place) {
        StringBuilder number = new StringBuilder("CASE");
        for (int chunker = 0; chunker < chunkers; chunker++) {
            number.append(" WHEN ")
                    .append(RecipeSql.chunkerVersion(table, "c"))
                    .append(" = $")
                    .append(place + 2 * chunker + 1)
                    .append(" AND ")
                    .append(RecipeSql.chunker(table, "c"))
                    .append(" = $")
                    .append(place + 2 * chunker)
                    .append(" THEN ")
                    .append(2 * chunker);
        }
        number.append(" ELSE ").append(2 * Chunkers.OTHER).append(" END");
        String code = chunkers == 0 ? Integer.toString(2 * Chunkers.OTHER) : number.toString();
        String numbers = RecipeSql.ordinal(table, "c") + "::bigint * 32 + " + code
                + table.embedding()
                        .map(embedding ->
                                " + CASE WHEN " + RecipeSql.column(embedding, "c") + " IS NULL THEN 1 ELSE 0 END")
                        .orElse("");
        return "/* truename:scan */ SELECT count(*) AS number, string_agg(" + id(table.id(), "c")
                + ", ''::bytea) AS ids, string_agg(" + id(table.document(), "c")
                + ", ''::bytea) AS documents, string_agg(int8send(" + numbers + "), ''::bytea) AS numbers FROM (SELECT "
                + names(table) + " FROM " + TableSql.quoted(table.table()) + " c WHERE " + condition + " LIMIT $1) c";
    }

    /**
     * Selects the chunkers of chunks under a condition on {@code c}, at most $1, as far as their texts may be legal.
     *
     * @param rows that are looked at
     */
    String chunkers(ChunkTable table, String condition, long rows) {
        String name = RecipeSql.chunker(table, "c");
        String version = RecipeSql.chunkerVersion(table, "c");
        return "/* truename:scan */ SELECT name, version FROM (SELECT " + name + " AS name, " + version
                + " AS version FROM "
                + TableSql.quoted(table.table()) + " c WHERE " + condition + " LIMIT " + rows
                + ") c WHERE octet_length(name) <= " + MOST_SHORT_TEXT + " AND octet_length(version) <= "
                + MOST_SHORT_TEXT + " GROUP BY name, version ORDER BY count(*) DESC LIMIT $1";
    }

    private static String names(ChunkTable table) {
        List<String> names =
                new ArrayList<>(List.of(table.id().name(), table.document().name()));
        names.addAll(RecipeSql.expressionColumns(table));
        table.embedding().map(Column::name).ifPresent(names::add);
        return names.stream()
                .distinct()
                .map(name -> "c." + SqlNames.quoted(name))
                .collect(Collectors.joining(", "));
    }

    private static String id(Column column, String alias) {
        String name = RecipeSql.column(column, alias);
        return isUuid(column) ? "uuid_send(" + name + ")" : text(name + "::text");
    }

    /** Seconds since the epoch; not a number if there is no time. */
    private static String created(DocumentTable table) {
        return table.createdAt()
                .flatMap(column -> CreationTimeSql.of(column, "d"))
                .map(time -> "coalesce(float8send(date_part('epoch', " + time + ")), float8send('NaN'))")
                .orElse("float8send('NaN')");
    }

    private static String text(String value) {
        return "coalesce(CASE WHEN octet_length(" + value + ") <= " + MOST_TEXT + " THEN textsend(" + value
                + ") ELSE textsend(left(" + value + ", " + MOST_TEXT + ")) END, " + ABSENT + ") || " + END;
    }
}
