// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.RecipeInput;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Order of chunks that have positions: no two chunks that one chunker made of a document may have the same place in it, and none may have
 * no place. Every statement that computes positions checks this again for the documents that it reads.
 */
final class PositionOrder {
    /** Maximum number of rows read, and of those with JSON, which takes longer to read by far. */
    private static final long MOST_ROWS = 1_000_000;

    private static final long MOST_ROWS_OF_JSON = 100_000;

    private final Session session;
    private final Findings findings;

    PositionOrder(Session session, Findings findings) {
        this.session = session;
        this.findings = findings;
    }

    void check(List<ChunkTable> chunks, Collection<CatalogTable> tables) {
        for (ChunkTable entry : chunks) {
            if (entry.ordinal() instanceof RecipeInput.Position position) {
                tables.stream()
                        .filter(table -> table.name().equals(entry.table())
                                && table.access().readable())
                        .forEach(table -> check(entry, position, table));
            }
        }
    }

    private void check(ChunkTable chunks, RecipeInput.Position position, CatalogTable table) {
        boolean unique = isUnique(chunks, position, table);
        if (unique && position.by().stream().noneMatch(RecipeInput::nullable)) {
            return;
        }
        record Unstable(long absent, String withAbsent, long tied, String withTied) {}
        Unstable found = session.one(
                "SELECT coalesce(sum(absent), 0)::bigint AS absent, coalesce(sum(tied), 0)::bigint AS tied, "
                        + example("absent") + ", " + example("tied") + " FROM ("
                        + RecipeSql.unstable(chunks, isPlain(position) ? MOST_ROWS : MOST_ROWS_OF_JSON) + ") AS places",
                row -> new Unstable(
                        row.number("absent"), row.text("with_absent"), row.number("tied"), row.text("with_tied")));
        String named = table.columnName(position.described());
        if (found.absent() > 0) {
            findings.refuse(
                    "position.absent",
                    named,
                    counted(found.absent(), " chunk has", " chunks have")
                            + " no value to be numbered by, and so no place among the chunks of the document."
                            + oneOf(found.withAbsent()),
                    "Fill the values, or name columns that every chunk has.");
        }
        if (found.tied() > 0) {
            findings.refuse(
                    "position.tied",
                    named,
                    counted(found.tied(), " chunk has", " chunks have")
                            + " the same values as another chunk of the document, so that their order is not certain."
                            + oneOf(found.withTied()),
                    "Name a further column that tells them apart, such as a serial number. This lists them: "
                            + RecipeSql.ties(chunks) + ";");
        }
        if (!unique && found.tied() == 0) {
            findings.note(
                    "position.unproven",
                    named,
                    "No two of the chunks that were read have the same place in their document, and no unique index ensures it."
                            + " If the application writes such chunks, their documents are set aside.",
                    index(chunks, position, table));
        }
    }

    private static String example(String kind) {
        return "coalesce(min(document COLLATE \"C\") FILTER (WHERE " + kind + " > 0), '') AS with_" + kind;
    }

    private static String oneOf(String document) {
        return " One of them is of the document " + document + ".";
    }

    private static String counted(long rows, String one, String several) {
        return rows + (rows == 1 ? one : several);
    }

    /** Whether a unique index has no other columns than the document, the chunker, its version and those of the order. */
    private static boolean isUnique(ChunkTable chunks, RecipeInput.Position position, CatalogTable table) {
        Set<String> place = place(chunks, position).collect(Collectors.toSet());
        return table.relation().uniqueKeys().stream()
                .anyMatch(key -> !key.partial() && !key.columns().isEmpty() && place.containsAll(key.columns()));
    }

    /** Columns, as far as they are plain, that tell chunks apart which are numbered. */
    private static Stream<String> place(ChunkTable chunks, RecipeInput.Position position) {
        return Stream.concat(
                        Stream.of(RecipeInput.of(chunks.document()), chunks.chunker(), chunks.chunkerVersion()),
                        position.by().stream())
                .flatMap(input -> input.plainColumn().stream())
                .map(Column::name)
                .distinct();
    }

    private static boolean isPlain(RecipeInput.Position position) {
        return position.by().stream().allMatch(input -> input.plainColumn().isPresent());
    }

    private static String index(ChunkTable chunks, RecipeInput.Position position, CatalogTable table) {
        if (!isPlain(position)) {
            return "Let the application write each place once.";
        }
        return "CREATE UNIQUE INDEX " + (table.relation().partitioned() ? "" : "CONCURRENTLY ") + "ON " + table.sql()
                + " (" + place(chunks, position).map(SqlNames::quoted).collect(Collectors.joining(", ")) + ");";
    }
}
