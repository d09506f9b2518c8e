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

    /** Numbers are in their order also where they are text; PostgreSQL reads them exactly. The type json keeps exponents. */
    private static final String NUMBER = "'^-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?$'";

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
        return "(SELECT " + each + ".*, " + each + ".ctid, " + each + ".tableoid, "
                + number(chunks, position, each)
                + " AS " + COLUMN + " FROM " + TableSql.quoted(chunks.table()) + " AS " + each
                + (documents.isEmpty() ? "" : " WHERE " + RecipeSql.column(chunks.document(), each) + documents)
                + ") AS " + alias;
    }

    /** Number of a row, from 0; null if its place is not certain. */
    private static String number(ChunkTable chunks, RecipeInput.Position position, String alias) {
        List<String> values = values(position, alias);
        String sequence = String.join(", ", sequence(chunks, alias));
        String keys = String.join(", ", keys(position, values));
        return "CASE WHEN " + isWhole(values) + " AND count(*) OVER (PARTITION BY " + sequence + ", " + keys
                + ") = 1 THEN row_number() OVER (PARTITION BY " + sequence + " ORDER BY " + keys + ") - 1 END";
    }

    /**
     * Expressions that are equal for the chunks which are numbered together: those that one version of a chunker made of a document. Its
     * next version numbers its own from 0, as it does where the pipeline counts.
     */
    private static List<String> sequence(ChunkTable chunks, String alias) {
        List<String> sequence = new ArrayList<>(List.of(RecipeSql.column(chunks.document(), alias)));
        Stream.of(chunks.chunker(), chunks.chunkerVersion())
                .filter(input -> !(input instanceof RecipeInput.Constant))
                .forEach(input -> sequence.add("(" + InputSql.text(input, alias) + ") COLLATE \"C\""));
        return sequence;
    }

    /** Values of a row that order it, one for each input. */
    private static List<String> values(RecipeInput.Position position, String alias) {
        return position.by().stream()
                .map(input -> input.plainColumn()
                        .map(column -> value(column, alias))
                        .orElseGet(() -> InputSql.text(input, alias)))
                .toList();
    }

    /** Condition that no value of a row is null. */
    private static String isWhole(List<String> values) {
        return values.stream().map(value -> value + " IS NOT NULL").collect(Collectors.joining(" AND "));
    }

    /** Expressions in whose order rows are numbered: equal on every server, whatever its locale. */
    private static List<String> keys(RecipeInput.Position position, List<String> values) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (position.by().get(i).plainColumn().isPresent()) {
                keys.add(values.get(i));
            } else {
                keys.add(InputSql.checked(values.get(i), NUMBER, "numeric"));
                keys.add("(" + values.get(i) + ") COLLATE \"C\"");
            }
        }
        return keys;
    }

    private static String value(Column column, String alias) {
        String name = RecipeSql.column(column, alias);
        boolean text = column.type().equals("text")
                || column.type().startsWith("character")
                || column.type().endsWith("citext");
        return text ? name + "::text COLLATE \"C\"" : name;
    }

    /**
     * Query for the places of rows, with the number of rows that are tied with another there, or that lack a value. Each value is read once:
     * of JSON that is held as text it is what takes the time.
     */
    static String unstable(ChunkTable chunks, RecipeInput.Position position, long most) {
        List<String> read = new ArrayList<>();
        List<String> sequence = names(sequence(chunks, "c"), "s", read);
        List<String> values = names(values(position, "c"), "v", read);
        List<String> place = new ArrayList<>();
        List<String> keys = names(keys(position, values), "k", place);
        return "SELECT s0::text AS document, count(*) FILTER (WHERE NOT whole) AS absent,"
                + " CASE WHEN bool_and(whole) AND count(*) > 1 THEN count(*) ELSE 0 END AS tied FROM (SELECT "
                + String.join(", ", sequence) + ", " + isWhole(values) + " AS whole, " + String.join(", ", place)
                + " FROM (SELECT " + String.join(", ", read) + " FROM " + TableSql.quoted(chunks.table())
                + " AS c WHERE "
                + ofADocument(chunks) + " LIMIT " + most + ") AS taken) AS placed GROUP BY "
                + String.join(", ", sequence) + ", "
                + String.join(", ", keys);
    }

    /** Names expressions, adds them to a list of columns, and returns the names. */
    private static List<String> names(List<String> expressions, String prefix, List<String> columns) {
        List<String> names = new ArrayList<>();
        for (String expression : expressions) {
            String name = prefix + names.size();
            columns.add(expression + " AS " + name);
            names.add(name);
        }
        return names;
    }

    /** Query that lists the places at which several chunks are. */
    static String ties(ChunkTable chunks, RecipeInput.Position position) {
        String columns = Stream.concat(
                        sequence(chunks, "c").stream(),
                        position.by().stream()
                                .map(input -> input.plainColumn()
                                        .map(column -> RecipeSql.column(column, "c"))
                                        .orElseGet(() -> InputSql.text(input, "c"))))
                .distinct()
                .collect(Collectors.joining(", "));
        return "SELECT " + columns + ", count(*) FROM " + TableSql.quoted(chunks.table()) + " AS c WHERE "
                + ofADocument(chunks) + " AND " + isWhole(values(position, "c")) + " GROUP BY " + columns
                + " HAVING count(*) > 1";
    }

    private static String ofADocument(ChunkTable chunks) {
        return RecipeSql.column(chunks.document(), "c") + " IS NOT NULL";
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
