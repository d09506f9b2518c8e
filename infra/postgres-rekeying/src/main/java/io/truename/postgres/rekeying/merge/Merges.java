// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.merge;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.corpus.schema.CorpusSchema.ChunkTable;
import io.truename.corpus.schema.IdColumn;
import io.truename.corpus.schema.RekeyedTable;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.rekeying.batch.BatchRecord;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.batch.IdColumnSql;
import io.truename.postgres.rekeying.batch.LockedDocuments;
import io.truename.postgres.rekeying.batch.PlannedDocument;
import io.truename.postgres.rekeying.batch.Quarantines;
import io.truename.rekeying.run.DocumentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Merges duplicates into the surviving document or chunk, before it moves. Merges are rare, so the code is row by row rather than one
 * statement.
 */
public final class Merges {
    private final CorpusSchema schema;
    private final int run;
    private final LockedDocuments locks;

    public Merges(CorpusSchema schema, int run, LockedDocuments locks) {
        this.schema = schema;
        this.run = run;
        this.locks = locks;
    }

    /** Survivors of the duplicates that were merged into these documents, by the duplicates' numbers. */
    public Map<Long, Long> mergedInto(Session session, List<PlannedDocument> survivors) {
        Map<Long, Long> merged = new TreeMap<>();
        Long[] docs = mergingDocs(survivors);
        if (docs.length > 0) {
            session.list(
                            DocumentStateSql.of("/* truename:lock */ SELECT doc, into_doc FROM truename.document_map"
                                    + " WHERE run = $1 AND into_doc = ANY ($2) AND state = {MERGED}"),
                            row -> new Long[] {row.number("doc"), row.number("into_doc")},
                            run,
                            docs)
                    .forEach(pair -> merged.put(pair[0], pair[1]));
        }
        return merged;
    }

    /**
     * Merges the planned duplicates of these documents, and returns the survivors by the duplicates' numbers. A document whose content
     * or user has changed since planning is no longer a duplicate, and is planned anew. A duplicate with any other difference is set
     * aside.
     */
    public Map<Long, Long> merge(Session session, List<PlannedDocument> survivors) {
        Long[] docs = mergingDocs(survivors);
        if (docs.length == 0) {
            return Map.of();
        }
        List<Loser> losers = session.list(
                DocumentStateSql.of(
                        "/* truename:lock */ SELECT l.doc, l.old_id, l.new_id, s.doc AS owner, s.old_id AS survivor FROM truename.document_map AS l"
                                + " JOIN truename.document_map AS s ON s.run = l.run AND s.doc = l.into_doc"
                                + " WHERE l.run = $1 AND l.into_doc = ANY ($2) AND l.state = {WAITING_TO_MERGE} ORDER BY l.old_id"),
                row -> new Loser(
                        row.number("doc"),
                        row.number("owner"),
                        row.get("old_id", UUID.class),
                        row.get("new_id", UUID.class),
                        row.get("survivor", UUID.class)),
                run,
                docs);
        Map<UUID, @Nullable UUID> truth =
                locks.lock(session, losers.stream().map(Loser::id).toArray(UUID[]::new));
        Map<Long, Long> merged = new TreeMap<>();
        List<Long> gone = new ArrayList<>();
        List<Long> stale = new ArrayList<>();
        List<MergeTable> tables = losers.isEmpty() ? List.of() : MergeTable.all(session, schema);
        ChunkOrders orders = new ChunkOrders(session, schema);
        for (Loser loser : losers) {
            if (!truth.containsKey(loser.id())) {
                gone.add(loser.doc());
            } else if (!loser.newId().equals(truth.get(loser.id()))) {
                stale.add(loser.doc());
            } else {
                MergeStep step = new MergeStep(session, schema, tables);
                step.merge(0, loser.id(), loser.survivor());
                Optional<Difference> difference =
                        orders.differences(List.of(loser.id()), List.of(loser.survivor())).values().stream()
                                .findFirst()
                                .or(() -> step.carryOut(run, loser.doc()));
                if (difference.isPresent()) {
                    setAside(session, loser, difference.get());
                } else {
                    merged.put(loser.doc(), loser.owner());
                }
            }
        }
        BatchRecord.states(session, run, merged.keySet(), DocumentState.MERGED);
        BatchRecord.states(session, run, gone, DocumentState.GONE);
        BatchRecord.states(session, run, stale, DocumentState.STALE);
        return merged;
    }

    /** Sets a duplicate aside: it keeps its id and all its rows, and its survivor goes on without it. */
    private void setAside(Session session, Loser loser, Difference difference) {
        BatchRecord.states(session, run, List.of(loser.doc()), DocumentState.QUARANTINED);
        session.update(
                "/* truename:record */ UPDATE truename.document_map SET into_doc = NULL WHERE run = $1 AND doc = $2",
                run,
                loser.doc());
        Quarantines.record(
                session,
                run,
                new PlannedDocument(loser.doc(), 0, loser.id(), loser.newId(), 0, 0, false),
                difference.code(),
                difference.reason(),
                Optional.empty());
    }

    /**
     * Merges chunks of one document that would have the same id. The chunk that already has the id stays, else the first.
     *
     * @throws RefusedMergeException if two of them differ
     */
    public void mergeChunksThatAreTwice(Session session, List<PlannedDocument> documents, Long[] withMerged) {
        if (mergingDocs(documents).length == 0) {
            return;
        }
        for (int space = 1; space <= schema.chunks().size(); space++) {
            ChunkTable chunks = schema.chunks().get(space - 1);
            IdColumn id = LockedDocuments.idOf(
                    schema, schema.table(chunks.table()), chunks.id().name());
            List<Loser> twice = session.list(
                    "/* truename:collect */ WITH waiting AS (SELECT doc, old_id, new_id, first_value(old_id) OVER"
                            + " (PARTITION BY new_id ORDER BY old_id) AS first_id FROM truename.chunk_map"
                            + " WHERE run = $1 AND doc = ANY ($2) AND source = " + space
                            + " AND NOT merged AND old_id <> new_id)"
                            + " SELECT w.doc, w.old_id, CASE WHEN x.holder THEN w.new_id ELSE w.first_id END AS survivor FROM waiting AS w"
                            + " CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM " + TableSql.quoted(chunks.table())
                            + " AS x WHERE " + IdColumnSql.column(id, "x") + " = " + IdColumnSql.written(id, "w.new_id")
                            + ") AS holder) AS x WHERE x.holder OR w.old_id <> w.first_id ORDER BY w.old_id",
                    row -> new Loser(
                            row.number("doc"),
                            row.number("doc"),
                            row.get("old_id", UUID.class),
                            row.get("survivor", UUID.class),
                            row.get("survivor", UUID.class)),
                    run,
                    withMerged);
            List<MergeTable> tables = twice.isEmpty() ? List.of() : MergeTable.all(session, schema);
            for (Loser loser : twice) {
                if (isThere(session, space, loser.id())) {
                    MergeStep step = new MergeStep(session, schema, tables);
                    step.merge(space, loser.id(), loser.survivor());
                    step.carryOut(run, loser.doc()).ifPresent(difference -> {
                        throw RefusedMergeException.because(difference);
                    });
                }
            }
        }
    }

    /**
     * Undoes the merges of these documents and their chunks, the last change first.
     *
     * @return number of rows
     */
    public long undo(Session session, Long[] docs) {
        long rows = new MergeArchive(session, run).undo(docs);
        if (rows > 0) {
            session.update(
                    "/* truename:record */ UPDATE truename.chunk_map SET merged = false WHERE run = $1 AND doc = ANY ($2) AND merged",
                    run,
                    docs);
        }
        return rows;
    }

    /** Locks the row of a chunk, and returns whether it exists. */
    private boolean isThere(Session session, int space, UUID id) {
        ChunkTable chunks = schema.chunks().get(space - 1);
        RekeyedTable table = schema.table(chunks.table());
        IdColumn idColumn = LockedDocuments.idOf(schema, table, chunks.id().name());
        return !session.list(
                        "/* truename:lock */ SELECT 1 AS there FROM "
                                + TableSql.quoted(table.relation().name()) + " AS x WHERE "
                                + IdColumnSql.column(idColumn, "x") + " = " + IdColumnSql.written(idColumn, "$1::uuid")
                                + " FOR UPDATE OF x",
                        row -> true,
                        id)
                .isEmpty();
    }

    private static Long[] mergingDocs(List<PlannedDocument> documents) {
        return documents.stream()
                .filter(PlannedDocument::merges)
                .map(PlannedDocument::doc)
                .toArray(Long[]::new);
    }

    private record Loser(long doc, long owner, UUID id, UUID newId, UUID survivor) {}
}
