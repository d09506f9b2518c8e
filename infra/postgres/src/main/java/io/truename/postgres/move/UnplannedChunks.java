// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.move;

import io.truename.identity.ChunkId;
import io.truename.identity.DocumentId;
import io.truename.identity.RefusedException;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.rekeying.schema.Carrier;
import io.truename.rekeying.schema.CorpusSchema;
import io.truename.rekeying.schema.CorpusSchema.ChunkTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds the chunks that came after their document was planned, and plans them in the batch's own transaction. */
final class UnplannedChunks {
    private final CorpusSchema schema;
    private final List<String> queries = new ArrayList<>();
    private final List<String> bornSince = new ArrayList<>();

    UnplannedChunks(CorpusSchema schema) {
        this.schema = schema;
        for (int space = 1; space <= schema.chunks().size(); space++) {
            ChunkTable chunks = schema.chunks().get(space - 1);
            Carrier document = schema.table(chunks.table()).carriers().stream()
                    .filter(carrier -> carrier.column().equals(chunks.document()))
                    .findFirst()
                    .orElseThrow();
            queries.add("/* truename:collect */ SELECT m.doc, " + RecipeSql.column(chunks.id(), "x") + "::text AS id, "
                    + RecipeSql.column(chunks.chunker(), "x") + "::text AS chunker, "
                    + RecipeSql.column(chunks.chunkerVersion(), "x") + "::text AS version, "
                    + RecipeSql.column(chunks.ordinal(), "x")
                    + "::bigint AS ordinal FROM truename.document_map AS m JOIN "
                    + SqlNames.quoted(chunks.table()) + " AS x ON " + CarrierSql.column(document, "x") + " = "
                    + CarrierSql.written(document, "m.old_id")
                    + " WHERE m.run = $1 AND m.doc = ANY ($2) AND NOT EXISTS (SELECT FROM truename.chunk_map AS c"
                    + " WHERE c.run = $1 AND c.doc = ANY ($3) AND c.source = " + space + " AND c.old_id = "
                    + RecipeSql.column(chunks.id(), "x") + "::uuid)");
            bornSince.add("/* truename:collect */ INSERT INTO truename.chunk_map (run, doc, source, old_id, new_id)"
                    + " SELECT $1, m.doc, " + space + ", " + RecipeSql.column(chunks.id(), "x") + "::uuid, "
                    + RecipeSql.column(chunks.id(), "x") + "::uuid FROM truename.document_map AS m JOIN "
                    + SqlNames.quoted(chunks.table()) + " AS x ON " + CarrierSql.column(document, "x") + " = "
                    + CarrierSql.written(document, "m.new_id")
                    + " WHERE m.run = $1 AND m.doc = ANY ($2) AND " + RecipeSql.column(chunks.id(), "x")
                    + "::uuid NOT IN (SELECT c.new_id FROM truename.chunk_map AS c WHERE c.run = $1 AND c.doc = ANY ($3)"
                    + " AND c.source = " + space + ")");
        }
    }

    /**
     * Plans them.
     *
     * @param withMerged the numbers of the documents and of those merged into them
     * @throws ValidationException if a chunk cannot have an id
     */
    void plan(Session session, int run, List<PlannedDocument> documents, Long[] withMerged) {
        Map<Long, UUID> newIds = new HashMap<>();
        documents.forEach(document -> newIds.put(document.doc(), document.newId()));
        Long[] numbers = newIds.keySet().toArray(Long[]::new);
        for (int space = 1; space <= queries.size(); space++) {
            List<Late> late = session.list(
                    queries.get(space - 1),
                    row -> new Late(
                            row.number("doc"),
                            UUID.fromString(row.text("id")),
                            row.find("chunker", String.class).orElse(""),
                            row.find("version", String.class).orElse(""),
                            row.find("ordinal", Long.class).orElse(-1L)),
                    run,
                    numbers,
                    withMerged);
            insert(session, run, space, late, newIds);
        }
    }

    /** Before a move back: what was born under the new id follows its document, and keeps its own. */
    void keepAsTheyAre(Session session, int run, List<PlannedDocument> documents, Long[] withMerged) {
        Long[] numbers = documents.stream().map(PlannedDocument::doc).toArray(Long[]::new);
        for (String sql : bornSince) {
            session.update(sql, run, numbers, withMerged);
        }
    }

    private void insert(Session session, int run, int space, List<Late> late, Map<Long, UUID> newIds) {
        List<Long> docs = new ArrayList<>();
        List<UUID> before = new ArrayList<>();
        List<UUID> after = new ArrayList<>();
        for (Late chunk : late) {
            // One that has its true id already still has to follow its document.
            docs.add(chunk.doc());
            before.add(chunk.id());
            after.add(trueId(chunk, newIds));
        }
        if (!docs.isEmpty()) {
            session.update(
                    "/* truename:collect */ INSERT INTO truename.chunk_map (run, doc, source, old_id, new_id)"
                            + " SELECT $1, doc, $2, old_id, new_id FROM unnest($3::bigint[], $4::uuid[], $5::uuid[])"
                            + " AS given (doc, old_id, new_id)",
                    run,
                    (short) space,
                    docs.toArray(Long[]::new),
                    before.toArray(UUID[]::new),
                    after.toArray(UUID[]::new));
        }
    }

    private UUID trueId(Late chunk, Map<Long, UUID> newIds) {
        UUID document = newIds.get(chunk.doc());
        try {
            if (document == null || chunk.ordinal() < 0 || chunk.ordinal() > Integer.MAX_VALUE) {
                throw ValidationException.broken("A chunk that came after planning has no legal ordinal.");
            }
            ChunkId id = schema.namespace()
                    .chunkId(DocumentId.of(document), chunk.chunker(), chunk.version(), (int) chunk.ordinal());
            return id.toUuid();
        } catch (RefusedException illegal) {
            throw ValidationException.broken(
                    "A chunk that came after planning has no legal chunker, version or ordinal.");
        }
    }

    private record Late(long doc, UUID id, String chunker, String version, long ordinal) {}
}
