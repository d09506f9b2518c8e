// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.postgres.Session;
import io.truename.rekeying.run.RunSettings.OnCollision;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Writes what was decided about ids that several rows have a right to. Writing the same again changes nothing. */
final class CollisionLog {
    /** Resolutions of a policy that lets nothing be decided. */
    static final String FAILS = "fail";

    static final String CHUNK_FAILS = "chunk.fail";

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

    /** A document number of -1 is none. */
    private record Entry(long doc, String role, String resolution) {}

    CollisionLog(Session session, int run, OnCollision policy) {
        this.session = session;
        this.run = run;
        this.policy = policy;
    }

    void chunk(UUID newId, UUID oldId, long doc, boolean survives) {
        add(newId, oldId, doc, survives, "chunk." + word());
    }

    void document(UUID newId, UUID oldId, long doc, boolean survives) {
        add(newId, oldId, doc, survives, word());
    }

    private String word() {
        return policy.name().toLowerCase(Locale.ROOT);
    }

    private void add(UUID newId, UUID oldId, long doc, boolean survives, String resolution) {
        String role = survives ? "SURVIVOR" : policy == OnCollision.SKIP ? "SKIPPED" : "LOSER";
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
}
