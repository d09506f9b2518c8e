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

/** Turns decisions about colliding documents into rows. Knows the survivor of the group at hand, over the slices of a group. */
final class CollisionWriter {
    /** The document that has the id by right and needs no row of its own: it neither moves nor is merged into. */
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

    /** The survivor of that group, if one was named already. */
    Optional<Long> survivor(UUID newId) {
        return Optional.ofNullable(survivors.get(newId));
    }

    /** The first of its group. */
    void survives(Collisions.Member member) {
        survivors.put(member.newId(), member.doc());
        log.document(member.newId(), member.oldId(), member.doc(), CollisionLog.Standing.SURVIVOR);
    }

    /** A document that is not in the plan has the id by right: it gets a row, if something is to be merged into it. */
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

    /** Writes what was decided; the survivor of the last group is kept, which may not be over. */
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

    /** The survivor's turn touches the losers' rows as well. */
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
