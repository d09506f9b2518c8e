// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.RecipeInput;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Order of chunks that have positions: no two chunks of a document may have the same place in it, and none may have no place. Every
 * statement that computes positions checks this again for the documents that it reads.
 */
final class PositionOrder {
    /** Maximum number of rows read. */
    private static final long MOST_ROWS = 1_000_000;

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
        record Unstable(long absent, long tied, String document) {}
        Unstable found = session.one(
                "SELECT coalesce(sum(absent), 0)::bigint AS absent, coalesce(sum(tied), 0)::bigint AS tied,"
                        + " coalesce(min(document COLLATE \"C\") FILTER (WHERE absent + tied > 0), '') AS document FROM ("
                        + RecipeSql.unstable(chunks, MOST_ROWS) + ") AS places",
                row -> new Unstable(row.number("absent"), row.number("tied"), row.text("document")));
        String named = table.columnName(position.described());
        String example = " One of them is of the document " + found.document() + ".";
        if (found.absent() > 0) {
            findings.refuse(
                    "position.absent",
                    named,
                    counted(found.absent(), " chunk has", " chunks have")
                            + " no value to be numbered by, and so no place among the chunks of the document."
                            + example,
                    "Fill the values, or name columns that every chunk has.");
        }
        if (found.tied() > 0) {
            findings.refuse(
                    "position.tied",
                    named,
                    counted(found.tied(), " chunk has", " chunks have")
                            + " the same values as another chunk of the document, so that their order is not certain."
                            + example,
                    "Name a further column that tells them apart, such as a serial number. This lists them: "
                            + tied(chunks, position, table));
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

    private static String counted(long rows, String one, String several) {
        return rows + (rows == 1 ? one : several);
    }

    /** Whether a unique index has no other columns than the document and those of the order. */
    private static boolean isUnique(ChunkTable chunks, RecipeInput.Position position, CatalogTable table) {
        Set<String> place = new HashSet<>(Set.of(chunks.document().name()));
        position.by().forEach(input -> input.plainColumn().map(Column::name).ifPresent(place::add));
        return table.relation().uniqueKeys().stream()
                .anyMatch(key -> !key.partial() && !key.columns().isEmpty() && place.containsAll(key.columns()));
    }

    private static String tied(ChunkTable chunks, RecipeInput.Position position, CatalogTable table) {
        String columns = Stream.concat(Stream.of(chunks.document()), position.columns().stream())
                .map(column -> SqlNames.quoted(column.name()))
                .distinct()
                .collect(Collectors.joining(", "));
        return "SELECT " + columns + ", count(*) FROM " + table.sql() + " GROUP BY " + columns
                + " HAVING count(*) > 1;";
    }

    private static String index(ChunkTable chunks, RecipeInput.Position position, CatalogTable table) {
        if (position.by().stream().anyMatch(input -> input.plainColumn().isEmpty())) {
            return "Let the application write each place once.";
        }
        return "CREATE UNIQUE INDEX " + (table.relation().partitioned() ? "" : "CONCURRENTLY ") + "ON " + table.sql()
                + " ("
                + Stream.concat(Stream.of(chunks.document()), position.columns().stream())
                        .map(column -> SqlNames.quoted(column.name()))
                        .distinct()
                        .collect(Collectors.joining(", "))
                + ");";
    }
}
