// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.postgres.Session;
import io.truename.rekeying.run.RunSettings.OnCollision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Log of the resolutions of collisions, in which several rows have the same true id. Writing is idempotent. */
final class CollisionLog {
    /** Resolution under a policy that refuses collisions. */
    private static final String FAILS = "fail";

    private static final String CHUNK_FAILS = "chunk.fail";

    /** Number of groups that a refusal names. */
    private static final int NAMED = 5;

    /** Relation of a row to the row that has, or will have, the id. */
    enum Standing {
        SURVIVOR,
        /** Equal to the survivor, or not compared. */
        EQUAL,
        DIFFERS
    }

    private static final String INSERT = "INSERT INTO truename.collision (run, new_id, old_id, doc, role, resolution)"
            + " SELECT $1, t.new_id, t.old_id, t.doc, t.role, t.resolution"
            + " FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[])"
            + " AS t (new_id, old_id, doc, role, resolution)"
            + " ON CONFLICT (run, new_id, old_id) DO UPDATE SET doc = excluded.doc, role = excluded.role,"
            + " resolution = excluded.resolution";

    private final Session session;
    private final int run;
    private final OnCollision policy;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private record Key(UUID newId, UUID oldId) {}

    /** Row to write; a document number of -1 means none. */
    private record Entry(long doc, String role, String resolution) {}

    CollisionLog(Session session, int run, OnCollision policy) {
        this.session = session;
        this.run = run;
        this.policy = policy;
    }

    void chunk(UUID newId, UUID oldId, long doc, Standing standing, boolean differs) {
        add(newId, oldId, doc, standing, "chunk." + word(differs));
    }

    void document(UUID newId, UUID oldId, long doc, Standing standing) {
        add(newId, oldId, doc, standing, word(standing == Standing.DIFFERS));
    }

    private String word(boolean differs) {
        return switch (policy) {
            case MERGE -> differs ? "set-aside" : "merge";
            case MERGE_OR_FAIL -> differs ? FAILS : "merge";
            case SKIP -> "skip";
            case FAIL -> FAILS;
        };
    }

    private void add(UUID newId, UUID oldId, long doc, Standing standing, String resolution) {
        String role = switch (standing) {
            case SURVIVOR, DIFFERS -> standing.name();
            case EQUAL -> policy == OnCollision.SKIP ? "SKIPPED" : "LOSER";
        };
        entries.put(new Key(newId, oldId), new Entry(doc, role, resolution));
    }

    void write() {
        if (entries.isEmpty()) {
            return;
        }
        session.update(
                INSERT,
                run,
                entries.keySet().stream().map(Key::newId).toArray(UUID[]::new),
                entries.keySet().stream().map(Key::oldId).toArray(UUID[]::new),
                entries.values().stream()
                        .map(entry -> entry.doc() < 0 ? null : entry.doc())
                        .toArray(Long[]::new),
                entries.values().stream().map(Entry::role).toArray(String[]::new),
                entries.values().stream().map(Entry::resolution).toArray(String[]::new));
        entries.clear();
    }

    /** Refusal of the plan under a policy that forbids collisions or differences, with the first examples. */
    static Optional<String> refusal(Session session, int run, OnCollision policy) {
        String[] failing = {FAILS, CHUNK_FAILS};
        long groups = session.one(
                "SELECT count(DISTINCT new_id) AS groups FROM truename.collision WHERE run = $1 AND resolution = ANY($2)",
                row -> row.number("groups"),
                run,
                failing);
        if (groups == 0) {
            return Optional.empty();
        }
        List<String> named = session.list(
                "SELECT new_id::text AS new_id, string_agg(old_id::text, ', ' ORDER BY role DESC, old_id) AS old_ids,"
                        + " min(resolution) AS resolution FROM (SELECT c.*, row_number() OVER (PARTITION BY new_id"
                        + " ORDER BY role DESC, old_id) AS place FROM truename.collision c WHERE run = $1"
                        + " AND resolution = ANY($2)) c WHERE place <= 5 GROUP BY new_id ORDER BY new_id LIMIT $3",
                row -> (row.text("resolution").startsWith("chunk.") ? "chunks " : "documents ") + row.text("old_ids")
                        + " -> " + row.text("new_id"),
                run,
                failing,
                NAMED);
        return Optional.of(groups + (groups == 1 ? " id is" : " ids are") + " wanted by several rows"
                + (policy == OnCollision.FAIL
                        ? ", and the policy for collisions is fail: "
                        : " that differ, and the policy for collisions is merge-or-fail: ")
                + String.join("; ", named) + (groups > NAMED ? "; ..." : "."));
    }
}
