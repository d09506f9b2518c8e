// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.identity.RefusedException;
import io.truename.identity.UuidText;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import io.truename.rekeying.run.RunSettings.OnCollision;
import io.truename.rekeying.run.RunState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolution of collisions: documents of a plan with the same true id, or with an id that another document already has. A group is all
 * documents with one new id. Its survivor is the rightful holder of the id, else the oldest document (created, then id). If the holder
 * must itself move away, or has no right to the id, the group is quarantined until a later pass.
 *
 * <p>Groups are streamed in order of their id and decided in slices. A decided group is no longer a collision, so repeated calls, after a
 * kill for instance, change nothing.
 */
final class Collisions {
    private static final int SLICE = 1_000;

    private final int run;
    private final CorpusSchema schema;
    private final OnCollision policy;
    private final PlanSql sql;
    private final String declare;

    Collisions(CorpusSchema schema, int run, OnCollision policy) {
        this.run = run;
        this.schema = schema;
        this.policy = policy;
        this.sql = new PlanSql(schema);
        String id = sql.documentId.of("d");
        // Sort the colliding rows only, not the whole map; the survivor comes first in its group.
        declare = "DECLARE truename_collisions NO SCROLL CURSOR FOR"
                + " SELECT m.new_id, m.doc, m.old_id, m.rank, m.rows FROM truename.document_map m LEFT JOIN "
                + sql.documents + " d ON " + id + " = " + sql.documentId.written("m.old_id")
                + DocumentStateSql.of(" WHERE m.run = $1 AND m.state = {PLANNED} AND m.new_id IN ("
                        + "SELECT g.new_id FROM truename.document_map g"
                        + " WHERE g.run = $1 AND g.state = {PLANNED} GROUP BY g.new_id HAVING count(*) > 1")
                + " UNION ALL SELECT h.new_id FROM truename.document_map h JOIN " + sql.documents + " d ON " + id
                + " = "
                + sql.documentId.written("h.new_id")
                + DocumentStateSql.of(" WHERE h.run = $1 AND h.state = {PLANNED} AND h.new_id <> h.old_id)")
                + " ORDER BY m.new_id, m.old_id = m.new_id DESC, EXISTS (SELECT FROM truename.document_map l"
                + " WHERE l.run = $1 AND l.into_doc = m.doc) DESC, " + sql.created
                + " NULLS LAST, m.old_id";
    }

    enum Kind {
        MORE,
        DONE,
        ELSEWHERE,
        REFUSED
    }

    record Outcome(Kind kind, String reason) {}

    /** Colliding document. */
    record Member(UUID newId, long doc, UUID oldId, int rank, int rows) {}

    /** Present holder of an id. */
    private enum Holder {
        NOBODY,
        /** The document whose true id it is. */
        RIGHTFUL,
        /** A document that must move away, or is in quarantine. */
        WRONG
    }

    /** Resolves collisions until time is up; at least one slice. */
    Outcome tick(Session session, RunState state, BooleanSupplier timeLeft) {
        return session.inTransaction(() -> {
            Optional<RunFence.Place> place = RunFence.lock(session, run, state);
            if (place.isEmpty() || place.get().done()) {
                return new Outcome(Kind.ELSEWHERE, "");
            }
            session.longestWait(java.time.Duration.ofMinutes(10));
            session.execute(PlannerSettings.BY_HASH);
            session.update(declare, run);
            session.execute("SET LOCAL enable_nestloop = on");
            CollisionWriter writer = new CollisionWriter(session, run, policy, sql);
            List<Member> slice;
            boolean time;
            do {
                slice = session.list("FETCH " + SLICE + " FROM truename_collisions", Collisions::read);
                resolve(session, slice, writer);
                time = timeLeft.getAsBoolean();
            } while (slice.size() == SLICE && (time || policy == OnCollision.FAIL));
            session.execute("CLOSE truename_collisions");
            if (slice.size() == SLICE) {
                return new Outcome(Kind.MORE, "");
            }
            return CollisionLog.refusal(session, run, policy)
                    .filter(reason -> policy == OnCollision.FAIL)
                    .map(reason -> new Outcome(Kind.REFUSED, reason))
                    .orElse(new Outcome(Kind.DONE, ""));
        });
    }

    private static Member read(Session.Fields row) {
        return new Member(
                row.get("new_id", UUID.class),
                row.number("doc"),
                row.get("old_id", UUID.class),
                row.get("rank", Integer.class),
                row.get("rows", Integer.class));
    }

    private void resolve(Session session, List<Member> slice, CollisionWriter writer) {
        Map<UUID, Holder> holders = holders(session, slice);
        for (Member member : slice) {
            Holder holder = holders.getOrDefault(member.newId(), Holder.NOBODY);
            boolean hasIt = member.oldId().equals(member.newId());
            if (holder == Holder.WRONG && !hasIt) {
                writer.held(member);
            } else if (holder == Holder.RIGHTFUL && !hasIt) {
                writer.loser(member, writer.survivor(member.newId()).orElseGet(() -> writer.outside(member)));
            } else if (writer.survivor(member.newId()).isEmpty()) {
                writer.survives(member);
            } else {
                writer.loser(member, writer.survivor(member.newId()).orElseThrow());
            }
        }
        if (!slice.isEmpty()) {
            writer.write(slice.get(slice.size() - 1).newId());
        }
    }

    /** Holders of the ids, with the true id of each holder recomputed from its row. */
    private Map<UUID, Holder> holders(Session session, List<Member> slice) {
        Set<UUID> wanted = new HashSet<>();
        slice.forEach(member -> wanted.add(member.newId()));
        Map<UUID, Holder> holders = new HashMap<>();
        if (wanted.isEmpty()) {
            return holders;
        }
        Set<UUID> quarantined = new HashSet<>(session.list(
                "SELECT old_id FROM truename.quarantine WHERE run = $1 AND resolved_at IS NULL AND old_id = ANY($2)",
                row -> UuidText.parse(row.text("old_id")),
                run,
                wanted.stream().map(sql.documentId::written).toArray(String[]::new)));
        session.list(
                        sql.recipes(),
                        row -> {
                            UUID id = UuidText.parse(row.text("id"));
                            UUID right = trueId(row);
                            return Map.entry(
                                    id, id.equals(right) && !quarantined.contains(id) ? Holder.RIGHTFUL : Holder.WRONG);
                        },
                        sql.documentId.bound(wanted))
                .forEach(holder -> holders.put(holder.getKey(), holder.getValue()));
        return holders;
    }

    private @Nullable UUID trueId(Session.Fields row) {
        try {
            return DocumentRow.trueId(schema, row).toUuid();
        } catch (RefusedException illegal) {
            return null;
        }
    }
}
