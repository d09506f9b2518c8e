// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.identity.UuidOrder;
import io.truename.postgres.Session;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The run of {@code migrate} that has not ended, by its own tables. Documents that it will still move, or is moving back, are its
 * progress. So are those that it left alone or set aside: its report explains them, and a retry may still move them. Once the run
 * has ended they are findings. At most one run is under way.
 *
 * @param number of the run
 * @param planning whether it has not planned every document yet
 * @param planned id of the last document that it has planned, while it is planning; empty before the first
 */
record LiveRun(int number, boolean planning, Optional<UUID> planned) {
    /** States that {@code run_under_way} names. */
    static final String UNDER_WAY = "('PLANNING', 'PLANNED', 'RUNNING', 'PAUSED', 'ROLLING_BACK')";

    /** PLANNED, SKIPPED, QUARANTINED, STALE, ROLLED_BACK and WAITING_TO_MERGE: still, or again, where they were found. */
    static final String TO_MOVE = "(0, 3, 4, 6, 7, 8)";

    /** Finds the run; empty where the tables are missing. */
    static Optional<LiveRun> find(Session session) {
        boolean known = session.one(
                "SELECT to_regclass('truename.run') IS NOT NULL AS known WHERE $1", row -> row.flag("known"), true);
        if (!known) {
            return Optional.empty();
        }
        return session.find(
                "SELECT number, NOT plan_done AS planning, plan_cursor FROM truename.run WHERE state IN " + UNDER_WAY,
                row -> new LiveRun(
                        row.get("number", Integer.class),
                        row.flag("planning"),
                        row.find("plan_cursor", String.class).flatMap(LiveRun::uuid)));
    }

    /** Those of the documents that the run will move. */
    Set<UUID> toMove(Session session, Collection<UUID> documents) {
        Set<UUID> found = new HashSet<>();
        if (documents.isEmpty()) {
            return found;
        }
        found.addAll(session.list(
                "SELECT old_id FROM truename.document_map WHERE old_id = ANY ($1) AND run + 0 = $2 AND state IN "
                        + TO_MOVE,
                row -> row.get("old_id", UUID.class),
                documents.toArray(UUID[]::new),
                number));
        if (planning) {
            documents.stream()
                    .filter(id -> planned.isEmpty() || UuidOrder.UNSIGNED.compare(id, planned.get()) > 0)
                    .forEach(found::add);
        }
        return found;
    }

    /** A WHERE clause that leaves out documents that the run will move or merge. */
    String withoutProgress(String id) {
        return planning
                ? " WHERE false"
                : " WHERE NOT EXISTS (SELECT FROM truename.document_map m WHERE m.old_id::text = lower(" + id
                        + ") AND m.run = " + number + " AND m.state IN " + TO_MOVE + ")";
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(io.truename.identity.UuidText.parse(text));
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }
}
