// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.tuning;

import io.truename.postgres.Session;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Reader of the times at which migrations began to move rows, or stopped, in {@code truename.transition}. */
public final class MigrationChanges {
    private static final int MOST = 1_000;

    /**
     * Change of a run.
     *
     * @param state that the run entered, as RUNNING
     */
    public record Entered(UUID run, Instant at, String state) {}

    /** The changes from a time on, the newest 1,000, newest first. */
    public List<Entered> since(Session session, Instant from) {
        return session.list(
                "SELECT r.id, t.at, t.to_state FROM truename.transition t JOIN truename.run r ON r.number = t.run"
                        + " WHERE t.at >= $1 AND t.to_state IN"
                        + " ('RUNNING', 'PAUSED', 'FINISHED', 'ROLLING_BACK', 'ROLLED_BACK', 'FAILED')"
                        + " ORDER BY t.at DESC, r.number LIMIT " + MOST,
                row -> new Entered(
                        row.get("id", UUID.class),
                        row.get("at", OffsetDateTime.class).toInstant(),
                        row.text("to_state")),
                from.atOffset(ZoneOffset.UTC));
    }
}
