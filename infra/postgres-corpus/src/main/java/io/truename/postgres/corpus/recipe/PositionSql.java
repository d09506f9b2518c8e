// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.RecipeInput;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chunks with their positions as a subquery, which numbers all chunks of a document at once. Every window is one of documents, so that
 * PostgreSQL applies a condition on the document before it sorts, and finds the rows by index.
 */
final class PositionSql {
    /** Column of the subquery that holds the position. */
    static final String COLUMN = "truename_position";

    /** Numbers are in their order also where they are text; PostgreSQL reads them exactly. */
    private static final String NUMBER = "'^-?[0-9]{1,40}(\\.[0-9]{1,40})?$'";

    private PositionSql() {}

    /** The position of chunks, if their ordinal is one. */
    static Optional<RecipeInput.Position> of(ChunkTable chunks) {
        return chunks.ordinal() instanceof RecipeInput.Position position ? Optional.of(position) : Optional.empty();
    }

    /**
     * Subquery over the chunks of some documents.
     *
     * @param documents condition on the column of documents, as SQL that follows it; empty for all
     */
    static String chunks(ChunkTable chunks, RecipeInput.Position position, String alias, String documents) {
        String each = alias + "n";
        String document = RecipeSql.column(chunks.document(), each);
        return "(SELECT " + each + ".*, " + each + ".ctid, " + each + ".tableoid, "
                + number(position, document, each)
                + " AS " + COLUMN + " FROM " + TableSql.quoted(chunks.table()) + " AS " + each
                + (documents.isEmpty() ? "" : " WHERE " + document + documents) + ") AS " + alias;
    }

    /** Number of a row, from 0; null if its place is not certain. */
    private static String number(RecipeInput.Position position, String document, String alias) {
        String keys = keys(position, alias).collect(Collectors.joining(", "));
        return "CASE WHEN " + isWhole(position, alias) + " AND count(*) OVER (PARTITION BY " + document + ", " + keys
                + ") = 1 THEN row_number() OVER (PARTITION BY " + document + " ORDER BY " + keys + ") - 1 END";
    }

    /** Condition that no value of a row is null. */
    static String isWhole(RecipeInput.Position position, String alias) {
        return position.by().stream()
                .map(input -> input.plainColumn()
                                .map(column -> RecipeSql.column(column, alias))
                                .orElseGet(() -> InputSql.text(input, alias))
                        + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    /** Expressions in whose order rows are numbered: equal on every server, whatever its locale. */
    static Stream<String> keys(RecipeInput.Position position, String alias) {
        List<String> keys = new ArrayList<>();
        for (RecipeInput input : position.by()) {
            Optional<Column> plain = input.plainColumn();
            if (plain.isPresent()) {
                keys.add(key(plain.get(), alias));
            } else {
                String text = InputSql.text(input, alias);
                keys.add(InputSql.checked(text, NUMBER, "numeric"));
                keys.add("(" + text + ") COLLATE \"C\"");
            }
        }
        return keys.stream();
    }

    private static String key(Column column, String alias) {
        String name = RecipeSql.column(column, alias);
        boolean text = column.type().equals("text")
                || column.type().startsWith("character")
                || column.type().endsWith("citext");
        return text ? name + "::text COLLATE \"C\"" : name;
    }

    /** Query for the places of rows, with the number of rows that are tied with another there, or that lack a value. */
    static String unstable(ChunkTable chunks, RecipeInput.Position position, long most) {
        List<String> keys = keys(position, "c").toList();
        StringBuilder values = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            values.append(", ").append(keys.get(i)).append(" AS k").append(i);
            names.append(", k").append(i);
        }
        return "SELECT document, count(*) FILTER (WHERE NOT whole) AS absent,"
                + " CASE WHEN bool_and(whole) AND count(*) > 1 THEN count(*) ELSE 0 END AS tied FROM (SELECT "
                + RecipeSql.column(chunks.document(), "c") + "::text AS document, " + isWhole(position, "c")
                + " AS whole" + values + " FROM " + TableSql.quoted(chunks.table()) + " AS c LIMIT " + most
                + ") AS taken GROUP BY document" + names;
    }

    /**
     * Lookup of the position by the key of a row, for statements that lock rows: a subquery computes the positions of all of them once.
     *
     * @param keys condition on the column of keys, as SQL that follows it
     */
    static String byKey(ChunkTable chunks, RecipeInput.Position position, String alias, String keys) {
        String key = SqlNames.quoted(chunks.id().name());
        String named = alias + "p";
        return "((SELECT jsonb_object_agg(" + named + "." + key + "::text, " + named + "." + COLUMN + ") FROM "
                + chunks(
                        chunks,
                        position,
                        named,
                        " = ANY (ARRAY(SELECT " + RecipeSql.column(chunks.document(), alias + "k") + " FROM "
                                + TableSql.quoted(chunks.table()) + " AS " + alias + "k WHERE " + alias + "k." + key
                                + keys + "))")
                + " WHERE " + named + "." + key + keys + ") ->> (" + RecipeSql.column(chunks.id(), alias)
                + "::text))::bigint";
    }
}
