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
 * @param hash expression for the hash
 * @param condition for rows whose hash is computed; empty for all
 */
public record HashedContent(TableName table, String content, String bytes, String hash, String condition) {
    private static final String ALIAS = "x";

    /** The contents of a recipe, each once. */
    public static List<HashedContent> of(CorpusSchema schema) {
        List<HashedContent> found = new ArrayList<>();
        TableName documents = schema.documents().table();
        add(found, documents, schema.documents().user(), "");
        add(found, documents, schema.documents().contentHash(), "");
        schema.chunks()
                .forEach(chunks -> List.of(chunks.chunker(), chunks.chunkerVersion(), chunks.ordinal())
                        .forEach(input -> add(found, chunks.table(), input, "")));
        return found.stream().distinct().toList();
    }

    private static void add(List<HashedContent> found, TableName table, RecipeInput input, String condition) {
        if (input instanceof RecipeInput.Sha256Of computed) {
            found.add(of(table, computed, condition));
        } else if (input instanceof RecipeInput.FirstOf first) {
            // Of a row that has an earlier input, nothing else is read.
            String reached = condition;
            for (RecipeInput one : first.inputs()) {
                add(found, table, one, reached);
                reached = (reached.isEmpty() ? "" : reached + " AND ") + InputSql.text(one, ALIAS) + " IS NULL";
            }
        } else if (input instanceof RecipeInput.FromBase64 decoded) {
            add(found, table, decoded.text(), condition);
        } else if (input instanceof RecipeInput.Imported imported) {
            add(found, table, imported.key(), condition);
        } else if (input instanceof RecipeInput.OfTable other) {
            other.where().forEach(match -> add(found, table, match.input(), condition));
            add(found, other.table(), other.take(), "");
        }
    }

    private static HashedContent of(TableName table, RecipeInput.Sha256Of computed, String condition) {
        return new HashedContent(
                table,
                table + " " + computed.columns().stream().map(Column::name).collect(Collectors.joining(", ")),
                computed.columns().stream().map(HashedContent::length).collect(Collectors.joining(" + ")),
                InputSql.text(computed, ALIAS),
                condition);
    }

    /** Length of a column's bytes; of text and bytea PostgreSQL knows it without reading values that are stored out of line. */
    private static String length(Column column) {
        String name = RecipeSql.column(column, ALIAS);
        boolean plain = column.type().equals("bytea")
                || column.type().equals("text")
                || column.type().startsWith("character varying");
        return "octet_length(" + (plain ? name : name + "::text") + ")::bigint";
    }
}
