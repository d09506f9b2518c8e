// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.postgres.rekeying.merge.Difference;
import io.truename.postgres.rekeying.merge.MergePreview;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Comparison of planned duplicates with their survivors, slice by slice, so that the plan lists the merges. A duplicate that differs is
 * set aside, and its survivor moves without it. After a kill, earlier comparisons are not repeated; the merge itself compares again.
 *
 * <p>A slice is compared with survivors as earlier slices leave them, with the rows that those add. No more of these rows are held than
 * of a slice, so a survivor with more rows may lose more chunks to equal ones than the plan says.
 */
final class MergeScan {
    private static final int MOST_DOCUMENTS = 500;

    /** Maximum number of expected rows compared at once; a single document may have more. */
    private static final long MOST_ROWS = 20_000;

    private static final UUID FIRST = new UUID(0, 0);

    private static final String WAITING = DocumentStateSql.of(
            "SELECT l.doc, l.into_doc, l.old_id, l.new_id, l.rows, s.old_id AS survivor FROM truename.document_map l"
                    + " JOIN truename.document_map s ON s.run = l.run AND s.doc = l.into_doc"
                    + " WHERE l.run = $1 AND l.into_doc IS NOT NULL AND (l.into_doc, l.old_id) > ($2, $3)"
                    + " AND l.state = {WAITING_TO_MERGE} AND l.merged_chunks IS NULL"
                    + " ORDER BY l.into_doc, l.old_id LIMIT $4");

    /** Earlier compared duplicates that will be merged into the same survivors, without those refused as different. */
    private static final String ACCEPTED = DocumentStateSql.of(
            "SELECT l.doc, l.into_doc, l.old_id, l.new_id, l.rows, s.old_id AS survivor FROM truename.document_map l"
                    + " JOIN truename.document_map s ON s.run = l.run AND s.doc = l.into_doc"
                    + " WHERE l.run = $1 AND l.into_doc = ANY ($2)"
                    + " AND l.state = {WAITING_TO_MERGE} AND l.merged_chunks IS NOT NULL"
                    + " AND NOT EXISTS (SELECT FROM truename.collision c WHERE c.run = l.run AND c.new_id = l.new_id"
                    + " AND c.old_id = l.old_id AND c.role = 'DIFFERS')"
                    + " ORDER BY l.into_doc, l.old_id LIMIT $3");

    private final CorpusSchema schema;
    private final int run;
    private final OnCollision policy;
    private final PlanSql sql;
    private long afterSurvivor = Long.MIN_VALUE;
    private UUID afterId = FIRST;

    MergeScan(CorpusSchema schema, int run, OnCollision policy) {
        this.schema = schema;
        this.run = run;
        this.policy = policy;
        this.sql = new PlanSql(schema);
    }

    private record Waiting(long doc, long into, UUID oldId, UUID newId, int rows, UUID survivor) {
        static Waiting read(Session.Fields row) {
            return new Waiting(
                    row.number("doc"),
                    row.number("into_doc"),
                    row.get("old_id", UUID.class),
                    row.get("new_id", UUID.class),
                    row.get("rows", Integer.class),
                    row.get("survivor", UUID.class));
        }

        MergePreview.Merge merge() {
            return new MergePreview.Merge(doc, 0, oldId, survivor);
        }
    }

    /** Compares until time is up; at least one slice. */
    Collisions.Outcome tick(Session session, RunState state, BooleanSupplier timeLeft) {
        do {
            Collisions.Kind kind = session.inTransaction(() -> slice(session, state));
            if (kind == Collisions.Kind.DONE && policy == OnCollision.MERGE_OR_FAIL) {
                return CollisionLog.refusal(session, run, policy)
                        .map(reason -> new Collisions.Outcome(Collisions.Kind.REFUSED, reason))
                        .orElse(new Collisions.Outcome(kind, ""));
            }
            if (kind != Collisions.Kind.MORE) {
                return new Collisions.Outcome(kind, "");
            }
        } while (timeLeft.getAsBoolean());
        return new Collisions.Outcome(Collisions.Kind.MORE, "");
    }

    private Collisions.Kind slice(Session session, RunState state) {
        Optional<RunFence.Place> place = RunFence.lock(session, run, state);
        if (place.isEmpty() || place.get().done()) {
            return Collisions.Kind.ELSEWHERE;
        }
        List<Waiting> slice = upTo(session.list(WAITING, Waiting::read, run, afterSurvivor, afterId, MOST_DOCUMENTS));
        if (slice.isEmpty()) {
            return Collisions.Kind.DONE;
        }
        Long[] survivors = slice.stream().map(Waiting::into).distinct().toArray(Long[]::new);
        List<Waiting> accepted = upTo(session.list(ACCEPTED, Waiting::read, run, survivors, MOST_ROWS));
        MergePreview.Result result = new MergePreview(session, schema)
                .of(
                        accepted.stream().map(Waiting::merge).toList(),
                        slice.stream().map(Waiting::merge).toList());
        write(session, slice, result);
        Waiting last = slice.get(slice.size() - 1);
        afterSurvivor = last.into();
        afterId = last.oldId();
        return Collisions.Kind.MORE;
    }

    private static List<Waiting> upTo(List<Waiting> waiting) {
        long rows = 0;
        for (int i = 0; i < waiting.size(); i++) {
            rows += waiting.get(i).rows();
            if (i > 0 && rows > MOST_ROWS) {
                return waiting.subList(0, i);
            }
        }
        return waiting;
    }

    private void write(Session session, List<Waiting> slice, MergePreview.Result result) {
        Map<Long, Integer> chunks = new LinkedHashMap<>(result.chunks());
        result.differing().keySet().forEach(doc -> chunks.put(doc, 0));
        session.update(
                "UPDATE truename.document_map m SET merged_chunks = t.chunks FROM unnest($2::bigint[], $3::integer[])"
                        + " AS t (doc, chunks) WHERE m.run = $1 AND m.doc = t.doc",
                run,
                chunks.keySet().toArray(Long[]::new),
                chunks.values().toArray(Integer[]::new));
        CollisionLog log = new CollisionLog(session, run, policy);
        Quarantine quarantine = new Quarantine(session, run);
        List<Long> setAside = new ArrayList<>();
        for (Waiting waiting : slice) {
            Difference difference = result.differing().get(waiting.doc());
            if (difference != null) {
                log.document(waiting.newId(), waiting.oldId(), waiting.doc(), CollisionLog.Standing.DIFFERS);
                quarantine.add(
                        waiting.doc(), sql.documentId.written(waiting.oldId()), difference.code(), difference.reason());
                setAside.add(waiting.doc());
            }
        }
        log.write();
        if (policy == OnCollision.MERGE && !setAside.isEmpty()) {
            quarantine.write();
            session.update(
                    "UPDATE truename.document_map SET state = $3, into_doc = NULL WHERE run = $1 AND doc = ANY ($2)",
                    run,
                    setAside.toArray(Long[]::new),
                    DocumentState.QUARANTINED.code());
        }
    }
}
