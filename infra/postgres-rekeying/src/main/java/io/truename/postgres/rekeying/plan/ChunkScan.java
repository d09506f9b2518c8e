// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.identity.RefusedException;
import io.truename.identity.UuidText;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.merge.Difference;
import io.truename.postgres.rekeying.merge.MergePreview;
import io.truename.rekeying.run.RunSettings.OnCollision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Scan of the chunks of a page's documents: reads them in slices and writes untrue ones into the map, so that documents with any number
 * of chunks need the same memory.
 */
final class ChunkScan {
    /** Maximum number of rows in memory. */
    static final int SLICE = 4_000;

    private static final String INSERT = "INSERT INTO truename.chunk_map (run, doc, source, old_id, new_id)"
            + " SELECT $1, t.doc, $2, t.old_id, t.new_id FROM unnest($3::bigint[], $4::uuid[], $5::uuid[])"
            + " AS t (doc, old_id, new_id)";

    /** Materialized and looked up in this order: a page's plan shape would join the groups anew for each chunk of the page. */
    static final String DUPLICATES = "WITH twice AS MATERIALIZED (SELECT doc, source, new_id FROM truename.chunk_map"
            + " WHERE run = $1 AND doc BETWEEN $2 AND $3 GROUP BY doc, source, new_id HAVING count(*) > 1)"
            + " SELECT m.doc, m.source, m.new_id, m.old_id FROM twice AS t CROSS JOIN LATERAL (SELECT c.doc, c.source,"
            + " c.new_id, c.old_id FROM truename.chunk_map AS c WHERE c.run = $1 AND c.doc = t.doc"
            + " AND c.source = t.source AND c.new_id = t.new_id OFFSET 0) AS m"
            + " ORDER BY m.doc, m.source, m.new_id, m.old_id LIMIT $4";

    /** Number of duplicates compared at once. */
    private static final int COMPARED = 4_000;

    /** Maximum number of duplicates of a page; the mover finds further ones. */
    private static final int MOST_DUPLICATES = 100_000;

    private final Session session;
    private final int run;
    private final CorpusSchema schema;
    private final PlanSql sql;
    private final CollisionLog collisions;
    private final OnCollision policy;
    private final List<Duplicate> duplicates = new ArrayList<>();
    private final Map<UUID, DocumentRow> documents = new HashMap<>();
    private final Map<Long, DocumentRow> byNumber = new HashMap<>();
    private long seen;
    private boolean written;

    /** A chunk with the id that it shares, and the chunk that will have it. */
    private record Duplicate(DocumentRow document, int source, UUID newId, UUID oldId, UUID survivor) {
        SharedId shared() {
            return new SharedId(document.doc, source, newId);
        }
    }

    /** Id that several chunks of one document share; chunks of the document's copies share it as well, and do not count. */
    private record SharedId(long doc, int source, UUID newId) {}

    private record Move(DocumentRow document, ChunkRow chunk, UUID oldId, UUID newId) {}

    ChunkScan(
            Session session,
            int run,
            CorpusSchema schema,
            PlanSql sql,
            OnCollision onCollision,
            List<DocumentRow> candidates) {
        this.session = session;
        this.run = run;
        this.schema = schema;
        this.sql = sql;
        this.collisions = new CollisionLog(session, run, onCollision);
        this.policy = onCollision;
        for (DocumentRow document : candidates) {
            document.chunks = new int[schema.chunks().size()];
            document.untrueChunks = new int[schema.chunks().size()];
            documents.put(document.id(), document);
            byNumber.put(document.doc, document);
        }
    }

    /** Scans the page, and returns the number of chunks read. */
    long scan() {
        if (documents.isEmpty()) {
            return 0;
        }
        for (int source = 1; source <= schema.chunks().size(); source++) {
            PlanSql.Chunks chunks = sql.chunks.get(source - 1);
            session.update(chunks.declare, chunks.document.bound(documents.keySet()));
            List<ChunkRow> slice;
            do {
                slice = session.list(chunks.fetch, ChunkRow::read);
                seen += slice.size();
                write(source, chunks, slice);
            } while (slice.size() == SLICE);
            session.execute("CLOSE " + chunks.cursor);
        }
        if (written) {
            findDuplicates();
            compareDuplicates();
            forgetUnfit();
        }
        collisions.write();
        return seen;
    }

    private void write(int source, PlanSql.Chunks chunks, List<ChunkRow> slice) {
        List<Move> moves = new ArrayList<>();
        for (ChunkRow chunk : slice) {
            DocumentRow document = chunk.documentId().map(documents::get).orElse(null);
            if (document == null || !document.isFit()) {
                continue;
            }
            document.chunks[source - 1]++;
            try {
                UUID id = UuidText.parse(chunk.id());
                UUID trueId = chunk.trueId(schema.namespace(), document.trueId());
                if (!trueId.equals(id)) {
                    document.untrueChunks[source - 1]++;
                    moves.add(new Move(document, chunk, id, trueId));
                }
            } catch (RefusedException illegal) {
                document.unfit("recipe.illegal", ChunkRow.reason(source, illegal) + " (chunk " + chunk.id() + ")");
            }
        }
        if (moves.isEmpty()) {
            return;
        }
        findHeld(source, chunks, moves);
        moves.removeIf(move -> !move.document().isFit());
        session.update(
                INSERT,
                run,
                (short) source,
                moves.stream().map(move -> move.document().doc).toArray(Long[]::new),
                moves.stream().map(Move::oldId).toArray(UUID[]::new),
                moves.stream().map(Move::newId).toArray(UUID[]::new));
        written = true;
    }

    private void findHeld(int source, PlanSql.Chunks chunks, List<Move> moves) {
        Map<UUID, List<Move>> wanted = new HashMap<>();
        for (Move move : moves) {
            wanted.computeIfAbsent(move.newId(), absent -> new ArrayList<>(1)).add(move);
        }
        for (ChunkRow holder : session.list(chunks.held, ChunkRow::read, chunks.id.bound(wanted.keySet()))) {
            for (Move move : wanted.getOrDefault(holder.uuid(), List.of())) {
                DocumentRow document = move.document();
                UUID points = holder.documentId().orElse(null);
                boolean own = document.id().equals(points);
                boolean ofTheTrueOne = document.trueId().toUuid().equals(points);
                if (!(own || ofTheTrueOne) || !isTrue(holder, document)) {
                    document.unfit(
                            "chunk.id.held",
                            "the true id " + move.newId() + " of chunk "
                                    + move.chunk().id() + " of chunks[" + (source - 1)
                                    + "] is the id of another chunk");
                } else if (own) {
                    duplicates.add(new Duplicate(document, source, move.newId(), move.oldId(), holder.uuid()));
                }
                // Else it belongs to the document that this one is a duplicate of: the documents' collision says all.
            }
        }
    }

    private boolean isTrue(ChunkRow holder, DocumentRow document) {
        try {
            return holder.trueId(schema.namespace(), document.trueId()).equals(holder.uuid());
        } catch (RefusedException illegal) {
            return false;
        }
    }

    /** Adds duplicates whose shared id no chunk has yet; the first chunk gets it. */
    private void findDuplicates() {
        long first = byNumber.keySet().stream().min(Long::compare).orElseThrow();
        long last = byNumber.keySet().stream().max(Long::compare).orElseThrow();
        Map<SharedId, UUID> survivors = new HashMap<>();
        duplicates.forEach(duplicate -> survivors.put(duplicate.shared(), duplicate.survivor()));
        Set<SharedId> held = Set.copyOf(survivors.keySet());
        session.list(
                        DUPLICATES,
                        row -> {
                            short source = row.get("source", Short.class);
                            UUID newId = row.get("new_id", UUID.class);
                            UUID oldId = row.get("old_id", UUID.class);
                            SharedId shared = new SharedId(row.number("doc"), source, newId);
                            UUID survivor = survivors.computeIfAbsent(shared, absent -> oldId);
                            return Optional.ofNullable(byNumber.get(shared.doc()))
                                    .filter(known -> !survivor.equals(oldId) && !held.contains(shared))
                                    .map(known -> new Duplicate(known, source, newId, oldId, survivor));
                        },
                        run,
                        first,
                        last,
                        MOST_DUPLICATES)
                .forEach(found -> found.ifPresent(duplicates::add));
    }

    /** Compares duplicates. A document whose chunks share an id and differ is not moved: one chunk would have to give way. */
    private void compareDuplicates() {
        duplicates.removeIf(duplicate -> !duplicate.document().isFit());
        if (duplicates.isEmpty()) {
            return;
        }
        MergePreview preview = new MergePreview(session, schema);
        Map<Long, Difference> differing = new HashMap<>();
        for (int from = 0; from < duplicates.size(); from += COMPARED) {
            MergePreview.Result result =
                    preview.of(duplicates.subList(from, Math.min(duplicates.size(), from + COMPARED)).stream()
                            .map(duplicate -> new MergePreview.Merge(
                                    duplicate.document().doc,
                                    duplicate.source(),
                                    duplicate.oldId(),
                                    duplicate.survivor()))
                            .toList());
            differing.putAll(result.differing());
            result.chunks()
                    .forEach((doc, chunks) ->
                            Objects.requireNonNull(byNumber.get(doc), "a document of the page").mergedChunks += chunks);
        }
        for (Duplicate duplicate : duplicates) {
            DocumentRow document = duplicate.document();
            Difference difference = differing.get(document.doc);
            boolean differs = difference != null;
            document.hasDuplicateChunks = true;
            collisions.chunk(
                    duplicate.newId(), duplicate.survivor(), document.doc, CollisionLog.Standing.SURVIVOR, differs);
            collisions.chunk(
                    duplicate.newId(),
                    duplicate.oldId(),
                    document.doc,
                    differs ? CollisionLog.Standing.DIFFERS : CollisionLog.Standing.EQUAL,
                    differs);
            if (difference != null) {
                document.mergedChunks = 0;
            }
        }
        if (policy == OnCollision.MERGE) {
            differing.forEach((doc, difference) -> Objects.requireNonNull(byNumber.get(doc), "a document of the page")
                    .unfit(difference.code(), difference.reason()));
        }
    }

    private void forgetUnfit() {
        Long[] unfit = byNumber.values().stream()
                .filter(document -> !document.isFit())
                .map(document -> document.doc)
                .toArray(Long[]::new);
        if (unfit.length > 0) {
            session.update("DELETE FROM truename.chunk_map WHERE run = $1 AND doc = ANY($2)", run, unfit);
        }
    }
}
