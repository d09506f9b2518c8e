// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.postgres.Session;
import io.truename.rekeying.run.DocumentState;
import io.truename.rekeying.run.RunSettings.OnCollision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Writer of decisions on colliding documents. It keeps the survivor of the current group across slices. */
final class CollisionWriter {
    /** Number of a rightful holder of an id that needs no row of its own: it does not move, and nothing is merged into it. */
    private static final long NO_ROW = -1;

    private final Session session;
    private final int run;
    private final OnCollision policy;
    private final PlanSql sql;
    private final CollisionLog log;
    private final Quarantine quarantine;
    private final List<Collisions.Member> losers = new ArrayList<>();
    private final List<Long> into = new ArrayList<>();
    private final List<Long> held = new ArrayList<>();
    private final List<Collisions.Member> outside = new ArrayList<>();
    private final Map<UUID, Long> survivors = new HashMap<>();
    private long nextNumber;

    CollisionWriter(Session session, int run, OnCollision policy, PlanSql sql) {
        this.session = session;
        this.run = run;
        this.policy = policy;
        this.sql = sql;
        log = new CollisionLog(session, run, policy);
        quarantine = new Quarantine(session, run);
        nextNumber = PagePlan.nextNumber(session, run);
    }

    /** Survivor of a group, if it is known already. */
    Optional<Long> survivor(UUID newId) {
        return Optional.ofNullable(survivors.get(newId));
    }

    /** Makes a member the survivor of its group. */
    void survives(Collisions.Member member) {
        survivors.put(member.newId(), member.doc());
        log.document(member.newId(), member.oldId(), member.doc(), CollisionLog.Standing.SURVIVOR);
    }

    /** Makes an unplanned rightful holder the survivor; it gets a row if a document is to be merged into it. */
    long outside(Collisions.Member first) {
        long doc = NO_ROW;
        if (policy.merges()) {
            doc = nextNumber++;
            outside.add(new Collisions.Member(first.newId(), doc, first.newId(), first.rank(), 1));
        }
        survivors.put(first.newId(), doc);
        log.document(first.newId(), first.newId(), doc, CollisionLog.Standing.SURVIVOR);
        return doc;
    }

    void loser(Collisions.Member member, long survivor) {
        losers.add(member);
        into.add(survivor);
        log.document(member.newId(), member.oldId(), member.doc(), CollisionLog.Standing.EQUAL);
    }

    void held(Collisions.Member member) {
        held.add(member.doc());
        quarantine.add(
                member.doc(),
                sql.documentId.written(member.oldId()),
                "id.held",
                "its true id " + member.newId()
                        + " is the id of a document that has no right to it; planned again in the"
                        + " next pass, when that one has moved away");
    }

    /** Writes the decisions, and keeps the survivor of the last group, which may continue in the next slice. */
    void write(UUID lastGroup) {
        insertOutside();
        if (policy.merges()) {
            merge();
        } else if (policy == OnCollision.SKIP) {
            setState(losers.stream().map(Collisions.Member::doc).toList(), DocumentState.SKIPPED);
        }
        setState(held, DocumentState.QUARANTINED);
        quarantine.write();
        log.write();
        survivors.keySet().retainAll(Set.of(lastGroup));
        losers.clear();
        into.clear();
        held.clear();
    }

    private void insertOutside() {
        if (outside.isEmpty()) {
            return;
        }
        session.update(
                "INSERT INTO truename.document_map (run, doc, rank, old_id, new_id, rows, chunks, state, merges)"
                        + " SELECT $1, t.doc, t.rank, t.id, t.id, 1, 0, 0, true"
                        + " FROM unnest($2::bigint[], $3::integer[], $4::uuid[]) AS t (doc, rank, id)",
                run,
                outside.stream().map(Collisions.Member::doc).toArray(Long[]::new),
                outside.stream().map(Collisions.Member::rank).toArray(Integer[]::new),
                outside.stream().map(Collisions.Member::newId).toArray(UUID[]::new));
        outside.clear();
    }

    /** Adds the losers' rows to the survivor, because its batch changes them as well. */
    private void merge() {
        if (losers.isEmpty()) {
            return;
        }
        Long[] docs = losers.stream().map(Collisions.Member::doc).toArray(Long[]::new);
        Long[] survivors = into.toArray(Long[]::new);
        session.update(
                "UPDATE truename.document_map m SET state = $4, into_doc = t.survivor,"
                        + " merged_chunks = NULL"
                        + " FROM unnest($2::bigint[], $3::bigint[]) AS t (doc, survivor)"
                        + " WHERE m.run = $1 AND m.doc = t.doc",
                run,
                docs,
                survivors,
                DocumentState.WAITING_TO_MERGE.code());
        session.update(
                "UPDATE truename.document_map m SET merges = true, rows = least(2147483647, m.rows + t.rows)::integer FROM"
                        + " (SELECT survivor, sum(l.rows) AS rows FROM unnest($2::bigint[], $3::integer[]) AS l (survivor, rows)"
                        + " GROUP BY survivor) t WHERE m.run = $1 AND m.doc = t.survivor",
                run,
                survivors,
                losers.stream().map(Collisions.Member::rows).toArray(Integer[]::new));
    }

    private void setState(List<Long> docs, DocumentState state) {
        if (!docs.isEmpty()) {
            session.update(
                    "UPDATE truename.document_map SET state = $3 WHERE run = $1 AND doc = ANY($2)",
                    run,
                    docs.toArray(Long[]::new),
                    state.code());
        }
    }
}
