// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.recipe;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Content whose SHA-256 an input of a recipe computes, as SQL over rows of alias {@code x}.
 *
 * @param content name of the table and the columns
 * @param bytes expression for the bytes of a row that are read
 * @param stored expression for the bytes that they take in the table, which reads none of them
 * @param hash expression for the hash
 * @param condition for rows whose hash is computed
 * @param cheap whether neither {@code bytes} nor the condition reads values that are stored out of line, or other rows
 */
public record HashedContent(
        TableName table, String content, String bytes, String stored, String hash, String condition, boolean cheap) {
    private static final String ALIAS = "x";

    /** The contents of a recipe, each once. */
    public static List<HashedContent> of(CorpusSchema schema) {
        List<HashedContent> found = new ArrayList<>();
        TableName documents = schema.documents().table();
        add(found, documents, schema.documents().user(), Reached.ALWAYS);
        add(found, documents, schema.documents().contentHash(), Reached.ALWAYS);
        schema.chunks()
                .forEach(chunks -> List.of(chunks.chunker(), chunks.chunkerVersion(), chunks.ordinal())
                        .forEach(input -> add(found, chunks.table(), input, Reached.ALWAYS)));
        return found.stream().distinct().toList();
    }

    /** Rows for which an input is read: those in which inputs before it are null. */
    private record Reached(String condition, boolean cheap) {
        static final Reached ALWAYS = new Reached("true", true);

        Reached without(RecipeInput one) {
            return new Reached(
                    condition + " AND " + InputSql.text(one, ALIAS) + " IS NULL",
                    cheap && one.plainColumn().isPresent());
        }
    }

    private static void add(List<HashedContent> found, TableName table, RecipeInput input, Reached condition) {
        if (input instanceof RecipeInput.Sha256Of computed) {
            found.add(of(table, computed, condition));
        } else if (input instanceof RecipeInput.FirstOf first) {
            Reached reached = condition;
            for (RecipeInput one : first.inputs()) {
                add(found, table, one, reached);
                reached = reached.without(one);
            }
        } else if (input instanceof RecipeInput.FromBase64 decoded) {
            add(found, table, decoded.text(), condition);
        } else if (input instanceof RecipeInput.Imported imported) {
            add(found, table, imported.key(), condition);
        } else if (input instanceof RecipeInput.OfTable other) {
            other.where().forEach(match -> add(found, table, match.input(), condition));
            add(found, other.table(), other.take(), Reached.ALWAYS);
        }
    }

    private static HashedContent of(TableName table, RecipeInput.Sha256Of computed, Reached reached) {
        List<Column> columns = computed.columns();
        return new HashedContent(
                table,
                table + " " + columns.stream().map(Column::name).collect(Collectors.joining(", ")),
                columns.stream().map(HashedContent::length).collect(Collectors.joining(" + ")),
                columns.stream()
                        .map(column -> "pg_column_size(" + RecipeSql.column(column, ALIAS) + ")::bigint")
                        .collect(Collectors.joining(" + ")),
                InputSql.text(computed, ALIAS),
                reached.condition,
                reached.cheap && columns.stream().allMatch(HashedContent::isPlain));
    }

    /** Length of a column's bytes; of text and bytea PostgreSQL knows it without reading values that are stored out of line. */
    private static String length(Column column) {
        String name = RecipeSql.column(column, ALIAS);
        return "octet_length(" + (isPlain(column) ? name : name + "::text") + ")::bigint";
    }

    private static boolean isPlain(Column column) {
        return column.type().equals("bytea")
                || column.type().equals("text")
                || column.type().startsWith("character varying");
    }
}
