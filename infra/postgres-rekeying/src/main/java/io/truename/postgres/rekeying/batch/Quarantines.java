// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.batch;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.postgres.rekeying.lease.Leases;
import io.truename.rekeying.run.Direction;
import io.truename.rekeying.run.DocumentState;
import java.util.List;
import java.util.Optional;

/** Quarantine: sets documents aside that cannot be moved, so that the others go on. */
public final class Quarantines {
    private Quarantines() {}

    /**
     * Sets a document aside with its reason; its worker continues with the next document.
     *
     * @param code stable, such as {@code sql.23503}
     * @param reason may quote data: for the run's own record, never for a log above DEBUG
     * @throws io.truename.postgres.rekeying.lease.LostLeaseException if this instance may not work on the run any more
     */
    public static void add(
            Session session,
            LeaseToken lease,
            PlannedDocument document,
            String code,
            String reason,
            Optional<String> sqlState) {
        session.inTransaction(() -> {
            Leases.fence(session, lease, Direction.FORWARD);
            BatchRecord.states(session, lease.run(), List.of(document.doc()), DocumentState.QUARANTINED);
            record(session, lease.run(), document, code, reason, sqlState);
            if (code.endsWith(".differs")) {
                // Its duplicates do not depend on it any more: the next pass plans them anew.
                BatchRecord.duplicatesOf(
                        session,
                        lease.run(),
                        List.of(document.doc()),
                        DocumentState.WAITING_TO_MERGE,
                        DocumentState.STALE);
            }
            session.update(
                    "UPDATE truename.shard SET cursor_rank = $3, cursor_doc = $4 WHERE run = $1 AND shard = $2",
                    lease.run(),
                    lease.shard(),
                    document.rank(),
                    document.doc());
            return true;
        });
    }

    /** Records the reason for which a document is set aside, in either direction; overwrites an earlier one. */
    public static void record(
            Session session, int run, PlannedDocument document, String code, String reason, Optional<String> sqlState) {
        session.update(
                "INSERT INTO truename.quarantine AS q (run, doc, old_id, code, reason, sqlstate) VALUES ($1, $2, $3, $4, $5, $6)"
                        + " ON CONFLICT (run, old_id) DO UPDATE SET doc = EXCLUDED.doc, code = EXCLUDED.code,"
                        + " reason = EXCLUDED.reason, sqlstate = EXCLUDED.sqlstate, attempts = q.attempts + 1,"
                        + " at = clock_timestamp(), resolved_at = NULL",
                run,
                document.doc(),
                document.oldId().toString(),
                code,
                reason,
                sqlState.<Object>map(state -> state).orElse(new Session.Null(String.class)));
    }

    /** Number of documents of a run that were tried, and of those set aside. */
    public record Share(long tried, long quarantined) {}

    /** Share of documents set aside while moving. */
    public static Share share(Session session, int run) {
        return session.one(
                DocumentStateSql.of(
                        "SELECT (SELECT COALESCE(sum(documents + merged), 0)::bigint FROM truename.shard WHERE run = $1) AS moved,"
                                + " (SELECT count(*) FROM truename.document_map AS m WHERE run = $1 AND state = {QUARANTINED}"
                                // Left alone by the policy for collisions, which is no failure.
                                + " AND NOT EXISTS (SELECT FROM truename.quarantine AS q WHERE q.run = m.run AND q.doc = m.doc"
                                + " AND q.code LIKE '%.differs')) AS quarantined"),
                row -> new Share(row.number("moved") + row.number("quarantined"), row.number("quarantined")),
                run);
    }
}
