// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.run;

import io.truename.postgres.Database;
import io.truename.postgres.Page;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.batch.DocumentStateSql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Paged lists of a run. A page is also empty if the run does not exist. */
public final class RunLists {
    private static final String COLLISIONS = DocumentStateSql.of("""
            SELECT * FROM (
              (SELECT c.new_id, c.old_id::text COLLATE "C" AS old_id, c.role, c.resolution
                FROM truename.collision c JOIN truename.run r ON r.number = c.run
               WHERE r.id = $1 AND ($2::uuid IS NULL OR c.new_id >= $2)
                 AND ($2::uuid IS NULL OR (c.new_id, c.old_id::text COLLATE "C") > ($2, $3::text COLLATE "C"))
               ORDER BY c.new_id, c.old_id LIMIT $4)
              UNION ALL
              (SELECT b.new_id, s.table_schema || '.' || s.table_name || ' ' || b.key, 'SKIPPED', 'keeps its value'
                FROM truename.backfill b JOIN truename.run r ON r.number = b.run
                JOIN truename.backfill_source s ON s.run = b.run AND s.source = b.source
               WHERE r.id = $1 AND b.state = {BACKFILL.SKIPPED} AND ($2::uuid IS NULL OR b.new_id >= $2))) AS c
             WHERE $2::uuid IS NULL OR (c.new_id, c.old_id) > ($2, $3::text COLLATE "C")
             ORDER BY c.new_id, c.old_id LIMIT $4""");

    private final Database database;

    RunLists(Database database) {
        this.database = database;
    }

    /**
     * A committed batch.
     *
     * @param direction FORWARD or BACK
     * @param trace id of the trace in which it was moved; empty of one outside of a request
     * @param tables JSON object: rows by "schema.table.column"
     */
    public record Batch(
            long number,
            int shard,
            String direction,
            int documents,
            int chunks,
            int merged,
            long rows,
            double seconds,
            Instant at,
            Optional<String> trace,
            String tables) {}

    /** A document that could not be moved. */
    public record Quarantined(
            String oldId, String code, String reason, Optional<String> sqlState, int attempts, Instant at) {}

    /**
     * A document that shares its true id with another.
     *
     * @param oldId the id, or where true ids stand beside the keys, the table and the key
     */
    public record Collision(UUID newId, String oldId, String role, String resolution) {}

    /** Period in which a worker held. */
    public record Hold(int shard, String code, String reason, Instant beganAt, Optional<Instant> endedAt) {}

    /** A change of state; {@code command} is a RunCommand, a Cause, or PLAN. */
    public record Transition(Instant at, String from, String to, String command, String reason) {}

    /** Whether a run has the id. */
    public boolean has(UUID run) {
        return database.with(session -> session.one(
                "SELECT EXISTS (SELECT 1 FROM truename.run WHERE id = $1) AS there", row -> row.flag("there"), run));
    }

    /** Batches in the order of their beginning. */
    public Page<Batch> batches(UUID run, int limit, Optional<Long> after) {
        return batches(run, limit, "b.number > $2", "b.number", after.orElse(-1L));
    }

    /** Batches in the reverse order of their beginning. */
    public Page<Batch> newestBatches(UUID run, int limit, Optional<Long> after) {
        return batches(run, limit, "b.number < $2", "b.number DESC", after.orElse(Long.MAX_VALUE));
    }

    private Page<Batch> batches(UUID run, int limit, String condition, String order, long after) {
        List<Batch> batches = database.with(session -> session.list(
                "SELECT b.number, b.shard, b.direction, b.documents, b.chunks, b.merged, b.rows_moved, b.seconds, b.at,"
                        + " b.trace_id,"
                        + " b.tables::text AS tables FROM truename.batch b JOIN truename.run r ON r.number = b.run"
                        + " WHERE r.id = $1 AND " + condition + " ORDER BY " + order + " LIMIT $3",
                RunLists::batch,
                run,
                after,
                limit + 1));
        return Page.of(batches, limit, batch -> String.valueOf(batch.number()));
    }

    private static Batch batch(Session.Fields row) {
        return new Batch(
                row.number("number"),
                row.get("shard", Integer.class),
                row.text("direction"),
                row.get("documents", Integer.class),
                row.get("chunks", Integer.class),
                row.get("merged", Integer.class),
                row.number("rows_moved"),
                row.get("seconds", Double.class),
                row.get("at", Instant.class),
                row.find("trace_id", String.class),
                row.text("tables"));
    }

    /** Documents in quarantine, by old id; {@code after} is the last id of the previous page. */
    public Page<Quarantined> quarantine(UUID run, int limit, Optional<String> after) {
        List<Quarantined> quarantined = database.with(session -> session.list(
                "SELECT q.old_id, q.code, q.reason, q.sqlstate, q.attempts, q.at"
                        + " FROM truename.quarantine q JOIN truename.run r ON r.number = q.run"
                        + " WHERE r.id = $1 AND q.resolved_at IS NULL AND q.old_id > $2 ORDER BY q.old_id LIMIT $3",
                row -> new Quarantined(
                        row.text("old_id"),
                        row.text("code"),
                        row.text("reason"),
                        row.find("sqlstate", String.class),
                        row.get("attempts", Integer.class),
                        row.get("at", Instant.class)),
                run,
                after.orElse(""),
                limit + 1));
        return Page.of(quarantined, limit, Quarantined::oldId);
    }

    /** Collisions in the order of new id, then old id. */
    public Page<Collision> collisions(UUID run, int limit, Optional<After> after) {
        List<Collision> collisions = database.with(session -> session.list(
                COLLISIONS,
                row -> new Collision(
                        row.get("new_id", UUID.class), row.text("old_id"), row.text("role"), row.text("resolution")),
                run,
                after.<Object>map(After::newId).orElse(new Session.Null(UUID.class)),
                after.<Object>map(After::oldId).orElse(new Session.Null(String.class)),
                limit + 1));
        return Page.of(collisions, limit, collision -> collision.newId() + "." + collision.oldId());
    }

    /** Collision after which a page begins. */
    public record After(UUID newId, String oldId) {}

    /** The newest 1,000 holds, in the order of their beginning. */
    public List<Hold> holds(UUID run) {
        return database.with(session -> session.list(
                "SELECT * FROM (SELECT h.shard, h.code, h.reason, h.began_at, h.ended_at"
                        + " FROM truename.hold h JOIN truename.run r ON r.number = h.run"
                        + " WHERE r.id = $1 ORDER BY h.began_at DESC LIMIT 1000) newest ORDER BY began_at",
                row -> new Hold(
                        row.get("shard", Integer.class),
                        row.text("code"),
                        row.text("reason"),
                        row.get("began_at", Instant.class),
                        row.find("ended_at", Instant.class)),
                run));
    }

    /** All changes of state, in order. */
    public List<Transition> transitions(UUID run) {
        return database.with(session -> session.list(
                "SELECT t.at, t.from_state, t.to_state, t.command, t.reason"
                        + " FROM truename.transition t JOIN truename.run r ON r.number = t.run"
                        + " WHERE r.id = $1 ORDER BY t.at",
                row -> new Transition(
                        row.get("at", Instant.class),
                        row.text("from_state"),
                        row.text("to_state"),
                        row.text("command"),
                        row.text("reason")),
                run));
    }
}
