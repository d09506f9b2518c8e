// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.assess.Strategy;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.rekeying.plan.Priority;
import io.truename.rekeying.plan.RowEstimate;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.RunSettings.OnCollision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Planning of one page of documents, within the transaction that advances the cursor. */
final class PagePlan {
    private static final String LIVE =
            DocumentStateSql.of("SELECT m.doc, m.old_id, m.state, q.code FROM truename.document_map m"
                    + " LEFT JOIN truename.quarantine q ON q.run = m.run AND q.doc = m.doc AND q.resolved_at IS NULL"
                    + " AND m.state = {QUARANTINED} AND q.old_id = ANY($3) WHERE m.run + 0 = $1 AND m.old_id = ANY($2)"
                    + " AND m.state IN ({PLANNED}, {SKIPPED}, {QUARANTINED}, {WAITING_TO_MERGE})");

    private static final String INSERT = "INSERT INTO truename.document_map"
            + " (run, doc, rank, old_id, new_id, rows, chunks, state, merges, merged_chunks)"
            + " SELECT $1, t.* FROM unnest($2::bigint[], $3::integer[], $4::uuid[], $5::uuid[], $6::integer[],"
            + " $7::integer[], $8::smallint[], $9::boolean[], $10::integer[]) AS t";

    private static final String ADVANCE = "UPDATE truename.run SET plan_cursor = $2,"
            + " documents_seen = documents_seen + $3, chunks_seen = chunks_seen + $4,"
            + " found_in_pass = found_in_pass + $5, changed_at = clock_timestamp(),"
            + " preflight = CASE WHEN $6 = 0 THEN preflight ELSE jsonb_set(preflight, '{documentsDeferred}',"
            + " to_jsonb(coalesce((preflight->>'documentsDeferred')::bigint, 0) + $6)) END WHERE number = $1";

    private static final short STALE = DocumentState.STALE.code();

    private final Session session;
    private final int run;
    private final CorpusSchema schema;
    private final RunSettings settings;
    private final PlanSql sql;
    private final RowEstimate foreseen;
    private final RunFence.Place place;

    PagePlan(
            Session session,
            int run,
            CorpusSchema schema,
            RunSettings settings,
            PlanSql sql,
            RowEstimate foreseen,
            RunFence.Place place) {
        this.session = session;
        this.run = run;
        this.schema = schema;
        this.settings = settings;
        this.sql = sql;
        this.foreseen = foreseen;
        this.place = place;
    }

    /**
     * Result of a page.
     *
     * @param cursor position after it, in its stored form
     */
    record Written(String cursor, int documents, long chunks, int found) {}

    private record Planned(long doc, UUID oldId, String quarantine) {}

    Written write(DocumentPage of) {
        List<DocumentRow> page = of.documents();
        number(page);
        List<DocumentRow> candidates =
                new ArrayList<>(page.stream().filter(DocumentRow::isFit).toList());
        boolean knows = place.cursor().isPresent() || place.pass() > 1;
        if (knows) {
            leaveLive(candidates);
        }
        int before = candidates.size();
        long deferred = 0;
        if (settings.strategy() == Strategy.HYBRID) {
            List<DocumentRow> old = candidates.stream()
                    .filter(document -> !Priority.isRecent(place.created(), document.created, settings.recentDays()))
                    .toList();
            deferred = old.stream().filter(DocumentRow::moves).count();
            candidates.removeAll(new HashSet<>(old));
        }
        long chunks = new ChunkScan(session, run, schema, sql, settings.onCollision(), candidates).scan();
        List<DocumentRow> planned =
                candidates.stream().filter(DocumentRow::needsPlan).toList();
        insert(planned);
        Quarantine quarantine = new Quarantine(session, run);
        page.stream().filter(document -> !document.isFit()).forEach(quarantine::add);
        quarantine.write();
        if (before > 0 && knows) {
            quarantine.resolve(candidates.stream()
                    .filter(DocumentRow::isFit)
                    .map(document -> document.written)
                    .toList());
        }
        session.update(ADVANCE, run, of.cursor(), (long) page.size(), chunks, (long) planned.size(), deferred);
        return new Written(of.cursor(), page.size(), chunks, planned.size());
    }

    private void number(List<DocumentRow> page) {
        if (page.isEmpty()) {
            return;
        }
        long next = nextNumber(session, run);
        for (DocumentRow document : page) {
            document.doc = next++;
        }
    }

    static long nextNumber(Session session, int run) {
        return session.one(
                "SELECT coalesce(max(doc) + 1, 0) AS next FROM truename.document_map WHERE run = $1",
                row -> row.number("next"),
                run);
    }

    /**
     * Removes planned documents, of an earlier pass or of an earlier page that had a row before it moved; those left because of another
     * document are planned anew.
     */
    private void leaveLive(List<DocumentRow> candidates) {
        if (candidates.isEmpty()) {
            return;
        }
        Set<UUID> live = new HashSet<>();
        List<Long> again = new ArrayList<>();
        List<Planned> rows = session.list(
                LIVE,
                row -> new Planned(
                        row.number("doc"),
                        row.get("old_id", UUID.class),
                        row.find("code", String.class).orElse("")),
                run,
                candidates.stream().map(DocumentRow::id).toArray(UUID[]::new),
                candidates.stream().map(document -> document.written).toArray(String[]::new));
        for (Planned row : rows) {
            if (row.quarantine().endsWith("id.held")) {
                again.add(row.doc());
            } else {
                live.add(row.oldId());
            }
        }
        candidates.removeIf(document -> live.contains(document.id()));
        if (!again.isEmpty()) {
            session.update(
                    "UPDATE truename.document_map SET state = $3 WHERE run = $1 AND doc = ANY($2)",
                    run,
                    again.toArray(Long[]::new),
                    STALE);
        }
    }

    private void insert(List<DocumentRow> planned) {
        if (planned.isEmpty()) {
            return;
        }
        session.update(
                INSERT,
                run,
                planned.stream().map(document -> document.doc).toArray(Long[]::new),
                planned.stream().map(this::rank).toArray(Integer[]::new),
                planned.stream().map(DocumentRow::id).toArray(UUID[]::new),
                planned.stream().map(document -> document.trueId().toUuid()).toArray(UUID[]::new),
                planned.stream().map(this::rows).toArray(Integer[]::new),
                planned.stream().map(DocumentRow::untrueChunkCount).toArray(Integer[]::new),
                planned.stream().map(this::state).toArray(Short[]::new),
                planned.stream().map(document -> document.hasDuplicateChunks).toArray(Boolean[]::new),
                planned.stream().map(document -> document.mergedChunks).toArray(Integer[]::new));
    }

    private int rank(DocumentRow document) {
        return Priority.rank(place.pass(), place.created(), document.created, document.status, document.chunkCount());
    }

    private int rows(DocumentRow document) {
        return foreseen.rows(
                document.moves(), document.moves() ? document.chunks : document.untrueChunks, document.untrueChunks);
    }

    private short state(DocumentRow document) {
        boolean skipped = document.hasDuplicateChunks && settings.onCollision() == OnCollision.SKIP;
        return (skipped ? DocumentState.SKIPPED : DocumentState.PLANNED).code();
    }
}
