// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.rekeying.run.RunState;
import java.time.Instant;
import java.util.Optional;

/** Lock on a run's row, whose holder alone plans. */
public final class RunFence {
    private static final String LIMITS = "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '10min';"
            + " SET LOCAL idle_in_transaction_session_timeout = '60s'";

    /** Excludes planners, batches and commands, but not the foreign keys of rows that a count of the corpus writes meanwhile. */
    private static final String LOCK = "SELECT plan_cursor, plan_done, pass, found_in_pass,"
            + " extract(epoch FROM created_at)::float8 AS created FROM truename.run WHERE number = $1 AND state = $2 FOR NO KEY UPDATE";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private RunFence() {}

    /** Position of a plan. */
    public record Place(Optional<String> cursor, boolean done, int pass, long found, Instant created) {}

    /** Takes the lock until the end of the transaction; empty if it is taken, or the run is in another state. */
    public static Optional<Place> lock(Session session, int run, RunState state) {
        session.execute(LIMITS + "; SAVEPOINT fence");
        try {
            return session.find(
                    LOCK,
                    row -> new Place(
                            row.find("plan_cursor", String.class),
                            row.flag("plan_done"),
                            row.get("pass", Integer.class),
                            row.number("found_in_pass"),
                            Instant.ofEpochMilli((long) (row.get("created", Double.class) * 1000))),
                    run,
                    state.name());
        } catch (SqlException failed) {
            if (failed.sqlState().equals(LOCK_NOT_AVAILABLE)) {
                // Else the caller's transaction could not be committed, and it would take that for a lost connection.
                session.execute("ROLLBACK TO SAVEPOINT fence");
                return Optional.empty();
            }
            throw failed;
        }
    }
}
