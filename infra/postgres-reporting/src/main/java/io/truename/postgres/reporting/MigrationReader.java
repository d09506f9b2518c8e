// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Session;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Reader of runs from the tables of {@code migrate}. */
public final class MigrationReader {
    /**
     * Run of a migration.
     *
     * @param startedAt when rows began to move; empty if none ever did
     * @param endedAt empty while it is under way
     * @param documents moved, net of those that were moved back
     * @param chunks likewise
     * @param merged rows that gave way to an equal one
     * @param rows moved ever, over all tables, in both directions
     * @param busySeconds of all workers together
     * @param quarantined documents that are set aside
     */
    public record Migration(
            UUID id,
            String state,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            long documents,
            long chunks,
            long merged,
            long rows,
            double busySeconds,
            long quarantined) {}

    /** Number of documents that all runs merged into an equal one, net of those that were moved back. */
    public long merged(Session session) {
        return session.one(
                "SELECT coalesce(sum(merged), 0)::bigint AS merged FROM truename.shard", row -> row.number("merged"));
    }

    /** The last run that moved everything it planned; empty if none did. */
    public Optional<Migration> lastFinished(Session session) {
        return session.find(
                        "SELECT id FROM truename.run WHERE state = 'FINISHED' ORDER BY number DESC LIMIT 1",
                        row -> row.get("id", UUID.class))
                .flatMap(id -> find(session, id));
    }

    /** Finds a run by its id. */
    public Optional<Migration> find(Session session, UUID id) {
        return session.find(
                """
                SELECT r.id, r.state, r.started_at, r.ended_at, s.*,
                       (SELECT count(*) FROM truename.quarantine q WHERE q.run = r.number AND q.resolved_at IS NULL) AS quarantined
                FROM truename.run r CROSS JOIN LATERAL
                  (SELECT coalesce(sum(documents), 0)::bigint AS documents, coalesce(sum(chunks), 0)::bigint AS chunks,
                          coalesce(sum(merged), 0)::bigint AS merged, coalesce(sum(rows_moved), 0)::bigint AS rows,
                          coalesce(sum(busy_seconds), 0) AS busy
                   FROM truename.shard WHERE run = r.number) s
                WHERE r.id = $1""",
                row -> new Migration(
                        row.get("id", UUID.class),
                        row.text("state"),
                        row.find("started_at", OffsetDateTime.class).map(OffsetDateTime::toInstant),
                        row.find("ended_at", OffsetDateTime.class).map(OffsetDateTime::toInstant),
                        row.number("documents"),
                        row.number("chunks"),
                        row.number("merged"),
                        row.number("rows"),
                        row.get("busy", Double.class),
                        row.number("quarantined")),
                id);
    }
}
