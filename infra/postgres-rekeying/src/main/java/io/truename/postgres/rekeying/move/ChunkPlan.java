// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.move;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.identity.ChunkId;
import io.truename.identity.DocumentId;
import io.truename.identity.RefusedException;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.LockedDocuments;
import io.truename.postgres.rekeying.batch.MapColumns;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.ValidationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reconciliation of a batch's planned chunks with the stored ones, in the batch's transaction. Since planning, the application may have
 * added or deleted chunks, recreated them under other ids, given them to another document, or renumbered them. If the plan kept a chunk
 * that does not exist, references to it would be changed for it.
 */
final class ChunkPlan {
    private final CorpusSchema schema;
    private final List<Queries> queries = new ArrayList<>();

    ChunkPlan(CorpusSchema schema) {
        this.schema = schema;
        for (int space = 1; space <= schema.chunks().size(); space++) {
            queries.add(Queries.of(schema, space));
        }
    }

    /**
     * Renews the plan before a move forward.
     *
     * @param withMerged numbers of the documents and of those merged into them
     * @param thoroughly whether to compute every id anew, and not only those of unplanned chunks: a comparison of ids does not find
     *     a chunk that was renumbered
     * @throws ValidationException if a chunk cannot have an id
     * @throws RefusedMoveException if a chunk would get the id of another one that must itself get another
     */
    void renew(Session session, int run, List<PlannedDocument> documents, Long[] withMerged, boolean thoroughly) {
        Map<Long, PlannedDocument> byNumber = new HashMap<>();
        documents.forEach(document -> byNumber.put(document.doc(), document));
        Long[] numbers = byNumber.keySet().toArray(Long[]::new);
        for (int space = 1; space <= queries.size(); space++) {
            Queries sql = queries.get(space - 1);
            if (thoroughly || !agrees(session, sql.agreeForward(), run, numbers, withMerged)) {
                session.update(sql.forgetForward(), run, numbers, withMerged);
                correct(session, run, space, session.list(sql.live(), Live::read, run, numbers, withMerged), byNumber);
            }
        }
    }

    /** Adds chunks before a move back: those inserted under the new id follow their document and keep their own id. */
    void keepAsTheyAre(Session session, int run, List<PlannedDocument> documents, Long[] withMerged) {
        Long[] numbers = documents.stream().map(PlannedDocument::doc).toArray(Long[]::new);
        for (Queries sql : queries) {
            if (!agrees(session, sql.agreeBack(), run, numbers, withMerged)) {
                session.update(sql.forgetBack(), run, numbers, withMerged);
                session.update(sql.bornSince(), run, numbers, withMerged);
            }
        }
    }

    private static boolean agrees(Session session, String sql, int run, Long[] numbers, Long[] withMerged) {
        return session.one(sql, row -> row.flag("agrees"), run, numbers, withMerged);
    }

    private void correct(Session session, int run, int space, List<Live> chunks, Map<Long, PlannedDocument> documents) {
        List<Live> added = new ArrayList<>();
        List<Live> changed = new ArrayList<>();
        Map<UUID, UUID> trueIds = new HashMap<>();
        for (Live chunk : chunks) {
            PlannedDocument document = Objects.requireNonNull(documents.get(chunk.doc()), "a document of the batch");
            UUID trueId = trueId(chunk, document);
            trueIds.put(chunk.id(), trueId);
            if (chunk.planned() == null) {
                // One that has its true id already still has to follow its document.
                if (!trueId.equals(chunk.id()) || !document.newId().equals(document.oldId())) {
                    added.add(chunk);
                }
            } else if (!trueId.equals(chunk.planned())) {
                changed.add(chunk);
            }
        }
        refuseHeld(schema.chunks().get(space - 1), trueIds);
        write(
                session,
                "INSERT INTO truename.chunk_map (run, doc, source, old_id, new_id)"
                        + " SELECT $1, given.doc, $2, given.old_id, given.new_id FROM",
                "",
                run,
                space,
                added,
                trueIds);
        write(
                session,
                "UPDATE truename.chunk_map AS c SET new_id = given.new_id FROM",
                " WHERE c.run = $1 AND c.source = $2 AND c.doc = given.doc AND c.old_id = given.old_id AND NOT c.merged",
                run,
                space,
                changed,
                trueIds);
    }

    /**
     * Refuses ids that pass from one chunk to another, as planning does (chunk.id.held). Whether PostgreSQL refuses them depends on the order
     * of rows, and a foreign key with ON UPDATE CASCADE would take a reference that has arrived along to the next id.
     */
    private static void refuseHeld(ChunkTable chunks, Map<UUID, UUID> trueIds) {
        trueIds.forEach((id, trueId) -> {
            if (!trueIds.getOrDefault(trueId, trueId).equals(trueId)) {
                throw RefusedMoveException.held("The true id " + trueId + " of chunk " + id + " of " + chunks.table()
                        + " is the id of another chunk. Chunks were written, deleted or renumbered since the plan.");
            }
        });
    }

    private static void write(
            Session session,
            String before,
            String after,
            int run,
            int space,
            List<Live> chunks,
            Map<UUID, UUID> trueIds) {
        if (chunks.isEmpty()) {
            return;
        }
        session.update(
                "/* truename:collect */ " + before
                        + " unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS given (doc, old_id, new_id)" + after,
                run,
                (short) space,
                chunks.stream().map(Live::plannedFor).toArray(Long[]::new),
                chunks.stream().map(Live::id).toArray(UUID[]::new),
                chunks.stream().map(chunk -> trueIds.get(chunk.id())).toArray(UUID[]::new));
    }

    private UUID trueId(Live chunk, PlannedDocument document) {
        try {
            if (chunk.ordinal() < 0 || chunk.ordinal() > Integer.MAX_VALUE) {
                throw ValidationException.broken("A chunk that changed after planning has no legal ordinal.");
            }
            ChunkId id = schema.namespace()
                    .chunkId(DocumentId.of(document.newId()), chunk.chunker(), chunk.version(), (int) chunk.ordinal());
            return id.toUuid();
        } catch (RefusedException illegal) {
            throw ValidationException.broken(
                    "A chunk that changed after planning has no legal chunker, version or ordinal.");
        }
    }

    /**
     * A stored chunk.
     *
     * @param doc number of the document that the chunk belongs to
     * @param plannedFor the same number, or that of a merged document for which the chunk was planned
     * @param planned planned id; null if the chunk is not planned
     */
    private record Live(
            long doc, long plannedFor, UUID id, @Nullable UUID planned, String chunker, String version, long ordinal) {
        static Live read(Session.Fields row) {
            long doc = row.number("doc");
            return new Live(
                    doc,
                    row.find("planned_for", Long.class).orElse(doc),
                    UUID.fromString(row.text("id")),
                    row.find("planned", UUID.class).orElse(null),
                    row.find("chunker", String.class).orElse(""),
                    row.find("version", String.class).orElse(""),
                    row.find("ordinal", Long.class).orElse(-1L));
        }
    }

    /**
     * Statements on one chunk table. Bound: {@code $1} the run, {@code $2} the numbers of the documents, {@code $3} those numbers and
     * the numbers of documents merged into them.
     */
    private record Queries(
            String agreeForward,
            String agreeBack,
            String forgetForward,
            String forgetBack,
            String live,
            String bornSince) {
        static Queries of(CorpusSchema schema, int space) {
            ChunkTable chunks = schema.chunks().get(space - 1);
            String planned = "c.run = $1 AND c.doc = ANY ($3) AND c.source = " + space + " AND NOT c.merged";
            String id = RecipeSql.column(chunks.id(), "x") + "::uuid";
            return new Queries(
                    agree(schema, chunks, planned, MapColumns.FORWARD),
                    agree(schema, chunks, planned, MapColumns.BACK),
                    forget(schema, chunks, planned, MapColumns.FORWARD),
                    forget(schema, chunks, planned, MapColumns.BACK),
                    "/* truename:collect */ SELECT m.doc, c.doc AS planned_for, c.new_id AS planned, "
                            + RecipeSql.column(chunks.id(), "x") + "::text AS id, "
                            + RecipeSql.chunker(chunks, "x") + " AS chunker, "
                            + RecipeSql.chunkerVersion(chunks, "x") + " AS version, "
                            + RecipeSql.ordinal(chunks, "x") + "::bigint AS ordinal FROM truename.document_map AS m "
                            + RecipeSql.chunksOfEach(
                                    chunks,
                                    "x",
                                    IdColumnSql.written(documentOf(schema, chunks), "m." + MapColumns.FORWARD.from()))
                            + " LEFT JOIN truename.chunk_map AS c ON "
                            + planned
                            + " AND c.old_id = " + id + " WHERE m.run = $1 AND m.doc = ANY ($2)",
                    "/* truename:collect */ INSERT INTO truename.chunk_map (run, doc, source, old_id, new_id)"
                            + " SELECT $1, m.doc, " + space + ", " + id + ", " + id + " FROM "
                            + stored(schema, chunks, MapColumns.BACK) + " WHERE m.run = $1 AND m.doc = ANY ($2) AND "
                            + id
                            + " NOT IN (SELECT c.new_id FROM truename.chunk_map AS c WHERE " + planned + ")");
        }

        /** The batch's documents as {@code m}, each with its chunks as {@code x}, before the move. */
        private static String stored(CorpusSchema schema, ChunkTable chunks, MapColumns way) {
            IdColumn document = documentOf(schema, chunks);
            return "truename.document_map AS m JOIN " + TableSql.quoted(chunks.table()) + " AS x ON "
                    + IdColumnSql.column(document, "x") + " = " + IdColumnSql.written(document, "m." + way.from());
        }

        /** Compares the ids of plan and table by their number and the sum of their hashes. */
        private static String agree(CorpusSchema schema, ChunkTable chunks, String planned, MapColumns way) {
            return "/* truename:collect */ SELECT s.chunks = p.chunks AND s.ids = p.ids AS agrees FROM"
                    + " (SELECT count(*) AS chunks, COALESCE(sum(uuid_hash_extended("
                    + RecipeSql.column(chunks.id(), "x") + "::uuid, 0)), 0) AS ids FROM "
                    + stored(schema, chunks, way) + " WHERE m.run = $1 AND m.doc = ANY ($2)) AS s,"
                    + " (SELECT count(*) AS chunks, COALESCE(sum(uuid_hash_extended(c." + way.from()
                    + ", 0)), 0) AS ids FROM truename.chunk_map AS c WHERE " + planned + ") AS p";
        }

        /** Deletes planned chunks whose row is gone or belongs to another document. */
        private static String forget(CorpusSchema schema, ChunkTable chunks, String planned, MapColumns way) {
            IdColumn id = LockedDocuments.idOf(
                    schema, schema.table(chunks.table()), chunks.id().name());
            IdColumn document = documentOf(schema, chunks);
            return "/* truename:collect */ DELETE FROM truename.chunk_map AS c WHERE " + planned
                    + " AND NOT EXISTS (SELECT FROM " + TableSql.quoted(chunks.table())
                    + " AS x JOIN truename.document_map AS m ON m.run = $1 AND m.doc = ANY ($2) AND "
                    + IdColumnSql.column(document, "x") + " = " + IdColumnSql.written(document, "m." + way.from())
                    + " WHERE " + IdColumnSql.column(id, "x") + " = " + IdColumnSql.written(id, "c." + way.from())
                    + ")";
        }

        private static IdColumn documentOf(CorpusSchema schema, ChunkTable chunks) {
            return schema.table(chunks.table()).idColumns().stream()
                    .filter(idColumn -> idColumn.column().equals(chunks.document()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
