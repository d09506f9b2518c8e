// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RecipeInput;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.IndependentRecipe;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.LockedDocuments;
import io.truename.postgres.rekeying.batch.MapColumns;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.ValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Checks of a batch after the move, inside its transaction: recomputes each id from its own row, and finds rows left on an old id. The
 * database checks references with a foreign key at the end of the statement.
 */
final class BatchChecks {
    private static final int FETCH = 5_000;

    private final CorpusSchema schema;
    private final String documentsSql;
    private final List<String> chunkSql = new ArrayList<>();
    private final List<String> chunkCounts = new ArrayList<>();
    private final List<String> leftoverForward = new ArrayList<>();
    private final List<String> leftoverBack = new ArrayList<>();

    BatchChecks(CorpusSchema schema) {
        this.schema = schema;
        IdColumn id = LockedDocuments.idOf(
                schema, schema.tables().get(0), schema.documents().id().name());
        this.documentsSql = "/* truename:validate */ SELECT " + IdColumnSql.column(id, "x") + "::text AS id, "
                + RecipeSql.user(schema.documents(), "x") + " AS owner, "
                + RecipeSql.contentHash(schema.documents(), "x") + " AS hash FROM "
                + TableSql.quoted(schema.documents().table()) + " AS x WHERE "
                + IdColumnSql.holds(id, "x", "$1::uuid[]");
        for (ChunkTable chunks : schema.chunks()) {
            IdColumn document = schema.table(chunks.table()).idColumns().stream()
                    .filter(idColumn -> idColumn.column().equals(chunks.document()))
                    .findFirst()
                    .orElseThrow();
            chunkSql.add("/* truename:validate */ SELECT " + RecipeSql.column(chunks.id(), "x") + "::text AS id, "
                    + RecipeSql.column(chunks.document(), "x") + "::text AS document, "
                    + RecipeSql.chunker(chunks, "x") + " AS chunker, "
                    + RecipeSql.chunkerVersion(chunks, "x") + " AS version, "
                    + RecipeSql.ordinal(chunks, "x") + "::bigint AS ordinal FROM "
                    + RecipeSql.chunks(chunks, "x") + " WHERE "
                    + IdColumnSql.holds(document, "x", "$1::uuid[]"));
            chunkCounts.add("/* truename:validate */ SELECT (SELECT count(*) FROM "
                    + TableSql.quoted(chunks.table()) + " AS x WHERE " + IdColumnSql.holds(document, "x", "$3::uuid[]")
                    + ") AS stored, (SELECT count(*) FROM truename.chunk_map WHERE run = $1 AND doc = ANY ($2) AND source = "
                    + (chunkCounts.size() + 1) + " AND NOT merged) AS planned");
        }
        for (RekeyedTable table : schema.tables()) {
            for (IdColumn idColumn : table.idColumns()) {
                if (idColumn.origin() == IdColumn.Origin.DECLARED) {
                    leftoverForward.add(leftover(table, idColumn, MapColumns.FORWARD));
                    leftoverBack.add(leftover(table, idColumn, MapColumns.BACK));
                }
            }
        }
    }

    private static String leftover(RekeyedTable table, IdColumn idColumn, MapColumns way) {
        String map = idColumn.space() == 0 ? "truename.document_map" : "truename.chunk_map";
        // Back, an id that others were merged into is not gone when the one it belongs to never moved.
        String source = idColumn.space() == 0
                ? way == MapColumns.FORWARD ? "" : DocumentStateSql.of(" AND state = {MOVED}")
                : " AND source = " + idColumn.space() + (way == MapColumns.FORWARD ? "" : " AND NOT merged");
        String ids = "ARRAY(SELECT " + way.from() + " FROM " + map
                + " WHERE run = $1 AND doc = ANY ($2) AND old_id <> new_id" + source + ")";
        return "/* truename:validate */ SELECT "
                + SqlNames.literal(
                        table.relation().name() + "." + idColumn.column().name()) + " AS place FROM "
                + TableSql.quoted(table.relation().name()) + " AS x WHERE " + IdColumnSql.holds(idColumn, "x", ids)
                + " LIMIT 1";
    }

    /**
     * Checks right after a move in either direction that every planned chunk moved with its document. A chunk that was given to
     * another document at that moment kept its id, while references to it have the planned id.
     */
    void chunksCame(Session session, int run, List<PlannedDocument> documents, Long[] withMerged, MapColumns way) {
        UUID[] ids = documents.stream()
                .map(document -> way == MapColumns.FORWARD ? document.newId() : document.oldId())
                .toArray(UUID[]::new);
        // A document that stays has chunks that were true before; the plan does not know these.
        boolean allMove =
                documents.stream().noneMatch(document -> document.oldId().equals(document.newId()));
        for (String sql : chunkCounts) {
            boolean came = session.one(
                    sql,
                    row -> allMove
                            ? row.number("stored") == row.number("planned")
                            : row.number("stored") >= row.number("planned"),
                    run,
                    withMerged,
                    ids);
            if (!came) {
                throw ValidationException.crossed("A chunk did not go with its document.");
            }
        }
    }

    /** Checks a move forward. */
    void moved(Session session, int run, List<PlannedDocument> documents, Long[] withMerged) {
        UUID[] ids = documents.stream().map(PlannedDocument::newId).toArray(UUID[]::new);
        IndependentRecipe recipe =
                new IndependentRecipe(schema.namespace(), schema.documents().algorithm());
        List<Boolean> trueDocuments = session.list(
                documentsSql,
                row -> recipe.document(row.text("owner"), row.text("hash"))
                        .filter(UUID.fromString(row.text("id"))::equals)
                        .isPresent(),
                (Object) ids);
        if (trueDocuments.size() != ids.length || trueDocuments.contains(false)) {
            throw ValidationException.broken("A document does not have its true id after the move.");
        }
        for (int i = 0; i < chunkSql.size(); i++) {
            ChunkTable chunks = schema.chunks().get(i);
            session.each(
                    chunkSql.get(i),
                    FETCH,
                    row -> recipe.chunk(
                                    UUID.fromString(row.text("document")),
                                    row.text("chunker"),
                                    row.text("version"),
                                    row.find("ordinal", Long.class).orElse(null))
                            .filter(UUID.fromString(row.text("id"))::equals)
                            .isPresent(),
                    isTrue -> {
                        if (!isTrue) {
                            throw ValidationException.crossed(untrue(chunks));
                        }
                    },
                    (Object) ids);
        }
        noneLeft(session, leftoverForward, run, withMerged);
    }

    private static String untrue(ChunkTable chunks) {
        String untrue = "A chunk of " + chunks.table() + " does not have its true id after the move.";
        return chunks.ordinal() instanceof RecipeInput.Position position
                ? untrue + " Its ordinal is the " + position.described()
                        + ": no trigger may change these when a row is updated."
                : untrue;
    }

    /** Checks a move back. */
    void movedBack(Session session, int run, List<PlannedDocument> documents, Long[] withMerged) {
        UUID[] ids = documents.stream().map(PlannedDocument::oldId).toArray(UUID[]::new);
        List<UUID> found = session.list(documentsSql, row -> UUID.fromString(row.text("id")), (Object) ids);
        if (found.size() != ids.length) {
            throw ValidationException.broken("A document does not have its former id after the move back.");
        }
        noneLeft(session, leftoverBack, run, withMerged);
    }

    private static void noneLeft(Session session, List<String> queries, int run, Long[] documents) {
        for (String sql : queries) {
            session.find(sql, row -> row.text("place"), run, documents).ifPresent(place -> {
                throw ValidationException.crossed("A row of " + place + " still holds an id that is gone.");
            });
        }
    }
}
